import { describe, expect, it } from "vitest";
import {
  type Block,
  type DraftNode,
  type ParagraphBlock,
  type Revision,
  type Run,
  type TableBlock,
  textsOf,
  toBlocks,
  withoutRevisions,
} from "@dongsoan/shared/domain";
import { by, p, run, struck, wordFile } from "../../../../test/kit/word-file.ts";
import { readImport } from "./import-tasks.ts";

const an = by("Lò Văn An");
const heading = p(run("I. KINH TẾ"));
const end = (revision: string) => `<w:rPr>${revision}</w:rPr>`;

function read(body: string) {
  const answer = readImport(wordFile(body));
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
}
const lines = (nodes: readonly DraftNode[]): readonly string[] =>
  nodes.flatMap(({ title, blocks, children }) => [title, ...blocks.flatMap(textsOf), ...lines(children)]);

const sign = (revision: Revision | undefined, text: string, open = "[", close = "]") =>
  revision ? `${open}${revision.kind === "insertion" ? "+" : "-"}${revision.author}:${text}${close}` : text;
const looks = ({ bold, italic, underline }: Pick<Run & { kind: "text" }, "bold" | "italic" | "underline">) =>
  (bold ? "*" : "") + (italic ? "/" : "") + (underline ? "_" : "");
const runDrawn = (run: Run): string => {
  if (run.kind !== "text") return run.kind;
  const former = run.former ? `<${run.former.author}:${looks(run.former)}>` : "";
  return sign(run.revision, former + looks(run) + run.text);
};
/** "[+Ai:chữ]" put in, "[-Ai:chữ]" taken out, "¶" with its author an end; "*" bold, and before it in angles what it was. */
const paragraphDrawn = ({ style, runs, endRevision }: ParagraphBlock): string =>
  (style === "body" ? "" : `${style} `) + runs.map(runDrawn).join("") + sign(endRevision, "", "¶", "");
/** A table with its rows and cells, each behind its sign. */
const tableDrawn = ({ rows, revision }: TableBlock): readonly string[] => [
  sign(revision, "", "table ", ""),
  ...rows.map(
    (row) =>
      sign(row.revision, "", "", "") +
      row.cells
        .map((cell) => `|${sign(cell.revision, "", "", "")}${cell.blocks.map(paragraphDrawn).join(" ")}`)
        .join(""),
  ),
];
const drawn = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) =>
    block.kind === "paragraph" ? [paragraphDrawn(block)] : tableDrawn(block).filter((line) => line !== ""),
  );
/** The paragraphs of the first section. */
const suggestedIn = (body: string) => {
  const { nodes } = read(heading + body).draft;
  return drawn(toBlocks(nodes[0]?.blocks ?? []));
};
const ins = (inside: string, author = "An") => `<w:ins ${by(author)}>${inside}</w:ins>`;
const del = (text: string, author = "An") => `<w:del ${by(author)}>${struck(text)}</w:del>`;
const endIn = (author = "An") => end(`<w:ins ${by(author)}/>`);
const endOut = (author = "An") => end(`<w:del ${by(author)}/>`);

