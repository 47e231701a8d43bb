import * as Y from "yjs";
import { recordKey, type RecordMarkValue } from "@dongsoan/shared/crdt";
import { encodeAttrRecord, encodeRecord } from "@dongsoan/shared/schema";
import type { Rng } from "./rng.ts";

/** Record of one suggestion on letters, as the editor's binding stores it. */
export function letterRecord(
  kind: "ins" | "del" | "fmt",
  by: string,
  id: string,
  change: Pick<RecordMarkValue, "add" | "remove"> = {},
): Record<string, object> {
  const value = { id, by, at: "", ...(kind === "fmt" ? { add: "", remove: "", ...change } : {}) };
  return { [recordKey(kind, value)]: value };
}

export function plainParagraph(text: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

export function plainTable(
  rows: number,
  columns: number,
  textOf = (row: number, column: number) => `ô ${row}.${column}`,
): Y.XmlElement {
  const table = new Y.XmlElement("table");
  table.insert(
    0,
    Array.from({ length: rows }, (_row, r) =>
      plainRow(Array.from({ length: columns }, (_cell, c) => textOf(r, c))),
    ),
  );
  return table;
}

export function plainRow(texts: readonly string[]): Y.XmlElement {
  const row = new Y.XmlElement("tableRow");
  row.insert(
    0,
    texts.map((text) => cell(text)),
  );
  return row;
}

function cell(text: string, record?: string): Y.XmlElement {
  const element = new Y.XmlElement("tableCell");
  if (record) element.setAttribute("tcIns", record);
  element.insert(0, [plainParagraph(text)]);
  return element;
}

const elements = (parent: Y.XmlFragment, name: string): Y.XmlElement[] =>
  parent
    .toArray()
    .flatMap((node) =>
      node instanceof Y.XmlElement
        ? [...(node.nodeName === name ? [node] : []), ...elements(node, name)]
        : [],
    );

const has = (element: Y.XmlElement, key: string): boolean => element.getAttribute(key) !== undefined;

/** One honest suggestion of `by`, anywhere: it changes nothing of the text that stands. Nothing where the dice find no place. */
export function suggestAnything(rng: Rng, content: Y.XmlFragment, by: string, id: string): void {
  const record = encodeRecord({ id, by });
  const paragraph = rng.pick(elements(content, "paragraph"));
  const text = paragraph.get(0);
  if (!(text instanceof Y.XmlText) || text.length < 4) return;
  const at = rng.int(text.length - 3);
  const parent = paragraph.parent as Y.XmlFragment;
  switch (rng.int(10)) {
    case 0:
    case 1:
      return text.insert(at, `mới${id}`, letterRecord("ins", by, id));
    case 2:
    case 3:
      return text.format(at, 3, letterRecord("del", by, id));
    case 4:
      text.format(at, 2, letterRecord("del", by, id));
      return text.insert(at + 2, "97", letterRecord("ins", by, id));
    case 5: {
      const isBold = (text.toDelta() as { attributes?: object }[]).some(
        (d) => "bold" in (d.attributes ?? {}),
      );
      return isBold
        ? undefined
        : text.format(at, 3, { bold: {}, ...letterRecord("fmt", by, id, { add: "bold" }) });
    }
    case 6: {
      const right = new Y.XmlElement("paragraph");
      right.setAttribute("tcSplit", record);
      const moved = new Y.XmlText();
      const delta = text.toDelta() as { insert: string; attributes?: object }[];
      let skip = at;
      const tail = delta.flatMap(({ insert, attributes }) => {
        const rest = insert.slice(skip);
        skip = Math.max(0, skip - insert.length);
        return rest === "" ? [] : [{ insert: rest, ...(attributes ? { attributes } : {}) }];
      });
      moved.applyDelta(tail);
      right.insert(0, [moved]);
      text.delete(at, text.length - at);
      const between = plainTable(1, 2, () => "");
      between.setAttribute("tcIns", record);
      // A table can be put into the middle of a paragraph; not into a cell.
      const isSplitByTable = parent === content && rng.int(3) === 0;
      return parent.insert(
        parent.toArray().indexOf(paragraph) + 1,
        isSplitByTable ? [between, right] : [right],
      );
    }
    case 7:
      return has(paragraph, "tcJoin") || has(paragraph, "tcSplit")
        ? undefined
        : paragraph.setAttribute("tcJoin", record);
    case 8:
      if (has(paragraph, "tcAttr")) return;
      paragraph.setAttribute(
        "tcAttr",
        encodeAttrRecord(
          { id, by },
          { style: paragraph.getAttribute("style") ?? "body", level: 1, align: "justify" },
        ),
      );
      return paragraph.setAttribute("style", "dash");
    default:
      return suggestInTable(rng, content, record);
  }
}

function suggestInTable(rng: Rng, content: Y.XmlFragment, record: string): void {
  const table = rng.pick(elements(content, "table"));
  const rows = elements(table, "tableRow");
  const row = rng.pick(rows);
  switch (rng.int(4)) {
    case 0:
      if (!has(row, "tcIns")) row.setAttribute("tcDel", record);
      return;
    case 1: {
      const fresh = plainRow(Array.from({ length: row.length }, () => ""));
      fresh.setAttribute("tcIns", record);
      return table.insert(table.toArray().indexOf(row), [fresh]);
    }
    case 2:
      for (const each of rows) each.insert(1, [cell("", record)]);
      return;
    default:
      for (const each of rows) {
        const last = each.get(each.length - 1);
        if (last instanceof Y.XmlElement && !has(last, "tcIns")) last.setAttribute("tcDel", record);
      }
  }
}
