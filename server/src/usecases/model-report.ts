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
