import * as Y from "yjs";
import { type RecordMarkValue, recordMarkOf, type TextId } from "@dongsoan/shared/crdt";
import { decodeAttrRecord, decodeRecord, recordAttributes } from "@dongsoan/shared/schema";
import { parentItem } from "../text-items.ts";

export interface StandingRecord {
  readonly by: string;
  /** Equal for equal records. */
  readonly value: string;
}

/** Some living letters with neighbouring ids and the same records. */
export interface RecordedLetters extends TextId {
  readonly text: string;
  readonly records: readonly StandingRecord[];
  /** Where they stand, for taking a record off. */
  readonly node: Y.XmlText;
  readonly index: number;
}

/** The records of one element: on itself, and on the letters right in it. */
export interface ElementRecords {
  readonly attributes: readonly StandingRecord[];
  readonly letters: readonly RecordedLetters[];
  /** SUG20: more records lie on one letter than are read. */
  readonly isCrowded: boolean;
}

export interface TouchedElement {
  readonly element: Y.XmlElement;
  readonly before: ElementRecords;
  readonly after: ElementRecords;
  readonly isGone: boolean;
  /** What stood behind it before the update, in the same element. */
  readonly nextBefore: Y.XmlElement | null;
}

const none: ElementRecords = { attributes: [], letters: [], isCrowded: false };

/** SUG20. With each letter stands what lies on it, so a thousand on each would make every key in the paragraph cost seconds. */
const maxRecordsOnLetter = 20;

/** Which records stand where, by element, so that only what an edit has touched is read again. */
export class StandingRecords {
  readonly #root: Y.XmlFragment;
  readonly #known = new Map<Y.XmlElement, ElementRecords>();
  readonly #next = new Map<Y.XmlElement, Y.XmlElement | null>();
  #isComplete = false;

  constructor(root: Y.XmlFragment) {
    this.#root = root;
  }

  /** Everything is read once; from then on `update` keeps it. */
  complete(): void {
    if (this.#isComplete) return;
    this.#isComplete = true;
    this.#readAll(this.#root);
  }

  /** Reads again what an edit has touched. An element that is not known had no records. */
  update(transaction: Y.Transaction): readonly TouchedElement[] {
    const touched = new Set<Y.XmlElement>();
    let hasMoved = false;
    for (const type of transaction.changed.keys())
      if (type === (this.#root as unknown) || (type instanceof Y.XmlElement && type.nodeName !== "paragraph"))
        hasMoved = true;
    for (const type of transaction.changedParentTypes.keys()) {
      if (type instanceof Y.XmlElement) touched.add(type);
      if (type instanceof Y.XmlFragment) this.#addUnknown(type, touched);
    }
    if (hasMoved) for (const element of this.#known.keys()) if (isGone(element)) touched.add(element);
    for (const element of touched) this.#addUnknown(element, touched);
    const elements = [...touched].map((element) => this.#readAgain(element));
    for (const type of transaction.changed.keys())
      if (type instanceof Y.XmlFragment && !(type instanceof Y.XmlElement && type.nodeName === "paragraph"))
        this.#putInOrder(type);
    return elements;
  }

  #readAgain(element: Y.XmlElement): TouchedElement {
    const before = this.#known.get(element) ?? none;
    const nextBefore = this.#next.get(element) ?? null;
    const after = isGone(element) ? null : read(element);
    if (after) this.#known.set(element, after);
    else {
      this.#known.delete(element);
      this.#next.delete(element);
    }
    return { element, before, after: after ?? none, isGone: after === null, nextBefore };
  }

  #putInOrder(parent: Y.XmlFragment): void {
    const children = elementsIn(parent);
    for (const [i, child] of children.entries()) this.#next.set(child, children[i + 1] ?? null);
  }

  #addUnknown(parent: Y.XmlFragment, touched: Set<Y.XmlElement>): void {
    for (const child of elementsIn(parent)) if (!this.#known.has(child)) touched.add(child);
  }

  #readAll(parent: Y.XmlFragment): void {
    this.#putInOrder(parent);
    for (const element of elementsIn(parent)) {
      this.#known.set(element, read(element));
      this.#readAll(element);
    }
  }
}

const elementsIn = (parent: Y.XmlFragment): readonly Y.XmlElement[] =>
  parent.toArray().filter((node): node is Y.XmlElement => node instanceof Y.XmlElement);

function isGone(element: Y.XmlElement): boolean {
  for (let item = element._item; item !== null; item = parentItem(item)) if (item.deleted) return true;
  return false;
}

function read(element: Y.XmlElement): ElementRecords {
  const values = element.getAttributes() as Readonly<Record<string, unknown>>;
  const attributes = recordAttributes.flatMap((key): StandingRecord[] => {
    const value = values[key];
    const by = (key === "tcAttr" ? decodeAttrRecord(value) : decodeRecord(value))?.by;
    return by === undefined || typeof value !== "string" ? [] : [{ by, value: `${key} ${value}` }];
  });
  const texts = element.toArray().flatMap((node) => (node instanceof Y.XmlText ? [readLetters(node)] : []));
  const letters = texts.flatMap((text) => text.letters);
  const isCrowded = texts.some((text) => text.isCrowded);
  const isEmpty = attributes.length === 0 && letters.length === 0 && !isCrowded;
  return isEmpty ? none : { attributes, letters, isCrowded };
}

/** Reads no further where it is crowded. */
export function readLetters(node: Y.XmlText): Pick<ElementRecords, "letters" | "isCrowded"> {
  const letters: RecordedLetters[] = [];
  const formats = new Map<string, unknown>();
  let standing: RecordedLetters["records"] | null = null;
  let index = 0;
  for (let item = node._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content, id } = item;
    if (content instanceof Y.ContentFormat) {
      if (content.value === null) formats.delete(content.key);
      else formats.set(content.key, content.value);
      standing = null;
    } else if (content instanceof Y.ContentString) {
      standing ??= recordsIn(formats);
      if (standing.length > maxRecordsOnLetter) return { letters, isCrowded: true };
      letters.push({ client: id.client, clock: id.clock, text: content.str, node, index, records: standing });
      index += content.str.length;
    }
  }
  return { letters, isCrowded: false };
}

function recordsIn(formats: ReadonlyMap<string, unknown>): RecordedLetters["records"] {
  const records = [...formats].flatMap(([key, value]) => {
    const kind = recordMarkOf(key);
    if (kind === null) return [];
    const { id, by, add, remove } = value as RecordMarkValue;
    return [{ by, value: JSON.stringify([kind, id, by, add, remove]) }];
  });
  return records.toSorted((a, b) => (a.value < b.value ? -1 : 1));
}
