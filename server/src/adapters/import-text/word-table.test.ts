import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptedTable, type DraftNode, type DraftTable, isTable, textsOf } from "@dongsoan/shared/domain";
import { by, p, run, wordFile, type WordParts } from "../../../../test/kit/word-file.ts";
import { readImport } from "./import-tasks.ts";
import { gridOf, type WordRow } from "./word-table.ts";

const heading = p(run("I. KINH TẾ"));
const tc = (inside: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${inside}</w:tc>`;
const cell = (text: string, properties = "") => tc(p(run(text)), properties);
const tr = (cells: string, properties = "") => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`;
const tbl = (...rows: readonly string[]) => `<w:tbl>${rows.join("")}</w:tbl>`;
const span = (columns: number) => `<w:gridSpan w:val="${columns}"/>`;
const starts = '<w:vMerge w:val="restart"/>';
const goesOn = "<w:vMerge/>";
const look = (text: string, properties: string) =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

function read(body: string, parts: WordParts = {}) {
  const answer = readImport(wordFile(heading + body, parts));
  if (!answer.ok) throw new Error(answer.reason);
  const { draft, word } = answer.value;
  return { draft, word, blocks: draft.nodes[0]?.blocks ?? [] };
}
/** Rows of cells as "text", with "↔2" and "↕2" for columns and rows, "!" for a header. */
const drawn = ({ rows }: DraftTable) =>
  rows.map(({ cells }) =>
    cells.map(
      ({ isHeader, colspan, rowspan, blocks }) =>
        `${isHeader ? "!" : ""}${blocks.flatMap(textsOf).join("¶")}${colspan > 1 ? `↔${colspan}` : ""}${rowspan > 1 ? `↕${rowspan}` : ""}`,
    ),
  );
const tablesOf = (body: string) =>
  read(body)
    .blocks.filter(isTable)
    .flatMap((table) => acceptedTable(table) ?? [])
    .map(drawn);

describe("[IMP33] a table of a Word file", () => {
  it("has its rows, header, and cells that reach over several", () => {
    const header = "<w:tblHeader/>";
    expect(
      tablesOf(
        tbl(
          tr(cell("STT", starts) + cell("Thu", span(2)), header),
          tr(cell("", goesOn) + cell("Quý I") + cell("Quý II"), header),
          tr(cell("1") + cell("120") + cell("130"), '<w:tblHeader w:val="false"/>'),
          tr(tc(p(run("Cả năm")) + p(run("ước tính")), span(2)) + tc(p(""))),
        ),
      ),
    ).toEqual([
      [
        ["!STT↕2", "!Thu↔2"],
        ["!Quý I", "!Quý II"],
        ["1", "120", "130"],
        ["Cả năm¶ước tính↔2", ""],
      ],
    ]);
  });

  it("has one cell for each place, whatever is missing, repeated or beyond measure", () => {
    // Columns are where cells end, whatever a file calls their number.
    expect(
      tablesOf(tbl(tr(cell("a", span(1_000_000_000)) + cell("b", span(-3))), tr(cell("c") + cell("d")))),
    ).toEqual([
      [
        ["a↔3", "b"],
        ["c", "d", "↔2"],
      ],
    ]);
    expect(
      tablesOf(tbl(tr(cell("a") + cell("b") + cell("c")), tr(cell("d"), '<w:gridBefore w:val="1"/>'))),
    ).toEqual([
      [
        ["a", "b", "c"],
        ["", "d", ""],
      ],
    ]);
    // Nothing to go on with; other columns than above; a row that only goes on; a row without cells.
    expect(
      tablesOf(
        tbl(
          tr(cell("a", goesOn) + cell("b", starts)),
          tr(cell("c", starts + span(2))),
          tr(cell("d", goesOn + span(2))),
          tr(""),
          tr(cell("e", goesOn) + cell("g", goesOn)),
        ),
      ),
    ).toEqual([[["a", "b"], ["c¶d↔2"], ["e", "g"]]]);
    expect(tablesOf(tbl(tr(""), "") + tbl())).toEqual([]);
  });

  it("any rows give a grid, and no text is lost", () => {
    const cells = fc.array(fc.record({ span: fc.integer({ min: 1, max: 4 }), isContinued: fc.boolean() }), {
      maxLength: 5,
    });
    const rows = fc.array(fc.record({ isHeader: fc.boolean(), skipped: fc.nat(2), cells }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, (shapes) => {
        let count = 0;
        const given = shapes.map((row): WordRow => ({
          ...row,
          cells: row.cells.map((each) => ({
            ...each,
            blocks: [{ style: "body", level: 1, text: `<${count++}>` }],
          })),
        }));
        const { rows: grid } = gridOf(given, []);
        const filled: number[] = [];
        const width = (grid[0]?.cells ?? []).reduce((sum, { colspan }) => sum + colspan, 0);
        for (const [at, row] of grid.entries()) {
          expect(row.cells.length).toBeGreaterThan(0);
          for (const { colspan, rowspan } of row.cells)
            for (let i = 0; i < rowspan; i += 1) filled[at + i] = (filled[at + i] ?? 0) + colspan;
        }
        expect(filled).toEqual(grid.map(() => width));
        const text = JSON.stringify(grid);
        for (let i = 0; i < count; i += 1) expect(text.split(`<${i}>`)).toHaveLength(2);
      }),
    );
  });

  it("has columns as wide as they were, in a text as wide as the paper's", () => {
    const widthsIn = (grid: readonly (number | string)[], body: string) =>
      read(
        tbl(`<w:tblGrid>${grid.map((w) => `<w:gridCol w:w="${w}"/>`).join("")}</w:tblGrid>`, body),
      ).blocks.flatMap((block) => (isTable(block) ? [block.widths] : []));
    const row = tr(cell("STT") + cell("Chỉ tiêu", span(2)) + cell("Kết quả"));
    expect(widthsIn([500, 1_000, 1_500, 2_000], row)).toEqual([[62, 312, 249]]);
    // All alike; none for a column; no number; more than a page could have.
    for (const grid of [
      [2_000, 1_000, 990, 2_010],
      [500, 1_000, 1_500],
      [500, 0, 1_500, 9],
      [1, 1, "x", 1],
      [1, 1, 1, 1e9],
    ])
      expect([grid, widthsIn(grid, row)]).toEqual([grid, [undefined]]);
  });

  it("has its cells' paragraphs where they stood, but in its header, which stands in the middle", () => {
    const at = (jc: string) => tc(p(run("120")) + p(run("- ý;"), `<w:jc w:val="${jc}"/>`));
    const { blocks } = read(
      tbl(tr(at("center"), "<w:tblHeader/>"), tr(at("right")), tr(at("end")), tr(at("both"))),
    );
    const last = blocks
      .filter(isTable)
      .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((each) => each.blocks.at(-1))));
    const item = { style: "dash", level: 1, text: "ý;" };
    expect(last).toEqual([item, { ...item, align: "right" }, { ...item, align: "right" }, item]);
  });

  it("[IMP31] is no frame of the paper because a column is called as its end is", () => {
    const sent = tbl(
      tr(cell("STT") + cell("Nơi nhận") + cell("Số bản")),
      tr(cell("1") + cell("Sở Nội vụ") + cell("2")),
    );
    expect(read(sent).blocks.map((block) => isTable(block))).toEqual([true]);
    const end = tbl(
      tr(tc(p(run("Nơi nhận:")) + p(run("- Lưu: VT."))) + tc(p(run("CHỦ TỊCH")) + p(run("Hà Công Trực")))),
    );
    const { draft, word, blocks } = read(p(run("Khá./.")) + end);
    expect(draft.header).toMatchObject({
      recipients: ["Lưu: VT"],
      signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
    });
    expect([blocks, word?.tableCount]).toEqual([[], 0]);
  });

  it("within a cell is its text, once, and is told", () => {
    const inner = tbl(tr(cell("trong 1") + cell("trong 2")));
    const { blocks, word } = read(tbl(tr(tc(p(run("Ngoài")) + inner) + cell("bên"))));
    expect(blocks.filter(isTable).map(drawn)).toEqual([[["Ngoài¶| trong 1 | trong 2 |", "bên"]]]);
    expect(word?.tableCount).toBe(1);
  });

  it("[IMP29] is read as if its revisions were accepted", () => {
    const an = by("Lò Văn An");
    expect(
      tablesOf(
        tbl(
          tr(
            cell("1") +
              cell("bỏ", `<w:cellDel ${an}/>`) +
              tc(p(`<w:ins ${an}>${look("mới", "<w:b/>")}</w:ins>`)),
          ),
          tr(cell("2") + cell("3"), `<w:del ${an}/>`),
          tr(cell("4") + cell("5"), `<w:ins ${an}/>`),
        ),
      ),
    ).toEqual([
      [
        ["1", "mới"],
        ["4", "5"],
      ],
    ]);
  });

  it("has the numbers that Word counts for a column, also where nothing else stands in its cells", () => {
    const numbering = `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`;
    const counted = tc(p("", '<w:numPr><w:numId w:val="1"/></w:numPr>'));
    const { blocks } = read(tbl(tr(counted + cell("Ngàn")), tr(counted + cell("Suối"))), { numbering });
    expect(blocks.filter(isTable).map(drawn)).toEqual([
      [
        ["1", "Ngàn"],
        ["2", "Suối"],
      ],
    ]);
  });
});

