import {
  type Assignment,
  type Block,
  canInOrganisation,
  must,
  ok,
  type OriginalId,
  type Report,
  type ReportHeader,
  type ReportId,
  type Result,
  type Section,
  type SectionId,
  toBlocks,
} from "@dongsoan/shared/domain";
import type { CreateReportBody, DraftSection } from "@dongsoan/shared/http-api";
import type { ReportTransaction } from "../ports/report-store.ts";
import type { SeededText } from "../ports/text-work.ts";
import { type Caller, type Deps, entryOf, freshClientId } from "./context.ts";

/** A file that was checked: one with a secrecy stamp is never stored (IMP10). */
interface OriginalInput {
  readonly fileName: string;
  readonly content: Uint8Array;
}

export interface CreateReportInput extends Omit<CreateReportBody, "original"> {
  readonly original: OriginalInput | null;
}

/** A report as it is about to be stored. */
export interface NewReport {
  readonly header: ReportHeader;
  readonly sections: readonly SeededSection[];
  readonly dueAt: number | null;
  readonly original: OriginalInput | null;
  readonly replacesId: ReportId | null;
}
interface Outlined {
  readonly title: string;
  readonly assignment: Assignment;
}
/** With whole blocks, so that nothing of a text is lost on the way. */
export interface NewSection extends Outlined {
  readonly blocks: readonly Block[];
  readonly children: readonly NewSection[];
}
export interface SeededSection extends Outlined {
  /** First state of its text. */
  readonly seed: SeededText;
  readonly children: readonly SeededSection[];
}

const unassigned: Assignment = {
  unitId: null,
  ownerId: null,
  dueAt: null,
  contributingUnitIds: [],
  reviewingUnitIds: [],
  readScope: "inherit",
};

const fromDraft = (draft: DraftSection): NewSection => ({
  title: draft.title,
  assignment: unassigned,
  blocks: toBlocks(draft.blocks),
  children: draft.children.map(fromDraft),
});

const withChildren = (section: NewSection): NewSection[] => [
  section,
  ...section.children.flatMap(withChildren),
];

/** Before the transaction: large texts take a thread its time, and others' commands do not wait for that. */
export async function seedSections(deps: Deps, sections: readonly NewSection[]): Promise<SeededSection[]> {
  const all = sections.flatMap(withChildren);
  const seeds = await deps.textWork.seed(
    all.map(({ blocks }) => ({ blocks, clientId: freshClientId(deps) })),
  );
  const seedOf = new Map(all.map((section, i) => [section, must(seeds[i], "seed of a section")]));
  const seeded = (section: NewSection): SeededSection => ({
    title: section.title,
    assignment: section.assignment,
    seed: must(seedOf.get(section), "seed of a section"),
    children: section.children.map(seeded),
  });
  return sections.map(seeded);
}

/** A report with its outline and first text. Whoever creates it is its coordinator. */
export async function createReport(
  deps: Deps,
  caller: Caller,
  input: CreateReportInput,
): Promise<Result<{ id: ReportId }>> {
  const permission = canInOrganisation(caller.actor, "create-report");
  if (!permission.ok) return permission;
  const id = deps.random.uuid() as ReportId;
  const sections = await seedSections(deps, input.sections.map(fromDraft));
  await deps.reports.transact(async (tx) => {
    const count = await insertReport(tx, deps, caller, id, {
      ...input,
      sections,
      replacesId: null,
    });
    await tx.audit(
      entryOf(deps, caller, "report.create", {
        reportId: id,
        after: { sections: count, original: input.original?.fileName ?? null },
      }),
    );
  });
  deps.fanout.publish({ kind: "person", userId: caller.actor.userId });
  return ok({ id });
}

/** Writes the rows; what it is in the audit log is the caller's to say. @returns how many sections there are. */
export async function insertReport(
  tx: ReportTransaction,
  deps: Deps,
  caller: Caller,
  id: ReportId,
  input: NewReport,
): Promise<number> {
  const originalId = input.original ? (deps.random.uuid() as OriginalId) : null;
  if (input.original && originalId)
    await tx.insertOriginal(originalId, {
      fileName: input.original.fileName,
      content: input.original.content,
    });
  const report: Report = {
    id,
    header: input.header,
    version: 1,
    state: { kind: "collecting" },
    coordinatorIds: [caller.actor.userId],
    readerIds: [],
    dueAt: input.dueAt,
    originalId,
    replacesId: input.replacesId,
    createdAt: deps.clock.now(),
    createdBy: caller.actor.userId,
  };
  await tx.insertReport(report);
  return insertSections(tx, deps, caller, id, input.sections, null);
}

async function insertSections(
  tx: ReportTransaction,
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
  drafts: readonly SeededSection[],
  parentId: SectionId | null,
): Promise<number> {
  let count = 0;
  for (const [position, draft] of drafts.entries()) {
    const section: Section = {
      ...newSection(
        deps.random.uuid() as SectionId,
        reportId,
        parentId,
        position,
        draft.title.trim() || "(chưa đặt tên)",
      ),
      assignment: draft.assignment,
    };
    // Imported text is the importer's until somebody writes: the log says so.
    const { update, suggestions } = draft.seed;
    const seed = { payload: update, suggestions, by: caller.actor.userId, at: deps.clock.now() };
    await tx.insertSection(section, seed);
    count += 1 + (await insertSections(tx, deps, caller, reportId, draft.children, section.id));
  }
  return count;
}

export const newSection = (
  id: SectionId,
  reportId: ReportId,
  parentId: SectionId | null,
  position: number,
  title: string,
): Section => ({
  id,
  reportId,
  parentId,
  position,
  title,
  assignment: unassigned,
  state: { kind: "assigned" },
  lock: null,
  version: 1,
  head: 1,
  epoch: 1,
  lineage: 1,
  lastEdit: null,
});
