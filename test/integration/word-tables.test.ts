import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { contentOf, readBlocks } from "@dongsoan/shared/crdt";
import {
  type Block,
  type DraftBlock,
  type DraftNode,
  emptyHeader,
  must,
  type ParagraphBlock,
  type Run,
  type SectionModel,
  type TableBlock,
  type TableCell,
  toBlocks,
} from "@dongsoan/shared/domain";
import type { DraftSection, ReportView } from "@dongsoan/shared/http-api";
import { renderWord } from "../../server/src/adapters/docx/render-word.ts";
import { readImport } from "../../server/src/adapters/import-text/import-tasks.ts";
import type { ReadImport } from "../../server/src/ports/import-reader.ts";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { storedByLibreOffice, wordFromHtml } from "../kit/office.ts";

/** "*đậm*", "/nghiêng/", "_gạch chân_" within plain text. */
const runs = (text: string): readonly Run[] =>
  text
    .split(/(?=[*/_]\p{L})|(?<=\p{L}[*/_])/u)
    .filter((part) => part !== "")
    .map((part) => {
      const sign = /^([*/_]).*\1$/u.exec(part)?.[1];
      return {
        kind: "text",
        text: sign ? part.slice(1, -1) : part,
        bold: sign === "*",
        italic: sign === "/",
        underline: sign === "_",
      };
    });
const paragraph = (text: string, style: ParagraphBlock["style"] = "body"): ParagraphBlock => ({
  kind: "paragraph",
  style,
  level: 1,
  align: "justify",
  runs: runs(text),
});
const cell = (
  text: string,
  more: Partial<TableCell> = {},
  align: ParagraphBlock["align"] = "justify",
): TableCell => ({
  isHeader: false,
  colspan: 1,
  rowspan: 1,
  colwidth: null,
  blocks: text === "" ? [] : [{ ...paragraph(text), align }],
  ...more,
});
const head = (text: string, more: Partial<TableCell> = {}) => cell(text, { isHeader: true, ...more });

const budget: TableBlock = {
  kind: "table",
  rows: [
    {
      cells: [head("STT", { rowspan: 2 }), head("Chỉ tiêu", { rowspan: 2 }), head("Kết quả", { colspan: 2 })],
    },
    { cells: [head("Quý I"), head("Quý II")] },
    {
      cells: [cell("1"), cell("Thu *ngân sách*"), cell("/120/ tỷ", {}, "right"), cell("- 5,2", {}, "center")],
    },
    { cells: [cell("2", { rowspan: 2 }), cell("Gieo trồng", { colspan: 2 }), cell("_vượt_")] },
    {
      cells: [
        cell("", { blocks: [paragraph("lúa *nếp*;", "dash"), paragraph("ngô.", "dash")] }),
        cell("97 ha"),
        cell(""),
      ],
    },
  ],
};
const blocks: readonly Block[] = [
  paragraph("Thu *ngân sách* đạt /khá/, _vượt_ kế hoạch."),
  budget,
  paragraph("Chợ *phiên* họp đều;", "dash"),
];
const section: SectionModel = { id: "1", depth: 1, label: "I.", title: "KINH TẾ", blocks, children: [] };

function read(file: Uint8Array): ReadImport {
  const answer = readImport(file);
  return must(answer.ok ? answer.value : null, "draft");
}
const blocksIn = ({ draft }: ReadImport): readonly DraftBlock[] => must(draft.nodes[0], "section").blocks;

