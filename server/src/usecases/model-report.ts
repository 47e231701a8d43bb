import {
  type Block,
  type Report,
  type ReportModel,
  inReadingOrder,
  outlineLabels,
  type Section,
  type SectionId,
  type SectionModel,
} from "@dongsoan/shared/domain";
import { contentOf, listChanges, openStored, readStoredBlocks } from "@dongsoan/shared/crdt";
import type { StoredDocument } from "../ports/document-store.ts";

export const blocksOf = (stored: StoredDocument | null): readonly Block[] =>
  stored
    ? readStoredBlocks(
        stored.snapshot?.state ?? null,
        stored.updates.map((u) => u.payload),
      )
    : [];

/** SUG19: is anything suggested in this text that nobody has decided? */
export function hasOpenSuggestions(stored: StoredDocument | null): boolean {
  // A section in which nobody ever suggested anything is not read again.
  if (!stored || stored.suggestions.size === 0) return false;
  const doc = openStored(
    stored.snapshot?.state ?? null,
    stored.updates.map((u) => u.payload),
  );
  const isOpen = listChanges(contentOf(doc)).length > 0;
  doc.destroy();
  return isOpen;
}

/** The whole report as plain values, labels computed: what is rendered, hashed and sealed. */
export function modelReport(
  report: Report,
  sections: readonly Section[],
  blocks: ReadonlyMap<SectionId, readonly Block[]>,
  titleOf: (section: Section) => string = (s) => s.title,
): ReportModel {
  const ordered = inReadingOrder(sections);
  const labels = outlineLabels(ordered);
  const labelOf = new Map(ordered.map((s, i) => [s.id, labels[i] ?? ""]));
  const build = (parentId: SectionId | null): SectionModel[] =>
    ordered
      .filter((s) => s.parentId === parentId)
      .map((s) => ({
        id: s.id,
        depth: s.depth,
        label: labelOf.get(s.id) ?? "",
        title: titleOf(s),
        blocks: blocks.get(s.id) ?? [],
        children: build(s.id),
      }));
  return { header: report.header, sections: build(null) };
}