describe("[IMP33] bold, italic and underline", () => {
  const styles = [
    '<w:style w:styleId="Dam"><w:rPr><w:b/></w:rPr></w:style>',
    '<w:style w:styleId="DamHon"><w:basedOn w:val="Dam"/><w:rPr><w:i/></w:rPr></w:style>',
    '<w:style w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>',
    '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>',
  ].join("");
  const marksOf = (body: string) =>
    read(p(body), { styles }).blocks.map((block) => (isTable(block) ? "" : block.marks));

  it.each([
    ["the run's own", look("Khá", "<w:b/><w:i w:val='1'/><w:u w:val='single'/>"), "777"],
    ["taken off", look("Khá", '<w:b w:val="0"/><w:i w:val="false"/><w:u w:val="none"/>'), undefined],
    ["of a character style", look("Khá", '<w:rStyle w:val="Strong"/>'), "111"],
    ["of a style that another is based on", look("Khá", '<w:rStyle w:val="DamHon"/>'), "333"],
    ["of a style that is none", look("Khá", '<w:rStyle w:val="A"/><w:i/>'), "222"],
    ["of a part of a word", `${look("K", "<w:b/>")}${run("há")}`, "100"],
    [
      "as a revision leaves it",
      look("Khá", `<w:i/><w:rPrChange ${by("A")}><w:rPr><w:b/></w:rPr></w:rPrChange>`),
      "222",
    ],
  ])("%s", (_name, body, marks) => {
    expect(marksOf(body)).toEqual([marks]);
  });

  it("of a paragraph's style, but where the letters' style or the run says otherwise", () => {
    const letters = `${run("a")}${look("b", '<w:rStyle w:val="Strong"/>')}${look("c", '<w:b w:val="0"/>')}${look("d", "<w:i/>")}`;
    const { blocks } = read(p(letters, '<w:pStyle w:val="Dam"/>'), { styles });
    expect(blocks).toEqual([{ style: "body", level: 1, text: "abcd", marks: "1003" }]);
  });

  it("stay on their letters behind a list's mark, in joined paragraphs, and in the cells of a table but its header", () => {
    const bold = look("đậm", "<w:b/>");
    const row = tr(tc(p(`${run("ô ")}${bold}`)));
    const gone = `<w:rPr><w:del ${by("A")}/></w:rPr>`;
    const { blocks } = read(
      p(`${run("- ý ")}${bold}${run(";")}`) +
        p(`${bold}${run(" và ")}`, gone) +
        p(bold) +
        tbl(tr(tc(p(bold)), "<w:tblHeader/>"), row),
    );
    expect(blocks).toEqual([
      { style: "dash", level: 1, text: "ý đậm;", marks: "001110" },
      {
        style: "body",
        level: 1,
        text: "đậm và đậm",
        marks: "1110000111",
        revisions: [{ kind: "end-deletion", from: 7, to: 7, author: "A" }],
      },
      {
        rows: [
          {
            cells: [
              { isHeader: true, colspan: 1, rowspan: 1, blocks: [{ style: "body", level: 1, text: "đậm" }] },
            ],
          },
          {
            cells: [
              {
                isHeader: false,
                colspan: 1,
                rowspan: 1,
                blocks: [{ style: "body", level: 1, text: "ô đậm", marks: "00111" }],
              },
            ],
          },
        ],
      },
    ]);
  });
});

