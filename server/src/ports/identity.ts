import type { Actor, EpochMs, Result, UserId } from "@dongsoan/shared/domain";

/** Who is behind a request or a socket. Local accounts, sessions and API tokens live behind this port. */
export interface Identity {
  /** From the cookie or the bearer token of a request; null when signed out, expired, revoked or disabled. */
  authenticate(headers: RequestHeaders): Promise<Authenticated | null>;
  /**
   * Which of these sessions and tokens are still good? Asked again and again for open sockets, in one go.
   * @param used those that somebody has written with since: use like a request (ACCESS3).
   */
  alive(credentialIds: readonly string[], used: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  signIn(
    credentials: { readonly username: string; readonly password: string },
    from: RequestOrigin,
  ): Promise<Result<SignedIn>>;
  signOut(headers: RequestHeaders): Promise<void>;
  /** What is stored of a password. It takes a tenth of a second on purpose: never inside a transaction. */
  hashPassword(password: string): Promise<string>;
  /** Ends every other way in. @returns how many those were. */
  changePassword(headers: RequestHeaders, current: string, next: string): Promise<Result<EndedAccess>>;
  /** Told once somebody's new password is stored and their former access is gone: their sockets close, and they may try again. */
  passwordWasSet(
    user: { readonly id: UserId; readonly username: string },
    from: RequestOrigin,
  ): Promise<void>;
  sessions(userId: UserId): Promise<readonly OpenSession[]>;
  /** @returns false when there is no such session of this user. */
  revokeSession(userId: UserId, sessionId: string): Promise<boolean>;
  /** Told once all access of somebody has ended (`AccountStore.endAccess`): their sockets close. */
  accessWasEnded(userId: UserId): Promise<void>;
  /** Called with the credential ids that ended (sign-out, revocation, disabled person), so that sockets close within a second. */
  onEnded(
    listener: (ended: { readonly credentialIds?: readonly string[]; readonly userId?: UserId }) => void,
  ): () => void;
}

/** What of an account changes together with the link that allows it and with its record. */
export interface AccountStore {
  /** @param passwordHash of `Identity.hashPassword`. */
  savePassword(userId: UserId, passwordHash: string, at: EpochMs): Promise<void>;
  /** Every session and every API token. Their sockets are `Identity`'s to close, after the commit. */
  endAccess(userId: UserId): Promise<EndedAccess>;
}

export interface EndedAccess {
  readonly sessions: number;
  readonly tokens: number;
}

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;
export interface RequestOrigin {
  readonly ipAddress: string;
  readonly userAgent: string;
}
export interface Authenticated {
  readonly actor: Actor;
  /** Session id or `token:<id>`; never the secret. */
  readonly credentialId: string;
  readonly expiresAt: EpochMs;
}
export interface SignedIn {
  readonly userId: UserId;
  readonly sessionId: string;
  /** Set-Cookie values for the answer. */
  readonly cookies: readonly string[];
}
export interface OpenSession {
  readonly id: string;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}
