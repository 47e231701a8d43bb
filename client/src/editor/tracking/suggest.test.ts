import { joinBackward, selectAll, splitBlock, toggleMark } from "@tiptap/pm/commands";
import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { type Command, EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
} from "@tiptap/pm/tables";
import { textSchema as schema } from "@dongsoan/shared/schema";
import { describe, expect, it } from "vitest";
import { changeLevel, setAlignment, setParagraphStyle } from "../paragraph-commands.ts";
import { withoutRecords } from "./clean-content.ts";
import { suggest } from "./suggest.ts";
import { CannotSuggest, Suggester } from "./suggester.ts";

const p = (text: string, attrs = {}) =>
  schema.node("paragraph", attrs, text === "" ? [] : [schema.text(text)]);
const cell = (text: string) => schema.node("tableCell", null, [p(text)]);
const table = (...rows: string[][]) =>
  schema.node(
    "table",
    null,
    rows.map((cells) => schema.node("tableRow", null, cells.map(cell))),
  );
const doc = (...blocks: Node[]) => schema.node("doc", null, blocks);

/** Independent of the product's projections: reads the document's own JSON. */
interface Json {
  type: string;
  text?: string;
  attrs?: Record<string, unknown>;
  marks?: { type: string; attrs?: Record<string, string> }[];
  content?: Json[];
}
function project(node: Node, projection: "base" | "final"): unknown {
  const out = projection === "base" ? "ins" : "del";
  const isOut = (json: Json) => json.attrs?.[projection === "base" ? "tcIns" : "tcDel"] != null;
  const letters = (json: Json): string =>
    (json.content ?? [])
      .map((child) => {
        if (child.type === "hardBreak") return isOut(child) ? "" : "⏎";
        const marks = child.marks ?? [];
        if (marks.some((m) => m.type === out)) return "";
        const shown = new Set(marks.map((m) => m.type).filter((m) => !["ins", "del", "fmt"].includes(m)));
        if (projection === "base")
          for (const m of marks.filter(({ type }) => type === "fmt")) {
            for (const name of (m.attrs?.["add"] ?? "").split(",")) shown.delete(name);
            for (const name of (m.attrs?.["remove"] ?? "").split(",").filter(Boolean)) shown.add(name);
          }
        const face = [...shown].toSorted().join("");
        return [...(child.text ?? "")]
          .map((letter) => (face === "" ? letter : `${letter}{${face}}`))
          .join("");
      })
      .join("");
  const blocks = (list: Json[]): unknown[] => {
    const done: { look?: string; text?: string; rows?: unknown }[] = [];
    for (const json of list) {
      if (json.type === "table") {
        if (isOut(json)) continue;
        const rows = (json.content ?? [])
          .filter((row) => !isOut(row))
          .map((row) => (row.content ?? []).filter((c) => !isOut(c)).map((c) => blocks(c.content ?? [])));
        done.push({ rows });
        continue;
      }
      const former = String(json.attrs?.["tcAttr"] ?? "").split("|");
      const { style, level, align } = json.attrs ?? {};
      const look =
        projection === "base" && former.length > 2 ? former.slice(2).join() : [style, level, align].join();
      const text = letters(json);
      const joins = json.attrs?.[projection === "base" ? "tcSplit" : "tcJoin"] != null;
      const last = done.at(-1);
      if (joins && last?.text !== undefined) last.text += text;
      else if (!isOut(json) || (projection === "base" && text !== "")) done.push({ look, text });
    }
    return done;
  };
  return blocks((node.toJSON() as Json).content ?? []);
}

const at = (state: EditorState, text: string, offset = 0): number => {
  let found = -1;
  state.doc.descendants((node, pos) => {
    const i = node.isText ? (node.text ?? "").indexOf(text) : -1;
    if (found < 0 && i >= 0) found = pos + i + offset;
  });
  return found;
};
const select = (state: EditorState, from: number, to = from) =>
  state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));

let next = 0;
const suggester = (userId = "binh") => new Suggester(userId, () => `s${(next += 1)}`);
const changeOf = (state: EditorState, command: Command): Transaction | null => {
  let made: Transaction | null = null;
  command(state, (tr) => (made = tr));
  return made;
};
function run(state: EditorState, command: Command, by = suggester()): EditorState {
  const change = changeOf(state, command);
  if (!change) throw new Error("the command does nothing here");
  return state.apply(suggest(state, change, by));
}
const typing =
  (text: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.insertText(text));
    return true;
  };
