import type { ReportId, SectionId, UserId } from "@dongsoan/shared/domain";

/** Hints between use cases, rooms, pages and (later) nodes. Losing one makes things slower, never wrong. */
export type Hint =
  /** Rights on these sections changed (lock, state, assignment, seal): rooms ask the permission function again. */
  | { readonly kind: "fence"; readonly reportId: ReportId; readonly sectionIds: readonly SectionId[] }
  /** Something a page shows of this report changed. */
  | { readonly kind: "report"; readonly reportId: ReportId }
  /** The stored text of this section was found damaged: a room that still holds it whole writes it down again. */
  | { readonly kind: "damaged"; readonly reportId: ReportId; readonly sectionId: SectionId }
  /** The text of this section begins anew under another lineage: its room is closed. */
  | { readonly kind: "replaced"; readonly reportId: ReportId; readonly sectionId: SectionId }
  /** Comments of this section were written, changed or settled. */
  | { readonly kind: "comments"; readonly reportId: ReportId; readonly sectionId: SectionId }
  /** Something in this person's lists changed. */
  | { readonly kind: "person"; readonly userId: UserId }
  /** A person's unit, roles or access changed: every right is asked again. */
  | { readonly kind: "rights"; readonly userId: UserId };

export interface Fanout {
  publish(hint: Hint): void;
  subscribe(listener: (hint: Hint) => void): () => void;
}
