import { describe, expect, it } from "vitest";
import { strToU8, zipSync } from "fflate";
import {
  type Block,
  type DraftNode,
  type ParagraphBlock,
  type Revision,
  type Run,
  textsOf,
  toBlocks,
  withoutRevisions,
  type WordFindings,
} from "@dongsoan/shared/domain";
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
const drawn = (blocks: readonly Block[]): readonly string[] =>
  blocks.flatMap((block) => (block.kind === "paragraph" ? [paragraphDrawn(block)] : []));
/** The paragraphs of the first section. */
const suggestedIn = (body: string, parts: WordParts = {}) => {
  const { nodes } = read(heading + body, parts).draft;
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

  it("are ends of paragraphs; a space beside one that was put in comes back with it", () => {
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
    ).toEqual([
      "Đường vào bản ¶-Bình:",
      "Ngàn thông.",
      "Chợ đông.[-An: ]¶+An:",
      "[-An: ]Bà con vui.",
      "Một¶-An:",
      "hai.",
    ]);
  });

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