describe("[IMP32] [IMP33] tables that were made to overflow", () => {
  const count = (nodes: readonly DraftNode[]): number =>
    nodes.reduce((sum, { blocks, children }) => sum + blocks.length + count(children), 0);
  const short = "<w:tc><w:p><w:r><w:t>ô</w:t></w:r></w:p></w:tc>";

  it("a staircase of a thousand columns, rows by the ten thousand, and nested ones become lines", () => {
    const stairs = Array.from({ length: 1_000 }, (_, i) => tr(cell(`a${i}`, span(i + 1)) + cell(`b${i}`)));
    const { draft, word } = read(tbl(...stairs));
    expect([count(draft.nodes), word?.tableCount]).toEqual([1_000, 1]);
    const rows = read(tbl(...Array.from({ length: 10_000 }, () => `<w:tr>${short}</w:tr>`)));
    expect([count(rows.draft.nodes), rows.word?.tableCount]).toEqual([10_000, 1]);
    const nested = Array.from({ length: 12 }).reduce<string>(
      (inner) => tbl(tr(tc(inner + p("")))),
      p(run("đáy")),
    );
    const deep = read(nested);
    expect([JSON.stringify(deep.draft.nodes).split("đáy").length - 1, deep.word?.tableCount]).toEqual([
      1, 11,
    ]);
  });

  it("more cells than a report may have parts are refused", () => {
    const rows = Array.from({ length: 900 }, () => `<w:tr>${short.repeat(10)}</w:tr>`).join("");
    const tables = Array.from({ length: 9 }, () => `<w:tbl>${rows}</w:tbl>`).join(p(run("Câu.")));
    expect(readImport(wordFile(tables))).toEqual({ ok: false, reason: "too-large" });
  });
});
