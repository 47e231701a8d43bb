import { z } from "zod";
import { orgRoles } from "../domain/permission.ts";
import { epochMs, line, locale, userId, uuid, version } from "./http-values.ts";

/** People, sessions, invitations, tokens. See `http-api.ts`. */

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/);
export const password = z.string().min(10).max(200);
export const orgRole = z.enum(orgRoles);

export const setUpBody = z.object({
  token: z.string().max(100),
  organisationName: line.min(1),
  parentAgency: line,
  place: line,
  adminName: line.min(1),
  username,
  password,
});
export const signInBody = z.object({ username: z.string().max(64), password: z.string().max(200) });

export const sessionView = z.object({
  user: z.object({
    id: userId,
    name: z.string(),
    username: z.string(),
    unitId: uuid.nullable(),
    unitName: z.string().nullable(),
    initials: z.string(),
    roles: z.array(orgRole),
    email: z.string().nullable(),
    locale,
  }),
  organisation: z.object({ name: z.string(), parentAgency: z.string(), place: z.string() }),
});
/** One's own: where notices go, and in which language. */
export const profilePatch = z.object({ email: z.email().max(200).nullable(), locale }).partial();
export const openSessionView = z.object({
  id: z.string(),
  createdAt: epochMs,
  expiresAt: epochMs,
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
});

export const unitBody = z.object({ name: line.min(1), shortName: z.string().trim().min(1).max(12) });
export const unitView = unitBody.extend({ id: uuid, version, isActive: z.boolean() });
export const personView = z.object({
  id: userId,
  name: z.string(),
  username: z.string(),
  unitId: uuid.nullable(),
  roles: z.array(orgRole),
  isActive: z.boolean(),
  /** For administrators only. */
  email: z.string().nullable().optional(),
  tokenCount: z.number().int().optional(),
});
export const personPatch = z
  .object({
    name: line.min(1),
    unitId: uuid.nullable(),
    roles: z.array(orgRole),
    isActive: z.boolean(),
    email: z.email().max(200).nullable(),
    locale,
  })
  .partial();
export const invitationBody = z.object({
  name: line.min(1),
  unitId: uuid.nullable(),
  roles: z.array(orgRole).max(5),
  email: z.email().max(200).nullable().default(null),
  locale: locale.default("vi"),
});
export const invitationView = z.object({
  id: uuid,
  name: z.string(),
  unitId: uuid.nullable(),
  roles: z.array(orgRole),
  createdAt: epochMs,
  expiresAt: epochMs,
  email: z.string().nullable(),
});
/** `link` is shown once; only its hash is kept. `isMailed`: it waits to be sent by mail too. */
export const invitationCreated = invitationView.extend({ link: z.string(), isMailed: z.boolean() });
export const invitationInfo = z.object({
  name: z.string(),
  organisationName: z.string(),
  unitName: z.string().nullable(),
});
export const acceptInvitationBody = z.object({ token: z.string().max(100), username, password });
export const passwordLink = z.object({ link: z.string(), expiresAt: epochMs, isMailed: z.boolean() });
export const linkToken = z.object({ token: z.string().max(100) });
export const passwordResetInfo = z.object({
  name: z.string(),
  username: z.string(),
  organisationName: z.string(),
});
export const passwordResetBody = z.object({ token: z.string().max(100), password });
export const apiTokenBody = z.object({
  name: line.min(1),
  scope: z.enum(["read", "write"]),
  expiresInDays: z.number().int().min(1).max(366),
});
export const apiTokenView = z.object({
  id: uuid,
  name: z.string(),
  scope: z.enum(["read", "write"]),
  createdAt: epochMs,
  expiresAt: epochMs,
  lastUsedAt: epochMs.nullable(),
});
export const apiTokenCreated = apiTokenView.extend({ token: z.string() });

export type SessionView = z.infer<typeof sessionView>;
export type OpenSessionView = z.infer<typeof openSessionView>;
export type UnitView = z.infer<typeof unitView>;
export type PersonView = z.infer<typeof personView>;
export type InvitationView = z.infer<typeof invitationView>;
export type ApiTokenView = z.infer<typeof apiTokenView>;