describe("[IMP33] tables and looks of letters of a Word file", () => {
  it("that this product made come back in as they were", async () => {
    const made = read(await renderWord({ header: emptyHeader, sections: [section] }));
    expect(toBlocks(blocksIn(made))).toEqual(blocks);
    expect(made.word?.tableCount).toBe(0);
  });

  it("have their columns as wide again, in the paper's measure", async () => {
    const made = await renderWord({
      header: emptyHeader,
      sections: [{ ...section, blocks: [dragged(60, 240, 150)] }],
    });
    const again = dragged(62, 249, 156);
    expect(toBlocks(blocksIn(read(made)))).toEqual([again]);
    const twice = await renderWord({ header: emptyHeader, sections: [{ ...section, blocks: [again] }] });
    expect(toBlocks(blocksIn(read(twice)))).toEqual([again]);
  });

  it("come back in also when LibreOffice has stored the file again", async () => {
    const file = await storedByLibreOffice(await renderWord({ header: emptyHeader, sections: [section] }));
    expect(toBlocks(blocksIn(read(file)))).toEqual(blocks);
  }, 90_000);

  it("are those of a page that LibreOffice made a Word file of", async () => {
    const file = await wordFromHtml(`<html><body>
      <p>I. KINH TẾ</p><p>Thu <b>ngân sách</b> <i>khá</i>, <u>vượt</u>, <b><i>tốt</i></b>.</p>
      <table border="1"><thead>
        <tr><th rowspan="2">STT</th><th colspan="2">Thu</th></tr><tr><th>Quý I</th><th>Quý II</th></tr>
      </thead><tbody>
        <tr><td>1</td><td><b>120</b> tỷ</td><td></td></tr>
        <tr><td rowspan="2">2</td><td>5</td><td>6</td></tr><tr><td colspan="2">gộp</td></tr>
      </tbody></table><p>Hết.</p></body></html>`);
    const body = (text: string, marks?: string) => [
      { style: "body", level: 1, text, ...(marks && { marks }) },
    ];
    const at = (isHeader: boolean, text: string, colspan = 1, rowspan = 1, marks?: string) => ({
      isHeader,
      colspan,
      rowspan,
      blocks: text === "" ? [] : body(text, marks),
    });
    expect(blocksIn(read(file))).toEqual([
      ...body("Thu ngân sách khá, vượt, tốt.", "00001111111110222004444003330"),
      {
        rows: [
          { cells: [at(true, "STT", 1, 2), at(true, "Thu", 2)] },
          { cells: [at(true, "Quý I"), at(true, "Quý II")] },
          { cells: [at(false, "1"), at(false, "120 tỷ", 1, 1, "111000"), at(false, "")] },
          { cells: [at(false, "2", 1, 2), at(false, "5"), at(false, "6")] },
          { cells: [at(false, "gộp", 2)] },
        ],
        // As wide as this machine's letters.
        widths: Array.from({ length: 3 }, () => expect.any(Number) as number),
      },
      ...body("Hết."),
    ]);
  }, 90_000);
});

/** Dragged in the editor: 60, 240, 150, 150 px, of a text that is 600 wide. */
function withWidths(table: TableBlock, widths: readonly (readonly (readonly number[])[])[]): TableBlock {
  return {
    ...table,
    rows: table.rows.map(({ cells }, row) => ({
      cells: cells.map((each, at) => ({ ...each, colwidth: must(widths[row]?.[at], "width") })),
    })),
  };
}
const dragged = (a: number, b: number, c: number) =>
  withWidths(budget, [
    [[a], [b], [c, c]],
    [[c], [c]],
    [[a], [b], [c], [c]],
    [[a], [b, c], [c]],
    [[b], [c], [c]],
  ]);

describe("a report that is created of such a file", () => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());
  const sections = (nodes: readonly DraftNode[]): DraftSection[] =>
    nodes.map(({ title, blocks: found, children }) => ({
      title,
      blocks: found,
      children: sections(children),
    }));
  const create = (drafted: readonly DraftSection[]) =>
    commune.coordinator.send("createReport", {
      body: { header: emptyHeader, sections: drafted, dueAt: null, original: null },
    });

  it("[IMP33] has its table, takes edits, and leaves as it came", async () => {
    const { coordinator } = commune;
    const raw = await renderWord({ header: emptyHeader, sections: [section] });
    const { draft } = await coordinator.call<ReadImport>("previewImport", { raw });
    const { id } = (await (await create(sections(draft.nodes))).json()) as { id: string };
    const { sections: views } = await coordinator.call<ReportView>("report", { params: { id } });
    const line = new AckClient(coordinator, must(views[0], "section").id, "write");
    await line.synced;
    const content = contentOf(line.doc);
    // A cell without text has a paragraph to write in.
    expect(readBlocks(content)).toEqual([
      blocks[0],
      {
        ...budget,
        rows: budget.rows.map(({ cells }) => ({
          cells: cells.map((each) => (each.blocks.length > 0 ? each : { ...each, blocks: [paragraph("")] })),
        })),
      },
      blocks[2],
    ]);
    await line.saved(() => {
      const added = new Y.XmlElement("paragraph");
      added.setAttribute("style", "body");
      content.insert(3, [added]);
    });
    line.leave();
    const word = await (await coordinator.send("exportWord", { params: { id } })).arrayBuffer();
    expect(read(new Uint8Array(word)).draft.nodes).toEqual(draft.nodes);
  });

  it("[IMP33] is refused where its cells are no grid, or its marks are not those of its letters", async () => {
    const [, table] = blocksIn(read(await renderWord({ header: emptyHeader, sections: [section] })));
    const rows = must(table && "rows" in table ? table.rows : null, "table");
    const plain = { style: "body", level: 1, text: "Khá" } as const;
    const wrong: readonly DraftBlock[] = [
      { rows: rows.slice(1) },
      { rows: [] },
      { rows: [{ cells: [] }] },
      { rows, widths: [60, 240, 150] },
      { ...plain, marks: "11" },
      { ...plain, marks: "118" },
    ];
    for (const block of wrong) {
      const answer = await create([{ title: "MỤC", blocks: [block], children: [] }]);
      expect([block, answer.status]).toEqual([block, 400]);
    }
    const fine = await create([{ title: "MỤC", blocks: [{ ...plain, marks: "117" }], children: [] }]);
    expect(fine.status).toBeLessThan(300);
  });
});
