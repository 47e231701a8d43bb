import {
  type Block,
  canOnSection,
  ok,
  type ReportId,
  type Result,
  type Section,
  sectionAccess,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { Caller, Deps } from "./context.ts";
import { readReport } from "./in-report.ts";
import { blocksOf, modelReport } from "./model-report.ts";

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

/** The Word file as this person may read it; once sealed, the sealed text and nothing else. */
export async function exportWord(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<{ fileName: string; content: Uint8Array }>> {
  const loaded = await readReport(deps, caller, reportId, "export");
  if (!loaded.ok) return loaded;
  const { report, sections } = loaded.value;
  const isReadable = (section: Section) =>
    canOnSection(caller.actor, "read-section", sectionAccess(section, report, sections, false)).ok;
  const blocks = new Map<SectionId, readonly Block[]>();
  for (const section of sections)
    blocks.set(section.id, isReadable(section) ? blocksOf(await deps.documents.load(section.id)) : withheld);
  const model = modelReport(report, sections, blocks, (s) => (isReadable(s) ? s.title : "Mục hạn chế xem"));
  return ok({ fileName: "bao-cao.docx", content: await deps.renderer.render(model) });
}
