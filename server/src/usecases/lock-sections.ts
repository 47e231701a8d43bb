import { ok, refuse, type ReportId, type Result, type SectionId } from "@dongsoan/shared/domain";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandReport, tellRooms } from "./in-report.ts";
import { noteVersion } from "./keep-versions.ts";

/** FENCE1: when this returns, not one more character enters, on any node. Sections are taken in id order, in one transaction. */
export async function lockSections(
  deps: Deps,
  caller: Caller,
  input: { reportId: ReportId; sectionIds: readonly SectionId[]; reason: string },
): Promise<Result<null>> {
  const result = await commandReport<null>(
    deps,
    caller,
    input.reportId,
    "lock-report",
    async (tx, { report, sections }) => {
      const chosen = sections.filter((s) => input.sectionIds.includes(s.id));
      if (chosen.length !== new Set(input.sectionIds).size) return refuse("not-found");
      for (const section of chosen.filter((s) => s.lock === null)) {
        const lock = { at: deps.clock.now(), by: caller.actor.userId, reason: input.reason };
        await tx.updateSection({ ...section, lock }, "close");
        await noteVersion(deps, tx, section, { kind: "locked", by: caller.actor.userId });
        await tx.audit(
          entryOf(deps, caller, "section.lock", {
            reportId: report.id,
            sectionId: section.id,
            before: { head: section.head },
            after: { reason: input.reason },
          }),
        );
      }
      return ok(null);
    },
  );
  if (result.ok) {
    tellRooms(deps, input.reportId, input.sectionIds);
    deps.keeper.wake();
  }
  return result;
}

/** Opens the fence again under a new epoch; the lineage stays, so what somebody wrote offline still merges. */
export async function unlockSections(
  deps: Deps,
  caller: Caller,
  input: { reportId: ReportId; sectionIds: readonly SectionId[] },
): Promise<Result<null>> {
  const result = await commandReport<null>(
    deps,
    caller,
    input.reportId,
    "lock-report",
    async (tx, { report, sections }) => {
      const chosen = sections.filter((s) => input.sectionIds.includes(s.id));
      if (chosen.length !== new Set(input.sectionIds).size) return refuse("not-found");
      for (const section of chosen.filter((s) => s.lock !== null)) {
        await tx.updateSection({ ...section, lock: null }, "open");
        await tx.audit(
          entryOf(deps, caller, "section.unlock", {
            reportId: report.id,
            sectionId: section.id,
            before: section.lock,
          }),
        );
      }
      return ok(null);
    },
  );
  if (result.ok) tellRooms(deps, input.reportId, input.sectionIds);
  return result;
}
