import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { BlockDifference, Change, ParagraphDifference, Piece } from "../../domain/difference.ts";
import type { UserId } from "../../domain/ids.ts";
import type { Block, ParagraphBlock, TableBlock } from "../../domain/report-model.ts";
import { CarriedIds } from "../carried-ids.ts";
import { findCarriedText } from "../carry-over.ts";
import { RecentlyDeleted } from "../deleted-text.ts";
import { Deleters } from "../deleters.ts";
import { contentOf } from "../doc-layout.ts";
import { seedBlocks } from "../seed.ts";
import { traceFragment } from "../traced-text.ts";
import { compareTexts } from "./compare-texts.ts";

const paragraph = (text: string): ParagraphBlock => ({
  kind: "paragraph",
  style: "body",
  level: 1,
  align: "justify",
  runs: text === "" ? [] : [{ kind: "text", text, bold: false, italic: false, underline: false }],
});
const table = (...rows: readonly (readonly string[])[]): TableBlock => ({
  kind: "table",
  rows: rows.map((cells) => ({
    cells: cells.map((text) => ({
      isHeader: false,
      colspan: 1,
      rowspan: 1,
      colwidth: null,
      blocks: [paragraph(text)],
    })),
  })),
});

type Edit = (content: Y.XmlFragment, at: (index: number) => Y.XmlElement) => void;
const textIn = (element: Y.XmlElement): Y.XmlText => element.get(0) as Y.XmlText;
const newParagraph = (text: string): Y.XmlElement => {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
};

/** Edits by person (their clientID), with ids carried over as the server does it. */
function compareAfter(
  blocks: readonly Block[],
  edits: readonly (readonly [number, Edit])[],
): readonly BlockDifference[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedBlocks(blocks, 7));
  const carried = new CarriedIds();
  const recent = new RecentlyDeleted();
  const deleters = new Deleters((range) => carried.originsOf(range));
  doc.on("afterTransaction", (transaction: Y.Transaction) => {
    for (const range of findCarriedText(transaction, carried, recent)) carried.add(range);
  });
  const old = traceFragment(contentOf(doc));
  doc.on("update", (payload: Uint8Array) => deleters.add({ payload, by: `u${doc.clientID}` as UserId }));
  for (const [person, edit] of edits) {
    doc.clientID = person;
    doc.transact(() => edit(contentOf(doc), (index) => contentOf(doc).get(index) as Y.XmlElement));
  }
  return compareTexts(old, traceFragment(contentOf(doc)), {
    originsOf: (range) => carried.originsOf(range),
    inserterOf: ({ client }) => ({ by: `u${client}` as UserId, acceptedBy: null }),
    deleterOf: (id) => deleters.deleterOf(id),
  });
}

const signs: Readonly<Record<Change, string>> = {
  same: "",
  inserted: "+",
  deleted: "-",
  "moved-here": ">",
  "moved-away": "<",
};
const mark = (change: Change, by: string | null, text: string): string =>
  change === "same" ? text : `{${signs[change]}${by ?? ""} ${text}}`;
const showPiece = ({ change, by, text, marks, formerMarks }: Piece): string =>
  formerMarks === null ? mark(change, by, text.replace("\n", "⏎")) : `{~${formerMarks}→${marks} ${text}}`;
const showParagraph = (p: ParagraphDifference): string =>
  p.pieces.map(showPiece).join("") +
  mark(p.end, p.endAuthor.by, "¶") +
  (p.former === null ? "" : `(${p.former.style}→${p.style})`);
