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
  createAccount(account: {
    readonly username: string;
    readonly password: string;
    readonly name: string;
  }): Promise<Result<UserId>>;
  changePassword(headers: RequestHeaders, current: string, next: string): Promise<Result<null>>;
  /** For a reset link and the command line: no former password is asked, and every session ends. */
  setPassword(userId: UserId, password: string, from: RequestOrigin | null): Promise<void>;
  sessions(userId: UserId): Promise<readonly OpenSession[]>;
  /** @returns false when there is no such session of this user. */
  revokeSession(userId: UserId, sessionId: string): Promise<boolean>;
  revokeAllSessions(userId: UserId): Promise<void>;
  /** Called with the credential ids that ended (sign-out, revocation, disabled person), so that sockets close within a second. */
  onEnded(
    listener: (ended: { readonly credentialIds?: readonly string[]; readonly userId?: UserId }) => void,
  ): () => void;
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