const deleting: Command = (state, dispatch) => {
  dispatch?.(state.tr.deleteSelection());
  return true;
};
const backspace: Command = (state, dispatch) => {
  dispatch?.(state.tr.delete(state.selection.from - 1, state.selection.from));
  return true;
};
const bold: Command = (state, dispatch) => {
  const type = schema.marks["bold"];
  return type ? toggleMark(type)(state, dispatch) : false;
};
const paste =
  (...blocks: Node[]): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.replaceSelection(new Slice(Fragment.fromArray(blocks), 1, 1)));
    return true;
  };

const start = () =>
  EditorState.create({
    doc: doc(
      p("Xã có 21 bản."),
      p("Thu nhập 42 triệu đồng."),
      table(["Lúa", "95 ha"], ["Ngô", "40 ha"]),
      p("Kết quả tốt."),
    ),
  });

const operations: readonly (readonly [string, (s: EditorState) => EditorState, Command])[] = [
  ["typing in a word", (s) => select(s, at(s, "21", 1)), typing("5")],
  ["deleting a word", (s) => select(s, at(s, "21"), at(s, "21", 3)), deleting],
  ["replacing a figure", (s) => select(s, at(s, "42"), at(s, "42", 2)), typing("45")],
  ["backspace", (s) => select(s, at(s, "21", 2)), backspace],
  ["Enter in the middle", (s) => select(s, at(s, "21")), splitBlock],
  ["Enter at the end", (s) => select(s, at(s, "bản.", 4)), splitBlock],
  ["Enter at the start", (s) => select(s, at(s, "Thu nhập")), splitBlock],
  ["Enter over a selection", (s) => select(s, at(s, "có"), at(s, "21")), splitBlock],
  ["backspace at the start of a paragraph", (s) => select(s, at(s, "Thu nhập")), joinBackward],
  ["deleting over two paragraphs", (s) => select(s, at(s, "21"), at(s, "42")), deleting],
  ["typing over two paragraphs", (s) => select(s, at(s, "21"), at(s, "42")), typing("mới")],
  ["bold", (s) => select(s, at(s, "21"), at(s, "21", 2)), bold],
  ["bold over two paragraphs", (s) => select(s, at(s, "21"), at(s, "42", 2)), bold],
  ["a list", (s) => select(s, at(s, "Thu nhập")), setParagraphStyle("dash")],
  ["alignment of two paragraphs", (s) => select(s, at(s, "21"), at(s, "42")), setAlignment("center")],
  ["pasting text", (s) => select(s, at(s, "21")), paste(p("dán"))],
  ["pasting two paragraphs", (s) => select(s, at(s, "21")), paste(p("một"), p("hai", { style: "dash" }))],
  [
    "pasting three over a selection",
    (s) => select(s, at(s, "21"), at(s, "42")),
    paste(p("một"), p("hai"), p("ba")),
  ],
  [
    "a line break",
    (s) => select(s, at(s, "21")),
    (s, d) => {
      d?.(s.tr.replaceSelectionWith(schema.node("hardBreak")));
      return true;
    },
  ],
  ["a new row", (s) => select(s, at(s, "95 ha")), addRowAfter],
  ["a new column", (s) => select(s, at(s, "95 ha")), addColumnAfter],
  ["deleting a row", (s) => select(s, at(s, "95 ha")), deleteRow],
  ["deleting a column", (s) => select(s, at(s, "95 ha")), deleteColumn],
  ["deleting a table", (s) => select(s, at(s, "95 ha")), deleteTable],
  [
    "a new table in a paragraph",
    (s) => select(s, at(s, "21")),
    (s, d) => {
      d?.(s.tr.replaceSelectionWith(table(["", ""], ["", ""])));
      return true;
    },
  ],
  [
    "pasting a paragraph and a table at the end of one",
    (s) => select(s, at(s, "đồng.", 5)),
    (state, dispatch) => {
      const content = Fragment.from([p("Bảng thu:"), table(["Thuế", "12"])]);
      dispatch?.(state.tr.replaceSelection(new Slice(content, 1, 0)));
      return true;
    },
  ],
  ["typing in a cell", (s) => select(s, at(s, "95 ha", 2)), typing("0")],
];

