import type { EpochMs, OrgRole, UnitId, UserId } from "@dongsoan/shared/domain";
import type { Locale } from "@dongsoan/shared/i18n";

/** The organisation, its units and people. Credentials and sessions belong to the identity provider, not here. */
export interface DirectoryStore {
  organisation(): Promise<Organisation | null>;
  saveOrganisation(organisation: Organisation): Promise<void>;
  units(): Promise<readonly Unit[]>;
  /** @returns false when the version is stale. */
  saveUnit(unit: Unit, expectedVersion: number | null): Promise<boolean>;
  people(): Promise<readonly Person[]>;
  person(id: UserId): Promise<Person | null>;
  savePerson(person: Person): Promise<void>;
  invitations(now: EpochMs): Promise<readonly Invitation[]>;
  invitationByHash(tokenHash: string): Promise<Invitation | null>;
  saveInvitation(invitation: Invitation): Promise<void>;
  /** @returns false when it is gone already: whoever takes it away has accepted it. */
  deleteInvitation(id: string): Promise<boolean>;
  passwordResetByHash(tokenHash: string): Promise<PasswordReset | null>;
  /** One open link a person: a new one replaces the former. */
  savePasswordReset(reset: PasswordReset): Promise<void>;
  /** @returns false when it is gone already. */
  deletePasswordReset(id: string): Promise<boolean>;
  apiTokens(userId: UserId): Promise<readonly ApiToken[]>;
  /** Of everybody who has any. */
  apiTokenCounts(): Promise<ReadonlyMap<UserId, number>>;
  saveApiToken(token: ApiToken): Promise<void>;
  deleteApiToken(id: string, userId: UserId): Promise<boolean>;
}

export interface Organisation {
  readonly name: string;
  readonly parentAgency: string;
  readonly place: string;
  readonly createdAt: EpochMs;
}
export interface Unit {
  readonly id: UnitId;
  readonly name: string;
  /** At most 12 characters, for carets and chips, e.g. "CA". */
  readonly shortName: string;
  readonly version: number;
  readonly isActive: boolean;
}
export interface Person {
  readonly id: UserId;
  readonly name: string;
  readonly username: string;
  readonly unitId: UnitId | null;
  readonly roles: readonly OrgRole[];
  readonly isActive: boolean;
  /** For notices; null where there is none. Shown to the person and to administrators only. */
  readonly email: string | null;
  /** Language of what is sent to them. */
  readonly locale: Locale;
}
export interface Invitation {
  readonly id: string;
  /** SHA-256 hex of the one-time token. */
  readonly tokenHash: string;
  readonly name: string;
  readonly unitId: UnitId | null;
  readonly roles: readonly OrgRole[];
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly email: string | null;
  readonly locale: Locale;
}
/** A one-time link, made by an administrator, with which a person chooses a new password. */
export interface PasswordReset {
  readonly id: string;
  /** SHA-256 hex of the one-time token. */
  readonly tokenHash: string;
  readonly userId: UserId;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
}
export interface ApiToken {
  readonly id: string;
  /** SHA-256 hex. */
  readonly tokenHash: string;
  readonly userId: UserId;
  readonly name: string;
  readonly scope: "read" | "write";
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly lastUsedAt: EpochMs | null;
}
