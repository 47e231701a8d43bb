import {
  ok,
  refuse,
  type ReportId,
  type Result,
  type Section,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { ReportTransaction } from "../ports/report-store.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandReport, tellRooms } from "./in-report.ts";
import { noteVersion } from "./keep-versions.ts";

interface Chosen {
  readonly reportId: ReportId;
  readonly sectionIds: readonly SectionId[];
}

/** FENCE1: when this returns, not one more character enters, on any node. */
export async function lockSections(
  deps: Deps,
  caller: Caller,
  input: Chosen & { readonly reason: string },
): Promise<Result<null>> {
  const result = await changeChosen(deps, caller, input, async (tx, section) => {
    if (section.lock !== null) return;
    const by = caller.actor.userId;
    const lock = { at: deps.clock.now(), by, reason: input.reason };
    await tx.updateSection({ ...section, lock }, "close");
    await noteVersion(deps, tx, section, { kind: "locked", by });
    await tx.audit(
      entryOf(deps, caller, "section.lock", {
        reportId: input.reportId,
        sectionId: section.id,
        before: { head: section.head },
        after: { reason: input.reason },
      }),
    );
  });
  if (result.ok) deps.keeper.wake();
  return result;
}

/** Opens the fence again under a new epoch; the lineage stays, so what somebody wrote offline still merges. */
export const unlockSections = (deps: Deps, caller: Caller, input: Chosen): Promise<Result<null>> =>
  changeChosen(deps, caller, input, async (tx, section) => {
    if (section.lock === null) return;
    await tx.updateSection({ ...section, lock: null }, "open");
    await tx.audit(
      entryOf(deps, caller, "section.unlock", {
        reportId: input.reportId,
        sectionId: section.id,
        before: section.lock,
      }),
    );
  });

/** Sections are taken in id order, in one transaction. */
async function changeChosen(
  deps: Deps,
  caller: Caller,
  { reportId, sectionIds }: Chosen,
  change: (tx: ReportTransaction, section: Section) => Promise<void>,
): Promise<Result<null>> {
  const result = await commandReport<null>(
    deps,
    caller,
    reportId,
    "lock-report",
    async (tx, { sections }) => {
      const chosen = sections.filter((s) => sectionIds.includes(s.id));
      if (chosen.length !== new Set(sectionIds).size) return refuse("not-found");
      for (const section of chosen) await change(tx, section);
      return ok(null);
    },
  );
  if (result.ok) tellRooms(deps, reportId, sectionIds);
  return result;
}
