import { contentOf, openStored, plainBlock, readWithRevisions, traceFragment } from "@dongsoan/shared/crdt";
import type { Block, ReportModel, SectionModel } from "@dongsoan/shared/domain";
import type { TextToRender } from "../../ports/renderer.ts";

/** The report with its stored texts read. */
export function withTexts(model: ReportModel, texts: readonly TextToRender[]): ReportModel {
  if (texts.length === 0) return model;
  let revisionCount = 0;
  const nextRevision = () => (revisionCount += 1);
  const blocks = new Map(texts.map((text) => [text.sectionId, readText(text, nextRevision)]));
  const filled = (section: SectionModel): SectionModel => ({
    ...section,
    blocks: blocks.get(section.id) ?? section.blocks,
    children: section.children.map(filled),
  });
  return { ...model, sections: model.sections.map(filled) };
}

function readText({ updates, form }: TextToRender, nextRevision: () => number): readonly Block[] {
  const doc = openStored(null, updates);
  try {
    const content = contentOf(doc);
    if (form.kind !== "tracked") return traceFragment(content, form.kind).map(plainBlock);
    const { stamps, unknown, commented } = form;
    return readWithRevisions(
      content,
      (record) => ({ ...((record && stamps.get(record.id)) ?? unknown), id: nextRevision() }),
      commented,
    );
  } finally {
    doc.destroy();
  }
}
