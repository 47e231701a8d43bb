import {
  AppError,
  ok,
  refuse,
  type Report,
  type ReportHeader,
  type ReportId,
  type Result,
  type UserId,
} from "@dongsoan/shared/domain";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandReport, tellRooms } from "./in-report.ts";

/** Names of the header's fields that differ: what the audit keeps of a change (values may be report text). */
const changedFields = (before: ReportHeader, after: ReportHeader): string[] =>
  (Object.keys(before) as (keyof ReportHeader)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );

export const staleVersion = (current: unknown): AppError =>
  new AppError("stale-version", "somebody else changed it first", { info: { current } });

/** @throws AppError stale-version with the current value in `info`. */
export function changeHeader(
  deps: Deps,
  caller: Caller,
  input: { id: ReportId; version: number; header: ReportHeader; dueAt: number | null },
): Promise<Result<null>> {
  return commandReport(deps, caller, input.id, "edit-header", async (tx, { report }) => {
    if (report.version !== input.version)
      throw staleVersion({ version: report.version, header: report.header, dueAt: report.dueAt });
    const next: Report = { ...report, header: input.header, dueAt: input.dueAt, version: report.version + 1 };
    await tx.updateReport(next);
    await tx.audit(
      entryOf(deps, caller, "report.header", {
        reportId: report.id,
        before: { dueAt: report.dueAt },
        after: { dueAt: next.dueAt, fields: changedFields(report.header, next.header) },
      }),
    );
    return ok(null);
  });
}

export async function changeParticipants(
  deps: Deps,
  caller: Caller,
  input: { id: ReportId; version: number; coordinatorIds: readonly UserId[]; readerIds: readonly UserId[] },
): Promise<Result<null>> {
  const people = await deps.directory.people();
  const result = await commandReport(deps, caller, input.id, "assign", async (tx, { report, sections }) => {
    if (report.version !== input.version)
      throw staleVersion({
        version: report.version,
        coordinatorIds: report.coordinatorIds,
        readerIds: report.readerIds,
      });
    // Whoever has left stays where they were named; nobody new who is not there.
    const former = [...report.coordinatorIds, ...report.readerIds];
    const isKnown = (id: UserId) => former.includes(id) || people.some((p) => p.id === id && p.isActive);
    if (![...input.coordinatorIds, ...input.readerIds].every(isKnown)) return refuse("malformed");
    const next: Report = {
      ...report,
      coordinatorIds: input.coordinatorIds,
      readerIds: input.readerIds,
      version: report.version + 1,
    };
    await tx.updateReport(next);
    for (const section of sections) await tx.updateSection(section, "renew");
    await tx.audit(
      entryOf(deps, caller, "report.participants", {
        reportId: report.id,
        before: { coordinatorIds: report.coordinatorIds, readerIds: report.readerIds },
        after: { coordinatorIds: next.coordinatorIds, readerIds: next.readerIds },
      }),
    );
    return ok(sections.map((s) => s.id));
  });
  if (!result.ok) return result;
  tellRooms(deps, input.id, result.value);
  return ok(null);
}