describe("[IMP34] the revisions of a Word file in the draft", () => {
  it("are letters that were put in and taken out, each by its author; what is in neither text is nowhere", () => {
    expect(
      suggestedIn(
        p(
          `${run("Xã được ")}${del("95", "  An ")}${ins(run("97"))}${run(" ha")}${ins(`${run(" và ")}${del("nhiều ")}${run("ngô")}`, "Bình")}${run(".")}`,
        ),
      ),
    ).toEqual(["Xã được [-An:95][+An:97] ha[+Bình: và ngô]."]);
  });

  it("are moves: taken out there, put in here", () => {
    const moved = (name: string, text: string) => `<w:${name} ${by("An")}>${run(text)}</w:${name}>`;
    expect(
      suggestedIn(
        p(moved("moveFrom", "Chợ đều."), end(`<w:moveFrom ${an}/>`)) +
          p(run("Bà con vui.")) +
          p(moved("moveTo", "Chợ đều."), end(`<w:moveTo ${an}/>`)),
      ),
    ).toEqual([`[-An:Chợ đều.]¶-An:`, "Bà con vui.", "[+An:Chợ đều.]¶+Lò Văn An:"]);
  });

  it("are ends of paragraphs; a space beside one that was put in stands in front of it", () => {
    expect(
      suggestedIn(
        p(run("Đường vào bản "), endOut("Bình")) +
          p(run("Ngàn thông. ")) +
          p(run("Chợ đông. "), endIn()) +
          p(run(" Bà con vui.")) +
          p(run("Một"), endOut()) +
          p("", endOut()) +
          p(run("hai.")),
      ),
    ).toEqual(["Đường vào bản ¶-Bình:", "Ngàn thông.", "Chợ đông. ¶+An:", "Bà con vui.", "Một¶-An:", "hai."]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ["in front", [run("Khá. "), run("Tốt.")], ["Khá. ¶+An:", "Tốt."]],
    ["behind", [run("Khá."), run(" Tốt.")], ["Khá. ¶+An:", "Tốt."]],
    [
      "behind a mark that was put in",
      [run("Khá."), `${ins(run("- "))}${run(" Tốt.")}`],
      ["Khá. ¶+An:", "dash Tốt."],
    ],
    ["nowhere", [run("Khá."), run("Tốt.")], ["Khá.¶+An:", "Tốt."]],
    ["and was put in, too", [`${run("Khá.")}${ins(run(" "))}`, run("Tốt.")], ["Khá.¶+An:", "Tốt."]],
    ["and was taken out", [`${run("Khá.")}${del(" ")}`, run("Tốt.")], ["Khá.[-An: ]¶+An:", "Tốt."]],
    // As if a page break had cut it (IMP3).
    ["within a sentence", [run("Khá "), run("và tốt.")], ["Khá và tốt."]],
    ["within a word", [run("Kh"), run("á tốt.")], ["Kh[+An: ]á tốt."]],
  ])(
    "are ends that were put in, with the space that stood there: %s",
    (_where, [first = "", second = ""], drawn) => {
      expect(suggestedIn(p(first, endIn()) + p(second))).toEqual(drawn);
    },
  );

  it("are paragraphs that came or went as a whole; those that went are no text, no heading and no item of a list", () => {
    const body =
      p(del("Đầu mục."), endOut()) +
      p(run("- một;")) +
      p(del("- bỏ;"), endOut()) +
      p(ins(run("- hai.")), endIn("Bình")) +
      p(del("Dòng không"), "") +
      p(run("a) lúa;")) +
      p(del("b) ngô;", "Bình"), endOut()) +
      p(del("7) bảy;"), endOut()) +
      p(`${del("c) ")}${ins(run("b) "))}${run("khoai.")}`) +
      p(del("Cuối mục."), endOut());
    const { draft } = read(`${heading}${body}${p(run("II. VĂN HÓA"))}${p(run("Khá."))}`);
    expect(draft.nodes.map(({ title }) => title)).toEqual(["KINH TẾ", "VĂN HÓA"]);
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "một;", "hai.", "lúa;", "khoai.", "VĂN HÓA", "Khá."]);
    expect(draft.nodes.map(({ blocks }) => drawn(toBlocks(blocks)))).toEqual([
      [
        "[-An:Đầu mục.]¶-An:",
        "dash một;",
        "dash [-An:bỏ;]¶-An:",
        "dash [+An:hai.]¶+Bình:",
        "[-An:Dòng không]¶-An:",
        "letter lúa;",
        "letter [-Bình:ngô;]¶-Bình:",
        "[-An:7) bảy;]¶-An:",
        "letter khoai.",
        "[-An:Cuối mục.]¶-An:",
      ],
      ["Khá."],
    ]);
    expect(withoutRevisions(draft.nodes)[0]?.blocks).toEqual([
      { style: "dash", level: 1, text: "một;" },
      { style: "dash", level: 1, text: "hai." },
      { style: "letter", level: 1, text: "lúa;" },
      { style: "letter", level: 1, text: "khoai." },
    ]);
  });

  it("are looks that letters had; not those that leave them as they were", () => {
    const look = (now: string, former: string, text: string) =>
      `<w:r><w:rPr>${now}<w:rPrChange ${by("An")}><w:rPr>${former}</w:rPr></w:rPrChange></w:rPr><w:t>${text}</w:t></w:r>`;
    expect(
      suggestedIn(
        p(
          look("<w:b/>", "", "Khá") +
            look("", "<w:i/><w:u w:val='single'/>", "tốt") +
            look("<w:color w:val='FF0000'/>", "", "đỏ") +
            ins(look("<w:b/>", "", "mới")),
        ),
      ),
    ).toEqual(["<An:>*Khá<An:/_>tốtđỏ[+An:*mới]"]);
  });

  it("are in their composed form, without signs that have no width", () => {
    expect(
      suggestedIn(
        p(
          `${run("Vie")}${run("\u0323\u0302t")}${del("Te\u0302\u0301\u2060t")}${ins(run("mo\u031b\u0301i"))}`,
        ),
      ),
    ).toEqual(["Việt[-An:Tết][+An:mới]"]);
  });

  it("are none of titles, of the paper's head and end, and of marks of lists", () => {
    const { draft } = read(
      [
        p(`${run("Kính gửi: ")}${del("Sở A")}${ins(run("Sở B"))}`),
        p(`${run("I. KINH ")}${ins(run("TẾ"))}${del("LẾ")}`),
        p(`${ins(run("- "))}${run("Một;")}`),
        p(run("Hai.")),
        p(`${run("Nơi nhận: ")}${ins(run("- Lưu."))}`),
      ].join(""),
    );
    expect(draft.header.addressees).toEqual(["Sở B"]);
    expect(draft.nodes[0]).toMatchObject({ title: "KINH TẾ" });
    expect(drawn(toBlocks(draft.nodes[0]?.blocks ?? []))).toEqual(["dash Một;", "Hai."]);
  });

  it("count as accepted where a section has too many, or takes too much out; the preview says where", () => {
    const many = (count: number) =>
      p(Array.from({ length: count }, (_, i) => ins(run("chữ "), `A${i}`)).join(""));
    const section = (label: string, body: string) => p(run(`${label} MỤC`)) + body;
    const { draft } = read(
      section("I.", many(2_000)) +
        section("II.", many(2_001)) +
        section("III.", p(run("Khá.")) + p(del("bỏ ".repeat(7_000)), endOut())),
    );
    expect(draft.nodes.map(({ blocks }) => JSON.stringify(blocks).includes("revisions"))).toEqual([
      true,
      false,
      false,
    ]);
    expect(draft.issues).toEqual([
      { code: "revisions-accepted", title: "MỤC" },
      { code: "revisions-accepted", title: "MỤC" },
    ]);
    const whole = read(
      ["I.", "II.", "III.", "IV.", "V.", "VI."].map((label) => section(label, many(1_700))).join(""),
    );
    expect(whole.draft.issues).toEqual([{ code: "revisions-accepted", title: "" }]);
    expect(withoutRevisions(whole.draft.nodes)).toEqual(whole.draft.nodes);
  });
});

