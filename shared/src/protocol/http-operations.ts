import { z } from "zod";
import { epochMs, uuid } from "./http-values.ts";

/** Audit, health, and how a refusal looks. See `http-api.ts`. */

export const auditEntry = z.object({
  seq: z.number().int(),
  at: epochMs,
  by: z.string(),
  byName: z.string(),
  action: z.string(),
  target: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  ipAddress: z.string().nullable(),
  hash: z.string(),
});

/** A section whose stored text cannot be read to its end. Titles are for its coordinators only. */
export const damageNotice = z.object({
  reportId: uuid,
  reportSubject: z.string(),
  sectionId: uuid,
  label: z.string(),
  title: z.string(),
  at: epochMs,
  /** How many of the last writes cannot be read. */
  unreadableUpdates: z.number().int(),
  canRepair: z.boolean(),
});

export const systemHealth = z.object({
  version: z.string(),
  nodeVersion: z.string(),
  uptimeSeconds: z.number(),
  engine: z.enum(["sqlite", "postgresql"]),
  storageIsAvailable: z.boolean(),
  freeDiskBytes: z.number().nullable(),
  dataBytes: z.number().nullable(),
  openRooms: z.number(),
  openConnections: z.number(),
  peopleOnline: z.number(),
  commitP99Ms: z.number().nullable(),
  damagedSections: z.array(damageNotice),
  /** When `dongsoan backup` last succeeded; null when never. */
  lastBackupAt: epochMs.nullable(),
  mail: z.object({
    isConfigured: z.boolean(),
    waiting: z.number(),
    /** Given up in the last thirty days. */
    failed: z.number(),
    /** A code of the mail server or the line, never an address. */
    lastError: z.string().nullable(),
  }),
});

/** application/problem+json (RFC 9457). `code` is a row of the error table; `current` goes with `stale-version`, `section` with a refusal for the sake of one. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  current: z.unknown().optional(),
  section: z.object({ id: z.string(), label: z.string() }).optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export type AuditEntryView = z.infer<typeof auditEntry>;
export type DamageNotice = z.infer<typeof damageNotice>;
export type SystemHealth = z.infer<typeof systemHealth>;
export type Problem = z.infer<typeof problem>;
