import {
  decideSection as decide,
  ok,
  type ReportId,
  type Result,
  type SectionAction,
  type SectionEvent,
  type SectionId,
} from "@dongsoan/shared/domain";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandSection, tellRooms } from "./in-report.ts";

type Step =
  | { readonly kind: "submit" }
  | { readonly kind: "approve" }
  | { readonly kind: "return"; readonly reason: string };

/** Hand in, approve, return: WF1-WF6. Each changes who may write, so the fence is renewed. */
export async function decideSection(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  step: Step,
): Promise<Result<ReportId>> {
  const action: SectionAction = step.kind;
  const result = await commandSection<ReportId>(
    deps,
    caller,
    sectionId,
    action,
    async (tx, { report, section }) => {
      const stamp = { at: deps.clock.now(), by: caller.actor.userId };
      const event: SectionEvent =
        step.kind === "return"
          ? { kind: "return", reason: step.reason, ...stamp }
          : { kind: step.kind, ...stamp };
      const decision = decide(section.state, event);
      if (!decision.ok) return decision;
      await tx.updateSection({ ...section, state: decision.state }, "renew");
      await tx.audit(
        entryOf(deps, caller, `section.${step.kind}`, {
          reportId: report.id,
          sectionId,
          before: { state: section.state.kind, head: section.head },
          after: { state: decision.state.kind, ...(step.kind === "return" ? { reason: step.reason } : {}) },
        }),
      );
      return ok(report.id);
    },
  );
  if (result.ok) tellRooms(deps, result.value, [sectionId]);
  return result;
}
