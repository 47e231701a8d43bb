import type { SectionView } from "@dongsoan/shared/http-api";

const soonMs = 2 * 24 * 3600 * 1000;
export type Urgency = "overdue" | "soon" | "none";

/** How pressing a due date is for a section that is not handed in yet. */
export function urgencyOf(dueAt: number | null, kind: SectionView["state"]["kind"], now: number): Urgency {
  if (dueAt === null || kind === "submitted" || kind === "approved") return "none";
  if (dueAt < now) return "overdue";
  return dueAt - now < soonMs ? "soon" : "none";
}
