import { describe, expect, it } from "vitest";
import { strToU8, zipSync } from "fflate";
import { type DraftNode, textsOf, withoutRevisions, type WordFindings } from "@dongsoan/shared/domain";
import { by, p, run, struck, wordFile, type WordParts } from "../../../../test/kit/word-file.ts";
import { checkFile, readImport } from "./import-tasks.ts";

const an = by("Lò Văn An");
const binh = by("Vi Thị Bình");
const heading = p(run("I. KINH TẾ"));
const end = (revision: string) => `<w:rPr>${revision}</w:rPr>`;

function read(body: string, parts: WordParts = {}) {
  const answer = readImport(wordFile(body, parts));
  if (!answer.ok) throw new Error(answer.reason);
  return { draft: answer.value.draft, word: answer.value.word as WordFindings };
}
const lines = (nodes: readonly DraftNode[]): readonly string[] =>
  nodes.flatMap(({ title, blocks, children }) => [title, ...blocks.flatMap(textsOf), ...lines(children)]);

describe("the text of a Word file with revisions", () => {
  it("[IMP29] has what was put in, once, and not what was taken out", () => {
    const { draft, word } = read(
      heading +
        p(
          `${run("Xã gieo trồng được ")}<w:del ${an}>${struck("95")}</w:del><w:ins ${an}>${run("97")}</w:ins>${run(" ha lúa")}<w:ins ${binh}>${run(" và ")}<w:del ${an}>${struck("nhiều ")}</w:del>${run("ngô")}</w:ins>${run(".")}`,
        ),
    );
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "Xã gieo trồng được 97 ha lúa và ngô."]);
    expect(word.revisions).toEqual([
      { author: "Lò Văn An", insertions: 1, deletions: 2, looks: 0 },
      { author: "Vi Thị Bình", insertions: 1, deletions: 0, looks: 0 },
    ]);
  });

  it("[IMP29] has text that was moved where it was moved to", () => {
    const { draft, word } = read(
      `${heading}${p(`<w:moveFrom ${an}>${run("Chợ phiên họp đều.")}</w:moveFrom>`, end(`<w:moveFrom ${an}/>`))}${p(run("Bà con phấn khởi."))}${p(`<w:moveTo ${an}>${run("Chợ phiên họp đều.")}</w:moveTo>`, end(`<w:moveTo ${an}/>`))}`,
    );
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "Bà con phấn khởi.", "Chợ phiên họp đều."]);
    expect(word.revisions).toEqual([{ author: "Lò Văn An", insertions: 1, deletions: 1, looks: 0 }]);
  });

  it("[IMP29] joins paragraphs whose end was taken out, and keeps those whose end was put in apart", () => {
    const { draft, word } = read(
      `${heading}${p(run("Đường vào bản Ngàn "), end(`<w:del ${binh}/>`))}${p(run("đã thông xe."))}${p(run("Chợ đông."), end(`<w:ins ${an}/>`))}${p(run("Bà con vui."))}${p(`<w:del ${an}>${struck("Cả đoạn bị bỏ.")}</w:del>`, end(`<w:del ${an}/>`))}${p(run("Đoạn cuối."))}`,
    );
    expect(lines(draft.nodes)).toEqual([
      "KINH TẾ",
      "Đường vào bản Ngàn đã thông xe.",
      "Chợ đông.",
      "Bà con vui.",
      "Đoạn cuối.",
    ]);
    expect(word.revisions).toEqual([
      { author: "Vi Thị Bình", insertions: 0, deletions: 1, looks: 0 },
      { author: "Lò Văn An", insertions: 1, deletions: 1, looks: 0 },
    ]);
  });

  it("[IMP29] leaves out rows and cells that were taken out, and counts changes of looks", () => {
    const cell = (text: string, properties = "") =>
      `<w:tc><w:tcPr>${properties}</w:tcPr>${p(run(text))}</w:tc>`;
    const { draft, word } = read(
      `${heading}${p(`<w:r><w:rPr><w:b/><w:rPrChange ${an}><w:rPr/></w:rPrChange></w:rPr><w:t>Số hộ:</w:t></w:r>`, `<w:pPrChange ${an}><w:pPr/></w:pPrChange>`)}<w:tbl><w:tr>${cell("1. Ngàn")}${cell("41")}${cell("bỏ", `<w:cellDel ${binh}/>`)}</w:tr><w:tr><w:trPr><w:del ${binh}/></w:trPr>${cell("Suối")}${cell("37")}</w:tr><w:sdt><w:sdtContent><w:tr><w:trPr><w:ins ${an}/></w:trPr>${cell("Đá")}${cell("29")}</w:tr></w:sdtContent></w:sdt></w:tbl>`,
    );
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "Số hộ:", "| 1. Ngàn | 41 |", "| Đá | 29 |"]);
    expect(word.revisions).toEqual([
      { author: "Lò Văn An", insertions: 1, deletions: 0, looks: 1 },
      // The row stands right behind the cell.
      { author: "Vi Thị Bình", insertions: 0, deletions: 1, looks: 0 },
    ]);
    expect(word.tableCount).toBe(0);
  });
});

