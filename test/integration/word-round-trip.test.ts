import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type DraftNode, must, parseReportText, type SectionModel, toBlocks } from "@dongsoan/shared/domain";
import { renderWord } from "../../server/src/adapters/docx/render-word.ts";
import { readImport } from "../../server/src/adapters/import-text/import-tasks.ts";

const source = readFileSync(new URL("../fixtures/bao-cao-suoi-ngan.txt", import.meta.url), "utf8");

const modelOf = (node: DraftNode, depth: number): SectionModel => ({
  id: node.key,
  depth,
  label: node.typedLabel,
  title: node.title,
  blocks: toBlocks(node.blocks),
  children: node.children.map((child) => modelOf(child, depth + 1)),
});

describe("a report that leaves as a Word file", () => {
  it("[IMP29] comes back in with its head, its outline, every paragraph and its end", async () => {
    const { header, nodes } = parseReportText(source);
    const file = await renderWord({ header, sections: nodes.map((node) => modelOf(node, 1)) });
    const read = readImport(file);
    const { draft, word } = must(read.ok ? read.value : null, "draft");
    expect(draft.nodes).toEqual(nodes);
    expect(draft.header).toEqual(header);
    expect(word).toEqual({ revisions: [], comments: [], tableCount: 0, pictureCount: 0, noteCount: 0 });
  });
});
