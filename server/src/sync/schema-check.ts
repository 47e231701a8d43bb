import * as Y from "yjs";
import { addedItems, recordMarkOf } from "@dongsoan/shared/crdt";
import {
  alignments,
  decodeAttrRecord,
  decodeRecord,
  maxListLevel,
  paragraphStyles,
  isTextMark,
} from "@dongsoan/shared/schema";

/**
 * Second half of the gate (GATE9): every item that a transaction added is looked at once, so the cost follows the
 * size of the update, not of the section. Whose records they may be is another question (`records/`).
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

const isRecord: Check = (value) => decodeRecord(value) !== null;
const isLook: Readonly<Record<string, Check>> = {
  style: isOneOf(paragraphStyles),
  level: isIntegerUpTo(maxListLevel),
  align: isOneOf(alignments),
};
const isAttrRecord: Check = (value) => {
  const former = decodeAttrRecord(value)?.former;
  return former !== undefined && Object.entries(former).every(([key, look]) => isLook[key]?.(look));
};
const inOrOut = { tcIns: isRecord, tcDel: isRecord };

const cellAttributes: Readonly<Record<string, Check>> = {
  colspan: isIntegerUpTo(100),
  rowspan: isIntegerUpTo(1000),
  colwidth: isColumnWidths,
  align: (v) => v === null || isOneOf(["left", "center", "right"])(v),
  ...inOrOut,
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
    attributes: { ...isLook, ...inOrOut, tcSplit: isRecord, tcJoin: isRecord, tcAttr: isAttrRecord },
  },
  hardBreak: { parents: ["paragraph"], attributes: inOrOut },
  table: { parents: ["#root"], attributes: inOrOut },
  tableRow: { parents: ["table"], attributes: inOrOut },
  tableCell: { parents: ["tableRow"], attributes: cellAttributes },
  tableHeader: { parents: ["tableRow"], attributes: cellAttributes },
});

const isMarkList: Check = (value) =>
  typeof value === "string" &&
  (value === "" ||
    (new Set(value.split(",")).size === value.split(",").length && value.split(",").every(isTextMark)));

/** A record on letters; time is the server's to say (SUG1). */
function isMarkRecord(key: string, value: unknown): boolean {
  const kind = recordMarkOf(key);
  if (kind === null) return false;
  if (value === null) return true;
  if (typeof value !== "object" || Array.isArray(value)) return false;
  const { id, by, at, add, remove, ...rest } = value as Readonly<Record<string, unknown>>;
  if (Object.keys(rest).length > 0 || at !== "" || !isRecord(`${String(id)}|${String(by)}`)) return false;
  if (kind !== "fmt") return add === undefined && remove === undefined;
  return isMarkList(add) && isMarkList(remove);
}

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
    if (!(content instanceof Y.ContentFormat)) return false;
    return isTextMark(content.key) ? isMarkValue(content.value) : isMarkRecord(content.key, content.value);
  }
  if (!(content instanceof Y.ContentType)) return false;
  const { type } = content;
  if (type instanceof Y.XmlText) return parent === "paragraph";
  return type instanceof Y.XmlElement && (elements.get(type.nodeName)?.parents.includes(parent) ?? false);
}

/** @returns whether everything the transaction added belongs to the schema. */
export function addedItemsAreAllowed(transaction: Y.Transaction): boolean {
  for (const item of addedItems(transaction)) if (!item.deleted && !isAllowed(item)) return false;
  return true;
}