describe("what else a Word file holds", () => {
  it("[IMP30] is told: comments by author, pictures, notes", () => {
    const comment = (author: string) => `<w:comment ${by(author)}>${p(run("Xem lại."))}</w:comment>`;
    const { draft, word } = read(
      `${heading}${p(`<w:commentRangeStart w:id="1"/>${run("Được mùa.")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:drawing/></w:r>`)}`,
      { comments: comment("Vi Thị Bình") + comment("Lò Văn An") + comment("Vi Thị Bình") },
    );
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "Được mùa."]);
    expect(word).toEqual({
      revisions: [],
      comments: [
        { author: "Vi Thị Bình", count: 2 },
        { author: "Lò Văn An", count: 1 },
      ],
      tableCount: 0,
      pictureCount: 1,
      noteCount: 1,
    });
  });

  it("[IMP29] a file with thousands of names lists a hundred, and counts the others together", () => {
    const { word } = read(
      heading +
        p(Array.from({ length: 3_000 }, (_, i) => `<w:ins ${by(`A${i}`)}>${run("chữ ")}</w:ins>`).join("")),
    );
    expect(word.revisions).toHaveLength(101);
    expect(word.revisions.at(-1)).toMatchObject({ author: "…" });
  });

  it("[IMP29] has the text of boxes once, though a file holds it in a newer and an older form", () => {
    const box = `<w:txbxContent>${p(run("Ghi chú trong khung."))}</w:txbxContent>`;
    const { draft } = read(
      `${heading}${p(`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>${box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>${run("Được mùa.")}`)}`,
    );
    expect(lines(draft.nodes)).toEqual(["KINH TẾ", "Ghi chú trong khung.", "Được mùa."]);
  });

  it("[IMP31] labels that a word processor counts are written out, of paragraphs that stand", () => {
    const level = (at: number, format: string, text: string) =>
      `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
    const numbering = `<w:abstractNum w:abstractNumId="7">${level(0, "upperRoman", "%1.")}${level(1, "decimal", "%2.")}${level(2, "decimal", "%2.%3.")}${level(3, "bullet", "·")}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>`;
    const styles = `<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style><w:style w:styleId="MucLon"><w:basedOn w:val="Muc"/></w:style>`;
    const at = (ilvl: number) => `<w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="3"/></w:numPr>`;
    const { draft } = read(
      [
        p(run("KINH TẾ"), '<w:pStyle w:val="MucLon"/>'),
        p(run("Trồng trọt"), at(1)),
        p(run("Lúa"), at(2)),
        p(run("Vụ xuân được mùa, bà con phấn khởi."), at(3)),
        p(`<w:del ${an}>${struck("Bỏ")}</w:del>`, at(1) + end(`<w:del ${an}/>`)),
        p(run("Chăn nuôi"), at(1)),
        p(run("Đàn trâu tăng.")),
        p(run("VĂN HÓA"), '<w:pStyle w:val="MucLon"/>'),
        p(run("Lễ hội"), at(1)),
        p(run("Lễ hội đông vui.")),
      ].join(""),
      { numbering, styles },
    );
    const labels = (nodes: readonly DraftNode[]): readonly string[] =>
      nodes.flatMap(({ typedLabel, title, children }) => [`${typedLabel} ${title}`, ...labels(children)]);
    expect(labels(draft.nodes)).toEqual([
      "I. KINH TẾ",
      "1. Trồng trọt",
      "1.1. Lúa",
      "2. Chăn nuôi",
      "II. VĂN HÓA",
      "1. Lễ hội",
    ]);
    expect(withoutRevisions(draft.nodes)[0]?.children[0]?.children[0]?.blocks).toEqual([
      { style: "dash", level: 1, text: "Vụ xuân được mùa, bà con phấn khởi." },
    ]);
  });

  it("[IMP10] a stamp on the page's head or in a box refuses the file", () => {
    const plain = heading + p(run("Được mùa."));
    const stamped = wordFile(plain, { header1: p(run("TỐI MẬT")) });
    const boxed = wordFile(
      p(`<w:r><w:pict><w:txbxContent>${p(run("MẬT"))}</w:txbxContent></w:pict></w:r>`) + plain,
    );
    for (const file of [stamped, boxed])
      for (const task of [checkFile, readImport])
        expect(task(file)).toEqual({ ok: false, reason: "secrecy-stamp" });
    expect(checkFile(wordFile(plain))).toEqual({ ok: true, value: null });
  });
});

describe("[IMP13] [IMP32] a Word file that is none", () => {
  const deep = (count: number) => `${"<w:sdt>".repeat(count)}${p(run("Sâu."))}${"</w:sdt>".repeat(count)}`;
  it.each<[string, Uint8Array, string]>([
    ["another package", zipSync({ "xl/workbook.xml": strToU8("<workbook/>") }), "unsupported-file"],
    ["cut short", wordFile(heading).subarray(0, 300), "unsupported-file"],
    ["no XML", zipSync({ "word/document.xml": strToU8("<w:document><w:body>") }), "unsupported-file"],
    ["without text", wordFile(p("")), "empty-file"],
    ["thousands of elements within one another", wordFile(deep(20_000)), "unsupported-file"],
    [
      "much more than it looks",
      zipSync({ "word/document.xml": new Uint8Array(70_000_000) }, { level: 1 }),
      "too-large",
    ],
    [
      "many parts that are together",
      zipSync(
        Object.fromEntries(
          ["document", ...Array.from({ length: 9 }, (_, i) => `header${i}`)].map((name) => [
            `word/${name}.xml`,
            new Uint8Array(7_000_000),
          ]),
        ),
        { level: 1 },
      ),
      "too-large",
    ],
  ])("%s", (_name, file, reason) => {
    expect(readImport(file)).toEqual({ ok: false, reason });
  });
});
