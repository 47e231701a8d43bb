import type { WorkItem } from "@dongsoan/shared/http-api";
import { urgencyOf } from "../../ui/urgency.ts";

export type WorkGroup = "toApprove" | "returned" | "overdue" | "soon" | "open" | "done";
const order: readonly WorkGroup[] = ["toApprove", "overdue", "returned", "soon", "open", "done"];

function groupOf(item: WorkItem, now: number): WorkGroup {
  if (item.waitsForDecision) return "toApprove";
  if (item.stateKind === "submitted" || item.stateKind === "approved") return "done";
  const urgency = urgencyOf(item.dueAt, item.stateKind, now);
  if (urgency === "overdue") return "overdue";
  if (item.stateKind === "returned") return "returned";
  return urgency === "soon" ? "soon" : "open";
}

/** Non-empty groups: what others wait for first, then overdue before the rest; inside a group by due date, without one last. */
export function groupWork(
  items: readonly WorkItem[],
  now: number,
): readonly { readonly group: WorkGroup; readonly items: readonly WorkItem[] }[] {
  const byDue = [...items].sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  return order
    .map((group) => ({ group, items: byDue.filter((item) => groupOf(item, now) === group) }))
    .filter((entry) => entry.items.length > 0);
}
