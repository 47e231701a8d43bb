import { z } from "zod";
import { countOwnRevisions, countRevisions } from "../domain/import/draft-revisions.ts";
import { isRevised } from "../domain/import/marked-text.ts";
import { countTakenOut, sizeOfAll, sizeOfNodes } from "../domain/import/draft-size.ts";
import { isGrid, tableLimits } from "../domain/import/draft-table.ts";
import { draftLimits } from "../domain/import/fit-limits.ts";
import type { DraftBlock } from "../domain/import/outline-draft.ts";
import { personView, unitView } from "./http-identity.ts";
import { epochMs, line, paragraphText, userId, uuid, version } from "./http-values.ts";

/** Reports, their outline, assignment, and the seal. See `http-api.ts`. */

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

const place = z.number().int().min(0).max(draftLimits.textChars);
const marks = z
  .string()
  .max(draftLimits.textChars)
  .regex(/^[0-7]*$/);
const revision = { from: place, to: place, author: z.string().max(draftLimits.authorChars) };
/** What a Word file's revisions say of a paragraph's text (IMP34). */
const textRevision = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("insertion"), ...revision }),
  z.object({ kind: z.literal("looks"), ...revision, former: z.number().int().min(0).max(7) }),
  z.object({ kind: z.literal("deletion"), ...revision, text: paragraphText.min(1), marks: marks.optional() }),
  z.object({ kind: z.literal("end-deletion"), ...revision }),
  z.object({ kind: z.literal("end-insertion"), ...revision, isApart: z.literal(true).optional() }),
]);
const draftParagraph = z
  .object({
    style: z.enum(["body", "dash", "letter", "number"]),
    level: z.number().int().min(1).max(3),
    text: paragraphText,
    /** A digit for each UTF-16 unit of the text: 1 bold, 2 italic, 4 underlined, or their sum. */
    marks: marks.optional(),
    revisions: z.array(textRevision).max(draftLimits.sectionRevisions).optional(),
    align: z.enum(["center", "right"]).optional(),
  })
  .refine(({ text, marks }) => marks === undefined || marks.length === text.length)
  .refine((paragraph) => isRevised(paragraph) && countTakenOut(paragraph) <= draftLimits.textChars);
/** Of a row or cell of a table (IMP34). */
const partRevision = z
  .object({ kind: z.enum(["insertion", "deletion"]), author: revision.author })
  .optional();
const draftCell = z.object({
  revision: partRevision,
  isHeader: z.boolean(),
  colspan: z.number().int().min(1).max(tableLimits.columns),
  rowspan: z.number().int().min(1).max(tableLimits.rows),
  blocks: z.array(draftParagraph).max(draftLimits.sectionParts),
});
const draftTable = z
  .object({
    rows: z
      .array(z.object({ revision: partRevision, cells: z.array(draftCell).min(1).max(tableLimits.columns) }))
      .min(1)
      .max(tableLimits.rows),
    /** Of its columns, in px. */
    widths: z.array(z.number().int().min(1).max(10_000)).max(tableLimits.columns).optional(),
  })
  .refine(isGrid);
const draftBlocks: z.ZodType<readonly DraftBlock[]> = z
  .array(z.union([draftParagraph, draftTable]))
  .max(draftLimits.sectionParts)
  .refine((blocks) => {
    const { parts, stretches } = sizeOfAll(blocks);
    return (
      parts <= draftLimits.sectionParts &&
      stretches <= draftLimits.sectionStretches &&
      countOwnRevisions(blocks) <= draftLimits.sectionRevisions
    );
  });
export interface DraftSection {
  title: string;
  blocks: readonly DraftBlock[];
  children: DraftSection[];
}
export const draftSection: z.ZodType<DraftSection> = z
  .object({
    title: z.string().max(2_000),
    blocks: draftBlocks,
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
  sections: z
    .array(draftSection)
    .max(500)
    .refine(
      (sections) =>
        countRevisions(sections) <= draftLimits.revisions &&
        // Two bytes of a body are one, which takes a hundred times as much room.
        sizeOfNodes(sections).stretches <= draftLimits.stretches,
    ),
  dueAt: epochMs.nullable(),
  original: originalFile.nullable(),
});
export const reportCreated = z.object({ id: uuid });

export const assignment = z.object({
  unitId: uuid.nullable(),
  ownerId: userId.nullable(),
  dueAt: epochMs.nullable(),
  contributingUnitIds: z.array(uuid).max(50),
  reviewingUnitIds: z.array(uuid).max(50).default([]),
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
    suggest: z.boolean(),
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
  /** There is an imported file that I may read. */
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

export const obstacle = z.object({
  code: z.enum([
    "no-section",
    "section-not-approved",
    "section-empty",
    "header-missing",
    "section-damaged",
    "suggestions-open",
  ]),
  sectionId: uuid.nullable(),
  label: z.string().nullable(),
  field: z.string().nullable(),
});
/** What does not stand in the way of sealing, and is better looked at before. */
export const advice = z.object({
  code: z.enum([
    "comments-open",
    "retained-waiting",
    "sections-unassigned",
    "sections-unowned",
    "number-blank",
    "day-blank",
  ]),
  sectionId: uuid.nullable(),
  label: z.string().nullable(),
  count: z.number().int().positive(),
});
export const finaliseCheck = z.object({ obstacles: z.array(obstacle), advice: z.array(advice) });
/** The coordinator confirms by repeating the report's symbol, as one would stamp. */
export const finaliseBody = z.object({ confirmation: z.string().max(60) });
export const finalised = z.object({ rootHash: z.string() });

export type SectionView = z.infer<typeof sectionView>;
export type ReportView = z.infer<typeof reportView>;
export type ReportSummary = z.infer<typeof reportSummary>;
export type CreateReportBody = z.infer<typeof createReportBody>;
export type FinaliseCheck = z.infer<typeof finaliseCheck>;