const show = (blocks: readonly BlockDifference[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === "paragraph"
      ? [showParagraph(block)]
      : block.rows.map((row) =>
          mark(
            row.change,
            null,
            row.cells
              .map((cell) => mark(cell.change, null, cell.blocks.map(showParagraph).join("")))
              .join(" | "),
          ),
        ),
  );

describe("difference of two texts", () => {
  it("[VER8] shows words, numbers and dates as wholes, with who put in and who took out", () => {
    const edits: [number, Edit][] = [
      [2, (_, at) => textIn(at(0)).delete(16, 1)],
      [3, (_, at) => textIn(at(0)).insert(16, "7")],
    ];
    expect(show(compareAfter([paragraph("Gieo trồng được 5 ha")], edits))).toEqual([
      "Gieo trồng được {-u2 5}{+u3 7} ha¶",
    ]);
    const number = (from: string, at: number, length: number, text: string) =>
      show(
        compareAfter(
          [paragraph(`Đạt ${from} ngày`)],
          [
            [
              2,
              (_, block) => (textIn(block(0)).delete(4 + at, length), textIn(block(0)).insert(4 + at, text)),
            ],
          ],
        ),
      )[0];
    expect(number("95", 1, 1, "7")).toBe("Đạt {-u2 95}{+u2 97} ngày¶");
    expect(number("1.250,5", 3, 1, "9")).toBe("Đạt {-u2 1.250,5}{+u2 1.290,5} ngày¶");
    expect(number("26/7/2026", 3, 1, "8")).toBe("Đạt {-u2 26/7/2026}{+u2 26/8/2026} ngày¶");
  });

  it("[VER8] a word that grew or was cut in two is one change; the words beside it are none", () => {
    const grown = compareAfter([paragraph("Xã có bản mới")], [[2, (_, at) => textIn(at(0)).insert(9, "g")]]);
    expect(show(grown)).toEqual(["Xã có {-u2 bản}{+u2 bảng} mới¶"]);
    const cut = compareAfter([paragraph("Xã cóbản mới")], [[2, (_, at) => textIn(at(0)).insert(5, " ")]]);
    expect(show(cut)).toEqual(["Xã {-u2 cóbản}{+u2 có bản} mới¶"]);
  });

  it("[VER8] a split and a join change no text, whoever makes them", () => {
    const text = "Công tác thu ngân sách đạt khá so với cùng kỳ năm trước.";
    const split = compareAfter(
      [paragraph(text)],
      [
        [
          2,
          (content, at) => {
            textIn(at(0)).delete(22, text.length - 22);
            content.insert(1, [newParagraph(text.slice(22))]);
          },
        ],
      ],
    );
    expect(show(split)).toEqual([`${text.slice(0, 22)}{+u2 ¶}`, `${text.slice(22)}¶`]);
    const join = compareAfter(
      [paragraph(text.slice(0, 22)), paragraph(text.slice(22))],
      [
        [
          2,
          (content, at) => {
            content.delete(1, 1);
            textIn(at(0)).insert(22, text.slice(22));
          },
        ],
      ],
    );
    expect(show(join)).toEqual([`${text.slice(0, 22)}{-u2 ¶}`, `${text.slice(22)}¶`]);
  });

  it("[VER8] places paragraphs that were removed, also all and the first", () => {
    const three = ["Đoạn một của xã.", "Đoạn hai của xã.", "Đoạn ba của xã."].map(paragraph);
    const without = (index: number, count = 1) =>
      show(compareAfter(three, [[2, (content) => content.delete(index, count)]]));
    expect(without(1)).toEqual(["Đoạn một của xã.¶", "{-u2 Đoạn hai của xã.}{-u2 ¶}", "Đoạn ba của xã.¶"]);
    expect(without(0)).toEqual(["{-u2 Đoạn một của xã.}{-u2 ¶}", "Đoạn hai của xã.¶", "Đoạn ba của xã.¶"]);
    expect(without(0, 3)).toHaveLength(3);
  });

  it("[VER8] a paragraph that was moved is a move at both places, with what was changed in it", () => {
    const moved = compareAfter(
      [
        paragraph("Đoạn đầu giữ nguyên tại chỗ."),
        paragraph("Đoạn giữa cũng vậy."),
        paragraph("Đoạn cuối lên trên cùng."),
      ],
      [
        [
          2,
          (content) => {
            content.delete(2, 1);
            content.insert(0, [newParagraph("Đoạn cuối lên trên cùng.")]);
          },
        ],
      ],
    );
    expect(show(moved)).toEqual([
      "{> Đoạn cuối lên trên cùng.}{+u2 ¶}",
      "Đoạn đầu giữ nguyên tại chỗ.¶",
      "Đoạn giữa cũng vậy.¶",
      "{< Đoạn cuối lên trên cùng.}{-u2 ¶}",
    ]);
  });

  it("[VER8] marks and the look of a paragraph are changes of their own", () => {
    const difference = compareAfter(
      [paragraph("Thu ngân sách đạt khá."), paragraph("Chi đúng dự toán.")],
      [
        [2, (_, at) => textIn(at(0)).format(4, 9, { bold: {} })],
        [2, (_, at) => at(1).setAttribute("style", "dash")],
      ],
    );
    expect(show(difference)).toEqual(["Thu {~→b ngân sách} đạt khá.¶", "Chi đúng dự toán.¶(body→dash)"]);
  });

  it("[VER8] rows of a table are known by their ids, and words in their cells are compared", () => {
    const blocks = [table(["Lúa", "95"], ["Ngô", "12"], ["Sắn", "7"]), paragraph("Hết.")];
    const difference = compareAfter(blocks, [
      [
        2,
        (_, at) => {
          const rows = at(0);
          const cellText = ((rows.get(0) as Y.XmlElement).get(1) as Y.XmlElement).get(0) as Y.XmlElement;
          textIn(cellText).delete(1, 1);
          textIn(cellText).insert(1, "7");
          rows.delete(1, 1);
        },
      ],
    ]);
    expect(show(difference)).toEqual([
      "Lúa¶ | {-u2 95}{+u2 97}¶",
      "{- {- {-u2 Ngô}{-u2 ¶}} | {- {-u2 12}{-u2 ¶}}}",
      "Sắn¶ | 7¶",
      "Hết.¶",
    ]);
  });
});
