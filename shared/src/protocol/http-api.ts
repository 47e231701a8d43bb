import { z } from "zod";
import { orgRoles } from "../domain/permission.ts";
import { versionKinds } from "../domain/version.ts";

/**
 * Bodies and answers of the REST commands under `/api`: the server parses with these, the page takes their types, and
 * `/api/openapi.json` is made from them. Bounds answer oversized input; they are far above what people type.
 */
const uuid = z.uuid();
const userId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const line = z.string().max(500);
const paragraphText = z.string().max(20_000);
const epochMs = z.number().int().nonnegative();
const version = z.number().int().nonnegative();
/** Language of what is sent to a person. */
const locale = z.enum(["vi", "en"]);

// --- identity -------------------------------------------------------------------------------------------------------
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

// --- reports --------------------------------------------------------------------------------------------------------
export const reportHeader = z.object({
  parentAgency: line,
  agency: line,
  number: z.string().max(20),
  symbol: z.string().max(60),
  place: line,
  date: z.object({
    day: z.number().int().min(1).max(31).nullable(),
    month: z.number().int().min(1).max(12).nullable(),
    year: z.number().int().min(1900).max(2200).nullable(),
  }),
  typeName: line,
  subject: z.string().max(2_000),
  addressees: z.array(line).max(100),
  opening: z.array(paragraphText).max(100),
  closing: z.array(paragraphText).max(100),
  recipients: z.array(line).max(200),
  signature: z.object({ lines: z.array(line).max(10), name: line }),
});

const draftBlock = z.object({
  style: z.enum(["body", "dash", "letter", "number"]),
  level: z.number().int().min(1).max(3),
  text: paragraphText,
});
export interface DraftSection {
  title: string;
  blocks: z.infer<typeof draftBlock>[];
  children: DraftSection[];
}
export const draftSection: z.ZodType<DraftSection> = z
  .object({
    title: z.string().max(2_000),
    blocks: z.array(draftBlock).max(20_000),
    get children(): z.ZodType<DraftSection[]> {
      return z.array(draftSection).max(500);
    },
  })
  // It contains itself, so the interface description must be able to name it.
  .meta({ id: "DraftSection" });

/** The file as it came, kept with the report; base64 so that one JSON body carries everything or nothing. */
export const originalFile = z.object({
  fileName: z.string().max(200),
  contentBase64: z.base64().max(28_000_000),
});
export const createReportBody = z.object({
  header: reportHeader,
  sections: z.array(draftSection).max(500),
  dueAt: epochMs.nullable(),
  original: originalFile.nullable(),
});
export const reportCreated = z.object({ id: uuid });

export const assignment = z.object({
  unitId: uuid.nullable(),
  ownerId: userId.nullable(),
  dueAt: epochMs.nullable(),
  contributingUnitIds: z.array(uuid).max(50),
  readScope: z.enum(["inherit", "report", "unit"]),
});

export const sectionState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("assigned") }),
  z.object({ kind: z.literal("drafting") }),
  z.object({ kind: z.literal("submitted"), at: epochMs, by: userId }),
  z.object({ kind: z.literal("returned"), at: epochMs, by: userId, reason: z.string() }),
  z.object({ kind: z.literal("approved"), at: epochMs, by: userId }),
]);

/** A section as one person may see it. `isHidden`: its title is withheld and its text never leaves the server for them. */
export const sectionView = z.object({
  id: uuid,
  parentId: uuid.nullable(),
  position: z.number().int(),
  depth: z.number().int(),
  label: z.string(),
  title: z.string(),
  isHidden: z.boolean(),
  version,
  /** As set on this node. */
  assignment,
  /** After inheritance. */
  effective: assignment.extend({ readScope: z.enum(["report", "unit"]) }),
  state: sectionState,
  lock: z.object({ at: epochMs, by: userId, reason: z.string() }).nullable(),
  isDamaged: z.boolean(),
  lineage: z.number().int(),
  lastEdit: z.object({ at: epochMs, by: userId }).nullable(),
  lastOpenedAt: epochMs.nullable(),
  /** Somebody else has changed the text since this person last opened it. */
  hasNews: z.boolean(),
  wordCount: z.number().int(),
  /** What this person may do; where writing is refused, `readOnlyReason` says why. */
  may: z.object({
    write: z.boolean(),
    submit: z.boolean(),
    return: z.boolean(),
    approve: z.boolean(),
    lock: z.boolean(),
    nameVersion: z.boolean(),
  }),
  readOnlyReason: z.string().nullable(),
});

