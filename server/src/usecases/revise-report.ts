import {
  type Block,
  ok,
  type ParagraphBlock,
  refuse,
  type ReportId,
  type Result,
  type Section,
  type SectionId,
} from "@dongsoan/shared/domain";
import { plainText } from "@dongsoan/shared/crdt";
import type { DraftSection } from "@dongsoan/shared/http-api";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { insertReport } from "./create-report.ts";
import { readReport } from "./in-report.ts";
import { blocksOf } from "./model-report.ts";

const paragraphsOf = (block: Block): readonly ParagraphBlock[] =>
  block.kind === "paragraph"
    ? [block]
    : block.rows.flatMap((row) => row.cells.flatMap((cell) => cell.blocks));

/** SEAL8: a sealed report is never reopened; a revision is a copy that names what it replaces. */
export async function reviseReport(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<{ id: ReportId }>> {
  const loaded = await readReport(deps, caller, reportId, "revise");
  if (!loaded.ok) return loaded;
  if ((await deps.reports.replacedBy(reportId)) !== null) return refuse("wrong-state");
  const { report, sections } = loaded.value;
  const blocks = new Map<SectionId, readonly Block[]>();
  for (const section of sections) blocks.set(section.id, blocksOf(await deps.documents.load(section.id)));
  const draftOf = (section: Section): DraftSection => ({
    title: section.title,
    blocks: (blocks.get(section.id) ?? [])
      .flatMap(paragraphsOf)
      .map((p) => ({ style: p.style, level: p.level, text: plainText(p) })),
    children: childrenOf(section.id),
  });
  const childrenOf = (parentId: SectionId | null): DraftSection[] =>
    sections
      .filter((s) => s.parentId === parentId)
      .sort((a, b) => a.position - b.position)
      .map(draftOf);
  const id = deps.random.uuid() as ReportId;
  await deps.reports.transact(async (tx) => {
    await insertReport(tx, deps, caller, id, {
      header: { ...report.header, number: "" } as never,
      sections: childrenOf(null),
      dueAt: null,
      original: null,
      replacesId: report.id,
    });
    await tx.audit(entryOf(deps, caller, "report.revise", { reportId: report.id, after: { revision: id } }));
  });
  return ok({ id });
}