describe("a change made into suggestions", () => {
  it.each(operations)(
    "[SUG5] [SUG6] %s: the text that stands is the same, the final one is as if changed outright",
    (_name, place, command) => {
      const state = place(start());
      const outright = state.apply(changeOf(state, command) ?? state.tr);
      const suggested = run(state, command);
      suggested.doc.check();
      expect(project(suggested.doc, "base")).toEqual(project(state.doc, "final"));
      expect(project(suggested.doc, "final")).toEqual(project(outright.doc, "final"));
      expect(suggested.doc.eq(outright.doc)).toBe(false);
    },
  );

  it.each(operations)(
    "[SUG11] %s, and another thing after it by the same person and by another",
    (_name, place, command) => {
      for (const [, place2, command2] of operations)
        for (const by of [suggester(), suggester("chi")]) {
          const state = place(start());
          const once = run(state, command);
          let twice: EditorState;
          try {
            twice = run(place2(once), command2, by);
          } catch (error) {
            // The place is gone, or two people's looks meet: what cannot be said is refused.
            const isPlaceGone = error instanceof RangeError || String(error).includes("does nothing here");
            if (error instanceof CannotSuggest || isPlaceGone) continue;
            throw error;
          }
          twice.doc.check();
          expect(project(twice.doc, "base")).toEqual(project(state.doc, "final"));
        }
    },
  );

  it("[SUG2] letters typed one after another are one mark", () => {
    let state = select(start(), at(start(), "21"));
    for (const letter of "một ") state = run(state, typing(letter));
    const marks: unknown[] = [];
    state.doc.descendants((node) => {
      for (const mark of node.marks) if (mark.type.name === "ins") marks.push(node.text);
    });
    expect(marks).toEqual(["một "]);
    expect(state.selection.head).toBe(at(state, "một ", 4));
  });

  it("[SUG2] deleting what one has put in oneself really deletes it; another's is struck", () => {
    const begun = run(select(start(), at(start(), "21")), typing("mới "));
    const own = run(select(begun, at(begun, "mới"), at(begun, "mới", 4)), deleting);
    expect(own.doc.eq(start().doc)).toBe(true);
    const struck = run(select(begun, at(begun, "mới"), at(begun, "mới", 4)), deleting, suggester("chi"));
    expect(struck.doc.textContent).toContain("mới ");
    expect(project(struck.doc, "final")).toEqual(project(start().doc, "final"));
  });

  it("[SUG2] a word typed anew letter by letter, as input methods do, neither doubles nor loses one", () => {
    let state = select(start(), at(start(), "bản.", 3));
    for (let i = 0; i < 3; i += 1) state = run(state, backspace);
    for (const letter of "xóm") state = run(state, typing(letter));
    expect(project(state.doc, "final")).toEqual(
      project(doc(p("Xã có 21 xóm."), ...start().doc.content.content.slice(1)), "final"),
    );
    expect(project(state.doc, "base")).toEqual(project(start().doc, "final"));
  });

  it("[SUG3] a look that is put back bears no record", () => {
    const begun = run(select(start(), at(start(), "Thu")), setParagraphStyle("dash"));
    const back = run(begun, setParagraphStyle("body"));
    expect(back.doc.eq(start().doc)).toBe(true);
    const deeper = run(begun, changeLevel(1));
    expect(() => run(deeper, setAlignment("left"), suggester("chi"))).toThrow(CannotSuggest);
  });

  it("refuses what records cannot express", () => {
    const state = start();
    const first = at(state, "Lúa");
    const across = select(state, at(state, "42"), first);
    expect(() => run(across, deleting)).toThrow(CannotSuggest);
    expect(mergeCells(state)).toBe(false);
    expect(() => run(state, (s, d) => (d?.(s.tr.setDocAttribute("x", 1)), true))).toThrow();
  });

  it("selects all and deletes: everything is struck, nothing is gone", () => {
    const state = start();
    const change = changeOf(state, selectAll);
    const all = change ? state.apply(change) : state;
    const gone = run(all, deleting);
    expect(project(gone.doc, "base")).toEqual(project(state.doc, "final"));
    expect(gone.doc.textContent).toBe(state.doc.textContent);
  });
});

describe("a change in write mode", () => {
  it("[SUG13] text within somebody's suggestion is plain", () => {
    const begun = run(select(start(), at(start(), "21")), typing("mới "));
    const inside = select(begun, at(begun, "mới", 2));
    const typed = inside.apply(withoutRecords(inside.tr.insertText("x")));
    const plain: string[] = [];
    typed.doc.firstChild?.forEach((node) => {
      if (node.marks.length === 0) plain.push(node.text ?? "");
    });
    expect(plain).toEqual(["Xã có ", "x", "21 bản."]);
  });
  it("[SUG13] Enter in a paragraph that somebody split off leaves the record on the first half, and puts none on the second", () => {
    const begun = run(select(start(), at(start(), "có")), splitBlock);
    const inside = select(begun, at(begun, "21", 2));
    let split = inside;
    splitBlock(inside, (tr) => (split = inside.apply(withoutRecords(tr))));
    const records: unknown[] = [];
    split.doc.forEach(({ attrs }) => records.push(attrs["tcSplit"] !== null));
    expect(records.slice(0, 3)).toEqual([false, true, false]);
  });
});
