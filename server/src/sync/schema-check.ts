import * as Y from "yjs";
import { alignments, maxListLevel, paragraphStyles } from "@dongsoan/shared/schema";

/**
 * Second half of the gate (GATE9): every item that a transaction added is looked at once, so the cost follows the
 * size of the update, not of the section. Marks for suggestions are known to the schema and admitted from nobody yet.
 */
type Check = (value: unknown) => boolean;
const isOneOf =
  (allowed: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && allowed.includes(value);
const isIntegerUpTo =
  (most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
const isColumnWidths: Check = (value) =>
  value === null ||
  (Array.isArray(value) &&
    value.length <= 100 &&
    value.every((w) => w === null || (typeof w === "number" && w >= 0 && w <= 10_000)));

const cellAttributes: Readonly<Record<string, Check>> = {
  colspan: isIntegerUpTo(100),
  rowspan: isIntegerUpTo(1000),
  colwidth: isColumnWidths,
  align: (v) => v === null || isOneOf(["left", "center", "right"])(v),
};

interface ElementRule {
  readonly parents: readonly string[];
  readonly attributes: ReadonlyMap<string, Check>;
}

/** Maps, never plain objects: a node or attribute called "constructor" or "__proto__" must find nothing. */
const rulesOf = (
  table: Readonly<
    Record<
      string,
      { readonly parents: readonly string[]; readonly attributes: Readonly<Record<string, Check>> }
    >
  >,
): ReadonlyMap<string, ElementRule> =>
  new Map(
    Object.entries(table).map(([name, { parents, attributes }]) => [
      name,
      { parents, attributes: new Map(Object.entries(attributes)) },
    ]),
  );

const elements = rulesOf({
  paragraph: {
    parents: ["#root", "tableCell", "tableHeader"],
    attributes: {
      style: isOneOf(paragraphStyles),
      level: isIntegerUpTo(maxListLevel),
      align: isOneOf(alignments),
    },
  },
  hardBreak: { parents: ["paragraph"], attributes: {} },
  table: { parents: ["#root"], attributes: {} },
  tableRow: { parents: ["table"], attributes: {} },
  tableCell: { parents: ["tableRow"], attributes: cellAttributes },
  tableHeader: { parents: ["tableRow"], attributes: cellAttributes },
});
const marks: ReadonlySet<string> = new Set(["bold", "italic", "underline"]);

const isMarkValue: Check = (value) =>
  value === null ||
  value === true ||
  (typeof value === "object" && Object.keys(value as object).length === 0);

function parentName(item: Y.Item): string | null {
  const { parent } = item;
  if (parent instanceof Y.XmlElement) return parent.nodeName;
  if (parent instanceof Y.XmlText) return "#text";
  if (parent instanceof Y.XmlFragment) return parent._item === null ? "#root" : null;
  return null;
}

function isAllowed(item: Y.Item): boolean {
  const { content, parentSub } = item;
  if (content instanceof Y.ContentDeleted) return true;
  const parent = parentName(item);
  if (parent === null) return false;
  if (parentSub !== null) {
    const check = elements.get(parent)?.attributes.get(parentSub);
    return (
      check !== undefined &&
      content instanceof Y.ContentAny &&
      content.arr.length === 1 &&
      check(content.arr[0])
    );
  }
  if (parent === "#text") {
    if (content instanceof Y.ContentString) return true;
    return content instanceof Y.ContentFormat && marks.has(content.key) && isMarkValue(content.value);
  }
  if (!(content instanceof Y.ContentType)) return false;
  const { type } = content;
  if (type instanceof Y.XmlText) return parent === "paragraph";
  return type instanceof Y.XmlElement && (elements.get(type.nodeName)?.parents.includes(parent) ?? false);
}

/** @returns whether everything the transaction added belongs to the schema. */
export function addedItemsAreAllowed(transaction: Y.Transaction): boolean {
  const { store } = transaction.doc;
  for (const [client, after] of transaction.afterState) {
    const before = transaction.beforeState.get(client) ?? 0;
    if (after === before) continue;
    const structs = store.clients.get(client) ?? [];
    for (let i = Y.findIndexSS(structs as Y.Item[], before); i < structs.length; i += 1) {
      const struct = structs[i];
      if (struct instanceof Y.Item && !struct.deleted && !isAllowed(struct)) return false;
    }
  }
  return true;
}
