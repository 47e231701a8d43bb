import {
  ok,
  refuse,
  type Report,
  type ReportId,
  type Result,
  type Section,
  type SectionId,
} from "@dongsoan/shared/domain";
import { isEmptyText, readText, seedDocument } from "@dongsoan/shared/crdt";
import type { ReportTransaction } from "../ports/report-store.ts";
import { partsOf } from "./by-head.ts";
import { staleVersion } from "./change-header.ts";
import { type Caller, type Deps, entryOf, freshClientId } from "./context.ts";
import { newSection } from "./create-report.ts";
import { commandReport, tellRooms, withDescendants } from "./in-report.ts";

/** Changes of the tree: one file, because all keep the same invariant — positions of siblings are 0-based and gapless. */

async function renumber(
  tx: ReportTransaction,
  siblings: readonly Section[],
  parentId: SectionId | null,
): Promise<void> {
  for (const [position, section] of siblings.entries())
    if (section.position !== position || section.parentId !== parentId)
      await tx.updateSection({ ...section, parentId, position }, "keep");
}

const childrenOf = (sections: readonly Section[], parentId: SectionId | null) =>
  sections.filter((s) => s.parentId === parentId).sort((a, b) => a.position - b.position);

/** Runs on the report of a section, after its version was compared. */
async function onSection<T>(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  version: number,
  work: (
    tx: ReportTransaction,
    report: Report,
    sections: readonly Section[],
    section: Section,
  ) => Promise<Result<T>>,
): Promise<Result<T & { readonly reportId?: ReportId }>> {
  const reportId = await deps.reports.reportOfSection(sectionId);
  if (!reportId) return refuse("not-found");
  return commandReport(deps, caller, reportId, "edit-outline", async (tx, { report, sections }) => {
    const section = sections.find((s) => s.id === sectionId);
    if (!section) return refuse("not-found");
    if (section.version !== version)
      throw staleVersion({
        version: section.version,
        title: section.title,
        parentId: section.parentId,
        position: section.position,
      });
    return work(tx, report, sections, section) as Promise<Result<T & { readonly reportId?: ReportId }>>;
  });
}

export function addSection(
  deps: Deps,
  caller: Caller,
  input: { reportId: ReportId; parentId: SectionId | null; position: number; title: string },
): Promise<Result<ReportId>> {
  return commandReport(deps, caller, input.reportId, "edit-outline", async (tx, { report, sections }) => {
    if (input.parentId !== null && !sections.some((s) => s.id === input.parentId)) return refuse("not-found");
    const siblings = [...childrenOf(sections, input.parentId)];
    const position = Math.min(input.position, siblings.length);
    const made = newSection(
      deps.random.uuid() as SectionId,
      report.id,
      input.parentId,
      position,
      input.title,
    );
    for (const later of siblings.slice(position))
      await tx.updateSection({ ...later, position: later.position + 1 }, "keep");
    await tx.insertSection(made, {
      payload: seedDocument([], freshClientId(deps)),
      by: caller.actor.userId,
      at: deps.clock.now(),
    });
    await tx.audit(
      entryOf(deps, caller, "section.add", {
        reportId: report.id,
        sectionId: made.id,
        before: { sections: sections.length },
        after: { sections: sections.length + 1, parentId: input.parentId, position },
      }),
    );
    return ok(report.id);
  });
}

export function renameSection(
  deps: Deps,
  caller: Caller,
  input: { id: SectionId; version: number; title: string },
): Promise<Result<ReportId>> {
  return onSection<ReportId>(
    deps,
    caller,
    input.id,
    input.version,
    async (tx, report, _sections, section) => {
      await tx.updateSection({ ...section, title: input.title, version: section.version + 1 }, "keep");
      await tx.audit(
        entryOf(deps, caller, "section.rename", {
          reportId: report.id,
          sectionId: section.id,
          before: { title: section.title },
          after: { title: input.title },
        }),
      );
      return ok(report.id);
    },
  );
}

/** Rights are inherited, so a move renews the fence of what moved. Moving a section below itself is refused. */
export async function moveSection(
  deps: Deps,
  caller: Caller,
  input: { id: SectionId; version: number; parentId: SectionId | null; position: number },
): Promise<Result<ReportId>> {
  let moved: readonly Section[] = [];
  const result = await onSection<ReportId>(
    deps,
    caller,
    input.id,
    input.version,
    async (tx, report, sections, section) => {
      moved = withDescendants(sections, section.id);
      if (moved.some((s) => s.id === input.parentId)) return refuse("wrong-state");
      if (input.parentId !== null && !sections.some((s) => s.id === input.parentId))
        return refuse("not-found");
      const others = childrenOf(sections, input.parentId).filter((s) => s.id !== section.id);
      const position = Math.min(input.position, others.length);
      const target = { ...section, parentId: input.parentId, position, version: section.version + 1 };
      if (section.parentId !== input.parentId)
        await renumber(
          tx,
          childrenOf(sections, section.parentId).filter((s) => s.id !== section.id),
          section.parentId,
        );
      await renumber(tx, others.toSpliced(position, 0, target), input.parentId);
      await tx.updateSection(target, "renew");
      for (const below of moved) if (below.id !== section.id) await tx.updateSection(below, "renew");
      await tx.audit(
        entryOf(deps, caller, "section.move", {
          reportId: report.id,
          sectionId: section.id,
          before: { parentId: section.parentId, position: section.position },
          after: { parentId: input.parentId, position },
        }),
      );
      return ok(report.id);
    },
  );
  if (result.ok)
    tellRooms(
      deps,
      result.value,
      moved.map((s) => s.id),
    );
  return result;
}

/** Only a section without text, edits, comments and children: words are never removed with the outline (STORE8, COM13). */
export async function removeSection(
  deps: Deps,
  caller: Caller,
  { id, version }: { id: SectionId; version: number },
): Promise<Result<ReportId>> {
  const result = await onSection<ReportId>(
    deps,
    caller,
    id,
    version,
    async (tx, report, sections, section) => {
      const stored = await tx.document(section.id);
      if (
        sections.some((s) => s.parentId === section.id) ||
        section.head > 1 ||
        (await tx.comments.threadCount(section.id)) > 0 ||
        // Nobody knows what was in a text that cannot be read.
        stored?.damage != null ||
        (stored !== null && !isEmptyText(readText(partsOf(stored)).blocks))
      )
        return refuse("wrong-state");
      await tx.deleteSection(section.id);
      await renumber(
        tx,
        childrenOf(sections, section.parentId).filter((s) => s.id !== section.id),
        section.parentId,
      );
      await tx.audit(
        entryOf(deps, caller, "section.remove", {
          reportId: report.id,
          sectionId: section.id,
          before: { title: section.title, parentId: section.parentId, position: section.position },
        }),
      );
      return ok(report.id);
    },
  );
  if (result.ok) tellRooms(deps, result.value, [id]);
  return result;
}