describe("[IMP34] the revisions of a Word file's tables", () => {
  const tc = (inside: string, properties = "") => `<w:tc><w:tcPr>${properties}</w:tcPr>${inside}</w:tc>`;
  const cell = (text: string, properties = "") => tc(p(run(text)), properties);
  const tr = (cells: string, properties = "") => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`;
  const tbl = (...rows: readonly string[]) => `<w:tbl>${rows.join("")}</w:tbl>`;
  const rowIn = `<w:ins ${by("An")}/>`;
  const rowOut = `<w:del ${by("Bình")}/>`;
  const cellIn = `<w:cellIns ${by("An")}/>`;
  const cellOut = `<w:cellDel ${by("Bình")}/>`;
  const standing = (body: string) =>
    drawn(toBlocks(withoutRevisions(read(heading + body).draft.nodes)[0]?.blocks ?? []));

  it("are rows that came and went, with the letters in them", () => {
    const body = tbl(
      tr(cell("Ngàn") + cell("41")),
      tr(tc(p(del("Suối", "Cúc"))) + cell("37"), rowOut),
      tr(tc(p(ins(run("Đá"), "Cúc"))) + cell("29"), rowIn),
      // As LibreOffice writes an empty cell.
      tr(cell("Hua") + tc(p(ins(run("\u200d")))), rowIn),
    );
    expect(suggestedIn(body)).toEqual([
      "|Ngàn|41",
      "-Bình:|[-Cúc:Suối]¶-Cúc:|[-Bình:37]¶-Bình:",
      "+An:|[+Cúc:Đá]|[+An:29]",
      "+An:|[+An:Hua]|",
    ]);
    expect(standing(body)).toEqual(["|Ngàn|41", "|Đá|29", "|Hua|"]);
    const { draft, word } = read(heading + body);
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "| Ngàn | 41 |", "| Đá | 29 |", "| Hua | |"]);
    expect(word?.revisions).toEqual([
      { author: "Bình", insertions: 0, deletions: 1, looks: 0 },
      { author: "An", insertions: 1, deletions: 0, looks: 0 },
      { author: "Cúc", insertions: 1, deletions: 0, looks: 0 },
    ]);
  });

  it("are columns that came and went, also across rows that a file gives only the cells of one of its texts", () => {
    const body = tbl(
      '<w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/><w:gridCol w:w="1000"/></w:tblGrid>',
      tr(cell("Bản", cellIn) + cell("Số hộ") + cell("bỏ", cellOut)),
      tr(cell("37") + cell("cũ"), rowOut),
      tr(cell("Đá") + cell("29"), rowIn),
    );
    expect(suggestedIn(body)).toEqual([
      "|+An:[+An:Bản]|Số hộ|-Bình:[-Bình:bỏ]¶-Bình:",
      "-Bình:|+An:|[-Bình:37]¶-Bình:|[-Bình:cũ]¶-Bình:",
      "+An:|[+An:Đá]|[+An:29]|-Bình:",
    ]);
    expect(standing(body)).toEqual(["|Bản|Số hộ", "|Đá|29"]);
    const [table] = withoutRevisions(read(heading + body).draft.nodes)[0]?.blocks ?? [];
    expect(table && "rows" in table && table.widths).toEqual([208, 416]);
  });

  it("are whole tables: one that was taken out is no text, and a paragraph goes on across one that was put in", () => {
    const gone = tbl(tr(cell("1. Ngàn"), rowOut), tr(cell("Suối"), rowOut));
    const body =
      p(run("Nửa đầu"), endIn()) + tbl(tr(cell("Đá"), rowIn)) + p(run("Nửa sau.")) + gone + p(run("Hết."));
    expect(suggestedIn(body)).toEqual([
      "Nửa đầu¶+An:",
      "table +An:",
      "+An:|[+An:Đá]",
      "Nửa sau.",
      "table -Bình:",
      "-Bình:|[-Bình:1. Ngàn]¶-Bình:",
      "-Bình:|[-Bình:Suối]¶-Bình:",
      "Hết.",
    ]);
    expect(standing(body)).toEqual(["Nửa đầu", "|Đá", "Nửa sau.", "Hết."]);
    const { draft, word } = read(heading + body);
    expect([lines(draft.nodes), word?.tableCount]).toEqual([
      ["KINH TẾ", "Nửa đầu", "| Đá |", "Nửa sau.", "Hết."],
      0,
    ]);
  });

  it("are as accepted where a table would be no grid without them", () => {
    const starts = '<w:vMerge w:val="restart"/>';
    const body = tbl(
      tr(cell("a", starts) + cell("b"), rowOut),
      tr(tc(p(""), "<w:vMerge/>") + tc(p(`${run("c")}${ins(run("d"))}`))),
      tr(cell("e") + cell("g"), rowIn),
    );
    expect(suggestedIn(body)).toEqual(["||c[+An:d]", "|[+An:e]|[+An:g]"]);
    expect(
      suggestedIn(
        tbl(tr(cell("a") + cell("b", cellOut)), tr(cell("c") + cell("d")), tr(cell("e") + cell("g"), rowIn)),
      ),
    ).toEqual(["|a|", "|c|d", "+An:|[+An:e]|[+An:g]"]);
  });

  it("say nothing of what is in neither text, and keep the last end of a cell", () => {
    const body = tbl(
      tr(
        tc(p(run("Ngàn")) + p(del("bỏ"))) +
          tc(p(run("một"), endOut()) + p(`${del("hai")}${run("ba")}`)) +
          tc(p(del("trống"))),
      ),
      tr(tc(p(`${run("mới")}${del("thôi")}`)) + tc(p(del("thôi"))) + cell(""), rowIn),
      tr(cell("x") + cell("y") + cell("z"), rowIn + rowOut),
    );
    expect(suggestedIn(body)).toEqual([
      "|Ngàn¶-An: [-An:bỏ]|một¶-An: [-An:hai]ba|[-An:trống]",
      "+An:|[+An:mới]||",
    ]);
    expect(standing(body)).toEqual(["|Ngàn|mộtba|", "|mới||"]);
  });
});