export const reportView = z.object({
  id: uuid,
  header: reportHeader,
  version,
  state: z.object({
    kind: z.enum(["collecting", "sealed", "replaced"]),
    at: epochMs.nullable(),
    by: userId.nullable(),
    rootHash: z.string().nullable(),
  }),
  dueAt: epochMs.nullable(),
  coordinatorIds: z.array(userId),
  readerIds: z.array(userId),
  replacesId: uuid.nullable(),
  replacedById: uuid.nullable(),
  hasOriginal: z.boolean(),
  sections: z.array(sectionView),
  people: z.array(personView.pick({ id: true, name: true, unitId: true })),
  units: z.array(unitView.pick({ id: true, name: true, shortName: true })),
  may: z.object({
    editOutline: z.boolean(),
    editHeader: z.boolean(),
    assign: z.boolean(),
    lock: z.boolean(),
    finalise: z.boolean(),
    revise: z.boolean(),
    readAudit: z.boolean(),
  }),
});

export const reportSummary = z.object({
  id: uuid,
  typeName: z.string(),
  subject: z.string(),
  stateKind: z.enum(["collecting", "sealed", "replaced"]),
  dueAt: epochMs.nullable(),
  createdAt: epochMs,
  sectionCount: z.number().int(),
  approvedCount: z.number().int(),
});

export const headerPatch = z.object({ version, header: reportHeader, dueAt: epochMs.nullable() });
export const addSectionBody = z.object({
  parentId: uuid.nullable(),
  position: z.number().int().min(0),
  title: z.string().trim().min(1).max(2_000),
});
export const renameSectionBody = z.object({ version, title: z.string().trim().min(1).max(2_000) });
export const removeSectionBody = z.object({ version });
export const moveSectionBody = z.object({
  version,
  parentId: uuid.nullable(),
  position: z.number().int().min(0),
});
export const assignBody = z.object({ version, assignment });
export const returnBody = z.object({ reason: z.string().trim().min(1).max(2_000) });
export const lockBody = z.object({
  sectionIds: z.array(uuid).min(1).max(500),
  reason: z.string().trim().max(2_000),
});
export const unlockBody = z.object({ sectionIds: z.array(uuid).min(1).max(500) });
export const participantsBody = z.object({
  version,
  coordinatorIds: z.array(userId).min(1).max(50),
  readerIds: z.array(userId).max(200),
});

export const historyEntry = z.object({
  at: epochMs,
  by: userId,
  byName: z.string(),
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
/** Units of text with neighbouring ids (Yjs client and clock) that one person wrote. */
export const authorRange = z.object({
  client: z.number().int().nonnegative(),
  clock: z.number().int().nonnegative(),
  length: z.number().int().positive(),
  by: userId,
  at: epochMs,
  /** Who put it where it is now, when that is somebody else. */
  placedBy: userId.nullable(),
});
export const authors = z.object({
  people: z.array(z.object({ id: userId, name: z.string(), unitId: uuid.nullable() })),
  ranges: z.array(authorRange),
});
/** A kept point of a section's history. */
export const versionView = z.object({
  id: uuid,
  number: z.number().int(),
  kind: z.enum(versionKinds),
  /** Null unless `kind` is "named". */
  name: z.string().nullable(),
  by: userId,
  byName: z.string(),
  at: epochMs,
  /** Seq of the last update in it: versions with the same head have the same text. */
  head: z.number().int(),
});
export const nameVersionBody = z.object({ name: z.string().trim().min(1).max(200) });
export const restoreBody = z.object({ versionId: uuid });
/** A version, the text as it is now, or a point that is looked up for the caller. */
const pointRef = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("version"), id: uuid }),
  z.object({ kind: z.enum(["now", "last-visit", "last-submitted", "last-approved"]) }),
]);
/** `from` is the older one; given the other way round they are turned. */
export const differenceBody = z.object({ from: pointRef, to: pointRef });
const change = z.enum(["same", "inserted", "deleted", "moved-here", "moved-away"]);
const look = {
  style: z.enum(["body", "dash", "letter", "number"]),
  level: z.number().int(),
  align: z.enum(["justify", "left", "center", "right"]),
};
const paragraphDifference = z.object({
  kind: z.literal("paragraph"),
  ...look,
  pieces: z.array(
    z.object({
      change,
      text: z.string(),
      marks: z.string(),
      formerMarks: z.string().nullable(),
      by: userId.nullable(),
    }),
  ),
  end: change,
  endBy: userId.nullable(),
  former: z.object(look).nullable(),
});
const tableDifference = z.object({
  kind: z.literal("table"),
  change,
  rows: z.array(
    z.object({
      change,
      cells: z.array(
        z.object({
          change,
          isHeader: z.boolean(),
          colspan: z.number().int(),
          rowspan: z.number().int(),
          blocks: z.array(paragraphDifference),
        }),
      ),
    }),
  ),
});
const point = z.object({
  /** Null for the text as it is now, or as it was at a visit. */
  version: versionView.nullable(),
  at: epochMs.nullable(),
});
export const difference = z.object({
  from: point,
  to: point,
  blocks: z.array(z.discriminatedUnion("kind", [paragraphDifference, tableDifference])),
  people: z.array(z.object({ id: userId, name: z.string() })),
});
export const workItem = z.object({
  reportId: uuid,
  reportSubject: z.string(),
  sectionId: uuid,
  label: z.string(),
  title: z.string(),
  stateKind: z.enum(["assigned", "drafting", "submitted", "returned", "approved"]),
  returnReason: z.string().nullable(),
  dueAt: epochMs.nullable(),
  isOwner: z.boolean(),
});

