import type { SectionView } from "@dongsoan/shared/http-api";

type Asked = Pick<SectionView, "id" | "parentId" | "state" | "wordCount">;

/**
 * What of the chosen sections can be approved: what was handed in, and headings that have no text of their own, which
 * nobody writes and nobody hands in. The others are not approved already and still with their unit.
 */
export function toApprove<S extends Asked>(
  sections: readonly Asked[],
  chosen: readonly S[],
): { readonly ready: readonly S[]; readonly waiting: readonly S[] } {
  const hasChildren = new Set(sections.map((section) => section.parentId));
  const isReady = ({ id, state, wordCount }: Asked) =>
    state.kind === "submitted" || (wordCount === 0 && hasChildren.has(id));
  const open = chosen.filter(({ state }) => state.kind !== "approved");
  return { ready: open.filter(isReady), waiting: open.filter((section) => !isReady(section)) };
}
