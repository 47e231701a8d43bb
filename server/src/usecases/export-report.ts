import {
  AppError,
  type Block,
  canOnSection,
  inReadingOrder,
  must,
  ok,
  outlineLabels,
  refuse,
  type ReportId,
  type ReportModel,
  type Result,
  type Section,
  sectionAccess,
  type SectionId,
} from "@dongsoan/shared/domain";
import { parseSealedContent } from "@dongsoan/shared/http-api";
import type { StoredDocument } from "../ports/document-store.ts";
import type { TextToRender } from "../ports/renderer.ts";
import { partsOf } from "./by-head.ts";
import type { Caller, Deps } from "./context.ts";
import { readReport } from "./in-report.ts";
import { modelReport } from "./model-report.ts";
import { withRevisions } from "./model-with-revisions.ts";

/** Stands in an export for a section that this person may not read. */
const withheld: readonly Block[] = [
  {
    kind: "paragraph",
    style: "body",
    level: 1,
    align: "justify",
    runs: [
      {
        kind: "text",
        text: "[Nội dung mục này hạn chế xem và không có trong bản xuất của bạn.]",
        bold: false,
        italic: true,
        underline: false,
      },
    ],
  },
];
const withheldTitle = "Mục hạn chế xem";

/**
 * WORD1: `final`: as if every suggestion were accepted; `base`: as if every one were rejected; `tracked`: with the
 * suggestions as revisions, and the comments.
 */
export type WordText = "final" | "base" | "tracked";

const fileNames: Readonly<Record<WordText, string>> = {
  final: "bao-cao.docx",
  base: "bao-cao-ban-goc.docx",
  tracked: "bao-cao-co-gop-y.docx",
};

/**
 * The Word file as this person may read it; once sealed, what was sealed and nothing else.
 * @throws AppError section-damaged, with the section in `info`: a file never lacks text without a word.
 */
export async function exportWord(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
  text: WordText,
): Promise<Result<{ fileName: string; content: Uint8Array }>> {
  const loaded = await readReport(deps, caller, reportId, "export");
  if (!loaded.ok) return loaded;
  const { report, sections } = loaded.value;
  const file = async (model: ReportModel, stored: readonly TextToRender[] = []) =>
    ok({ fileName: fileNames[text], content: await deps.renderer.render(model, stored) });
  if (report.state.kind !== "collecting") {
    // Nothing is suggested in a sealed text, and it goes out in one form.
    if (text !== "final") return refuse("report-sealed");
    return file(parseSealedContent(must(await deps.reports.seal(reportId), "seal").contentJson));
  }
  const isReadable = (section: Section) =>
    canOnSection(caller.actor, "read-section", sectionAccess(section, report, sections, false)).ok;
  const titleOf = (section: Section) => (isReadable(section) ? section.title : withheldTitle);
  const blocks = new Map<SectionId, readonly Block[]>(
    sections.filter((section) => !isReadable(section)).map(({ id }) => [id, withheld]),
  );
  const texts = await readWhole(deps, sections, isReadable);
  const model = modelReport(report, sections, blocks, titleOf);
  if (text === "tracked") {
    const tracked = await withRevisions(deps, report.id, model, texts);
    return file(tracked.model, tracked.texts);
  }
  const form = { kind: text };
  return file(
    model,
    texts.map((stored) => ({ sectionId: stored.sectionId, updates: partsOf(stored), form })),
  );
}

/** The stored texts of the readable sections, in reading order. */
async function readWhole(
  deps: Deps,
  sections: readonly Section[],
  isReadable: (section: Section) => boolean,
): Promise<readonly StoredDocument[]> {
  const ordered = inReadingOrder(sections);
  const labels = outlineLabels(ordered);
  const texts: StoredDocument[] = [];
  for (const [i, section] of ordered.entries()) {
    if (!isReadable(section)) continue;
    const { id } = section;
    const stored = must(await deps.documents.load(id), "text of a section");
    if (stored.damage)
      throw new AppError("section-damaged", "a damaged section is not exported", {
        info: { section: { id, label: labels[i] ?? "" } },
      });
    texts.push(stored);
  }
  return texts;
}