export const obstacle = z.object({
  code: z.enum([
    "section-not-approved",
    "section-empty",
    "header-missing",
    "section-damaged",
    "retained-open",
  ]),
  sectionId: uuid.nullable(),
  label: z.string().nullable(),
  field: z.string().nullable(),
});
export const finaliseCheck = z.object({ obstacles: z.array(obstacle) });
/** The coordinator confirms by repeating the report's symbol, as one would stamp. */
export const finaliseBody = z.object({ confirmation: z.string().max(60) });
export const finalised = z.object({ rootHash: z.string() });

export const retainedBody = z.object({
  /** Made by the client, so that a repeated hand-in after a lost answer is stored once. */
  id: uuid,
  sectionId: uuid,
  reason: z.string().max(60),
  paragraphs: z
    .array(z.object({ text: paragraphText, before: z.string().max(20_000).nullable() }))
    .min(1)
    .max(2_000),
});
export const retainedView = z.object({
  id: uuid,
  sectionId: uuid,
  reportId: uuid,
  label: z.string(),
  title: z.string(),
  by: userId,
  byName: z.string(),
  at: epochMs,
  expiresAt: epochMs,
  reason: z.string(),
  isSent: z.boolean(),
  paragraphs: z.array(z.object({ text: z.string(), before: z.string().nullable() })),
});

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

/** application/problem+json (RFC 9457). `code` is a row of the error table; `current` goes with `stale-version`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
  current: z.unknown().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export type SessionView = z.infer<typeof sessionView>;
export type OpenSessionView = z.infer<typeof openSessionView>;
export type UnitView = z.infer<typeof unitView>;
export type PersonView = z.infer<typeof personView>;
export type InvitationView = z.infer<typeof invitationView>;
export type ApiTokenView = z.infer<typeof apiTokenView>;
export type SectionView = z.infer<typeof sectionView>;
export type ReportView = z.infer<typeof reportView>;
export type ReportSummary = z.infer<typeof reportSummary>;
export type CreateReportBody = z.infer<typeof createReportBody>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type AuthorRange = z.infer<typeof authorRange>;
export type Authors = z.infer<typeof authors>;
export type VersionView = z.infer<typeof versionView>;
export type PointRef = z.infer<typeof pointRef>;
export type Difference = z.infer<typeof difference>;
export type WorkItem = z.infer<typeof workItem>;
export type FinaliseCheck = z.infer<typeof finaliseCheck>;
export type RetainedBody = z.infer<typeof retainedBody>;
export type RetainedView = z.infer<typeof retainedView>;
export type AuditEntryView = z.infer<typeof auditEntry>;
export type DamageNotice = z.infer<typeof damageNotice>;
export type SystemHealth = z.infer<typeof systemHealth>;
export type Problem = z.infer<typeof problem>;
