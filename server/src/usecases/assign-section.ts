import {
  type Assignment,
  ok,
  refuse,
  type ReportId,
  type Result,
  type Section,
  type SectionId,
} from "@dongsoan/shared/domain";
import { staleVersion } from "./change-header.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandReport, tellRooms, withDescendants } from "./in-report.ts";

/** Who writes a section, until when, and who may read it before it is handed in. Children inherit, so their fences are renewed too. */
export async function assignSection(
  deps: Deps,
  caller: Caller,
  input: { id: SectionId; version: number; assignment: Assignment },
): Promise<Result<ReportId>> {
  const reportId = await deps.reports.reportOfSection(input.id);
  if (!reportId) return refuse("not-found");
  const [units, people] = await Promise.all([deps.directory.units(), deps.directory.people()]);
  const { unitId, ownerId, contributingUnitIds, reviewingUnitIds } = input.assignment;
  const namedUnits = [...(unitId === null ? [] : [unitId]), ...contributingUnitIds, ...reviewingUnitIds];
  if (namedUnits.some((id) => !units.some((u) => u.id === id && u.isActive))) return refuse("malformed");
  if (ownerId !== null && !people.some((p) => p.id === ownerId && p.isActive)) return refuse("malformed");
  let touched: readonly Section[] = [];
  const result = await commandReport<ReportId>(
    deps,
    caller,
    reportId,
    "assign",
    async (tx, { report, sections }) => {
      const section = sections.find((s) => s.id === input.id);
      if (!section) return refuse("not-found");
      if (section.version !== input.version)
        throw staleVersion({ version: section.version, assignment: section.assignment });
      touched = withDescendants(sections, section.id);
      await tx.updateSection(
        { ...section, assignment: input.assignment, version: section.version + 1 },
        "renew",
      );
      for (const below of touched) if (below.id !== section.id) await tx.updateSection(below, "renew");
      await tx.audit(
        entryOf(deps, caller, "section.assign", {
          reportId: report.id,
          sectionId: section.id,
          before: section.assignment,
          after: input.assignment,
        }),
      );
      return ok(report.id);
    },
  );
  if (!result.ok) return result;
  tellRooms(
    deps,
    reportId,
    touched.map((s) => s.id),
  );
  if (ownerId !== null) deps.fanout.publish({ kind: "person", userId: ownerId });
  return result;
}
