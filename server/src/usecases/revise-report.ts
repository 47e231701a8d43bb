import { must, ok, refuse, type ReportId, type Result, type SectionModel } from "@dongsoan/shared/domain";
import { parseSealedContent } from "@dongsoan/shared/http-api";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { insertReport, type NewSection, seedSections } from "./create-report.ts";
import { commandReport, readReport } from "./in-report.ts";

/**
 * SEAL8: a sealed report is never reopened; a revision is a copy that names what it replaces. The copy is made of what
 * was sealed, with all its marks and tables, and goes to the same units again; dates are not carried over.
 */
export async function reviseReport(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<{ id: ReportId }>> {
  const loaded = await readReport(deps, caller, reportId, "revise");
  if (!loaded.ok) return loaded;
  // Asked again behind the lock: before it, so that no text is made for nothing.
  if ((await deps.reports.replacedBy(reportId)) !== null) return refuse("wrong-state");
  const seal = must(await deps.reports.seal(reportId), "seal of a sealed report");
  const model = parseSealedContent(seal.contentJson);
  const assignmentOf = new Map<string, NewSection["assignment"]>(
    loaded.value.sections.map((s) => [s.id, { ...s.assignment, dueAt: null }]),
  );
  const copyOf = (section: SectionModel): NewSection => ({
    title: section.title,
    assignment: must(assignmentOf.get(section.id), "row of a sealed section"),
    blocks: section.blocks,
    children: section.children.map(copyOf),
  });
  const copies = await seedSections(deps, model.sections.map(copyOf));
  const id = deps.random.uuid() as ReportId;
  const result = await commandReport<{ id: ReportId }>(
    deps,
    caller,
    reportId,
    "revise",
    async (tx, { report }) => {
      if ((await tx.replacedBy(reportId)) !== null) return refuse("wrong-state");
      const count = await insertReport(tx, deps, caller, id, {
        header: { ...model.header, number: "" },
        sections: copies,
        dueAt: null,
        original: null,
        replacesId: report.id,
      });
      await tx.audit(
        entryOf(deps, caller, "report.revise", {
          reportId: id,
          before: { replaces: report.id },
          after: { sections: count },
        }),
      );
      return ok({ id });
    },
  );
  if (result.ok) deps.fanout.publish({ kind: "person", userId: caller.actor.userId });
  return result;
}
