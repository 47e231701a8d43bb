import { ok, refuse, type ReportId, type Result, type SectionId } from "@dongsoan/shared/domain";
import { seedBlocks } from "@dongsoan/shared/crdt";
import { type Caller, type Deps, entryOf, freshClientId } from "./context.ts";
import { commandSection } from "./in-report.ts";

/**
 * DAMAGE3: the coordinator takes the last good state as the text. What cannot be read is set aside, not thrown away; the
 * lineage rises, so that nobody merges a history that is gone. An approval was of another text: it is void.
 */
export async function repairSection(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<ReportId>> {
  const clientId = freshClientId(deps);
  const result = await commandSection<ReportId>(
    deps,
    caller,
    sectionId,
    "repair-section",
    async (tx, { report, section }) => {
      const { state } = section;
      const repair = await tx.repairSection(sectionId, {
        payload: seedBlocks([], clientId),
        by: caller.actor.userId,
        at: deps.clock.now(),
      });
      if (!repair) return refuse("wrong-state");
      if (state.kind === "approved" && repair.head < repair.formerHead)
        await tx.updateSection(
          { ...section, state: { kind: "submitted", at: state.at, by: state.by } },
          "keep",
        );
      await tx.audit(
        entryOf(deps, caller, "section.repair", {
          reportId: report.id,
          sectionId,
          before: { head: repair.formerHead, damagedAt: repair.damagedSeq, lineage: section.lineage },
          after: { head: repair.head, lineage: repair.lineage },
        }),
      );
      return ok(report.id);
    },
  );
  if (!result.ok) return result;
  deps.fanout.publish({ kind: "replaced", reportId: result.value, sectionId });
  deps.fanout.publish({ kind: "person", userId: caller.actor.userId });
  return result;
}
