import * as Y from "yjs";
import { decodeAttrRecord, decodeRecord, recordAttributes } from "../../schema/records.ts";
import { isTextMark, textMarks } from "../../schema/text-marks.ts";
import { walkFormatted } from "../formatted-letters.ts";
import { type RecordMarkValue, recordMarkOf } from "../record-key.ts";

/** Letters that look alike, and how they look: marks and other people's records. */
export type Run = readonly [look: string, text: string];

export interface ParagraphView {
  readonly kind: "paragraph";
  readonly look: string;
  readonly runs: readonly Run[];
  /** Split off the paragraph before it by this person: without that, the two are one. */
  readonly isSplitOff: boolean;
  readonly isInserted: boolean;
}
interface ContainerView {
  readonly kind: "container";
  /** Name, attributes and other people's records. */
  readonly look: string;
  readonly children: readonly BlockView[];
  readonly isInserted: boolean;
  readonly hasText: boolean;
}
export type BlockView = ParagraphView | ContainerView;

/** Some letters that stand beside one another. */
export interface ReadLetters {
  /** Within the paragraph as it reads. */
  readonly at: number;
  readonly node: Y.XmlText;
  /** Within the node. */
  readonly index: number;
  readonly length: number;
  readonly formats: ReadonlyMap<string, unknown>;
}

export type FormerParagraphs = ReadonlyMap<Y.XmlElement, ParagraphView>;

const looks = ["style", "level", "align"] as const;
const defaultLook: Readonly<Record<string, unknown>> = { style: "body", level: 1, align: "justify" };

/**
 * A section's text as it would be without one person's suggestions (SUG11): blocks as values that can be compared. Kept by
 * element, so that only what an update has touched is read again.
 */
export class TextWithout {
  readonly #root: Y.XmlFragment;
  readonly #person: string;
  readonly #views = new Map<Y.XmlElement, BlockView>();

  constructor(root: Y.XmlFragment, person: string) {
    this.#root = root;
    this.#person = person;
  }

  /** Blocks in order. Reads what is not known yet. */
  blocks(): readonly BlockView[] {
    return this.#root.toArray().flatMap((node) => (node instanceof Y.XmlElement ? [this.#view(node)] : []));
  }

  /**
   * What an edit has touched must be read again.
   * @param changed the changed types and all that they stand in.
   * @returns how its paragraphs read before, as far as that was known.
   */
  forget(changed: Iterable<unknown>): FormerParagraphs {
    const former = new Map<Y.XmlElement, ParagraphView>();
    for (const type of changed) {
      if (!(type instanceof Y.XmlElement)) continue;
      const view = this.#views.get(type);
      if (view?.kind === "paragraph") former.set(type, view);
      this.#views.delete(type);
    }
    return former;
  }

  /** How a paragraph reads. */
  paragraph(element: Y.XmlElement): ParagraphView | null {
    const view = this.#view(element);
    return view.kind === "paragraph" ? view : null;
  }

  /** Visits what `runs` of a paragraph tell, letter by letter, with all that lies on it. */
  walk(paragraph: Y.XmlElement, visit: (letters: ReadLetters) => void): void {
    let at = 0;
    for (const node of paragraph.toArray()) {
      if (node instanceof Y.XmlElement && !this.#isOwn(attributesOf(node)["tcIns"])) at += 1;
      if (!(node instanceof Y.XmlText)) continue;
      let index = 0;
      walkFormatted(
        node,
        (formats) => new Map(formats),
        ({ length }, _id, formats) => {
          if (this.#lookOf(formats) !== null) {
            visit({ at, node, index, length, formats });
            at += length;
          }
          index += length;
        },
      );
    }
  }

  #view(element: Y.XmlElement): BlockView {
    const known = this.#views.get(element);
    if (known) return known;
    const view = element.nodeName === "paragraph" ? this.#readParagraph(element) : this.#container(element);
    this.#views.set(element, view);
    return view;
  }

  #readParagraph(element: Y.XmlElement): ParagraphView {
    const attributes = attributesOf(element);
    const changed = decodeAttrRecord(attributes["tcAttr"]);
    const shown = changed?.by === this.#person ? { ...changed.former } : attributes;
    const look = JSON.stringify([
      looks.map((key) => (shown as Readonly<Record<string, unknown>>)[key] ?? defaultLook[key]),
      this.#othersRecords(attributes),
    ]);
    return {
      kind: "paragraph",
      look,
      runs: this.#runs(element),
      isSplitOff: this.#isOwn(attributes["tcSplit"]),
      isInserted: this.#isOwn(attributes["tcIns"]),
    };
  }

  /** A table, a row or a cell. */
  #container(element: Y.XmlElement): ContainerView {
    const attributes = attributesOf(element);
    const children = element
      .toArray()
      .flatMap((node) => (node instanceof Y.XmlElement ? [this.#view(node)] : []));
    const own = Object.entries(attributes).filter(([key, value]) => !key.startsWith("tc") && value !== null);
    const look = [
      element.nodeName,
      own.toSorted(([a], [b]) => (a < b ? -1 : 1)),
      this.#othersRecords(attributes),
    ];
    return {
      kind: "container",
      look: JSON.stringify(look),
      children,
      isInserted: this.#isOwn(attributes["tcIns"]),
      hasText: children.some(holdsText),
    };
  }

  #isOwn(value: unknown): boolean {
    return decodeRecord(value)?.by === this.#person;
  }

  #othersRecords(attributes: Readonly<Record<string, unknown>>): readonly string[] {
    return recordAttributes.flatMap((key) => {
      const value = attributes[key];
      const by = (key === "tcAttr" ? decodeAttrRecord(value) : decodeRecord(value))?.by;
      return typeof value === "string" && by !== this.#person ? [`${key} ${value}`] : [];
    });
  }

  #runs(paragraph: Y.XmlElement): readonly Run[] {
    const runs: [string, string][] = [];
    const add = (look: string, text: string) => {
      const last = runs.at(-1);
      if (last?.[0] === look) last[1] += text;
      else runs.push([look, text]);
    };
    for (const node of paragraph.toArray()) {
      if (node instanceof Y.XmlText) this.#letters(node, add);
      else if (node instanceof Y.XmlElement) {
        const attributes = attributesOf(node);
        if (!this.#isOwn(attributes["tcIns"]))
          add(JSON.stringify([node.nodeName, this.#othersRecords(attributes)]), "\n");
      }
    }
    return runs;
  }

  #letters(text: Y.XmlText, add: (look: string, text: string) => void): void {
    const lookOf = (formats: ReadonlyMap<string, unknown>) => this.#lookOf(formats);
    walkFormatted(text, lookOf, (letters, _id, look) => {
      if (look !== null) add(look, letters);
    });
  }

  /** @returns null for letters that are this person's insertion. */
  #lookOf(formats: ReadonlyMap<string, unknown>): string | null {
    const marks = new Set<string>(textMarks.filter((mark) => formats.has(mark)));
    const others: string[] = [];
    for (const [key, value] of formats) {
      const kind = recordMarkOf(key);
      if (kind === null) continue;
      const record = value as RecordMarkValue;
      if (record.by !== this.#person) {
        others.push(JSON.stringify([kind, record.id, record.by, record.add, record.remove]));
        continue;
      }
      if (kind === "ins") return null;
      if (kind === "fmt") {
        for (const mark of namesIn(record.add)) marks.delete(mark);
        for (const mark of namesIn(record.remove)) marks.add(mark);
      }
    }
    return JSON.stringify([[...marks].toSorted(), others.toSorted()]);
  }
}

const attributesOf = (element: Y.XmlElement) => element.getAttributes() as Readonly<Record<string, unknown>>;

/** How letters look without this person's suggestions: their marks, and other people's records. */
export const readLook = (look: string) =>
  JSON.parse(look) as readonly [marks: readonly string[] | string, others: readonly string[]];

export const namesIn = (list: string | undefined): readonly string[] =>
  (list ?? "").split(",").filter((name) => isTextMark(name));

const holdsText = (view: BlockView): boolean =>
  view.kind === "paragraph" ? view.runs.length > 0 : view.hasText;

const emptyLook = JSON.stringify([looks.map((key) => defaultLook[key]), []]);

type Normal =
  | { readonly look: string; readonly runs: Run[] }
  | { readonly look: string; readonly content: readonly Normal[] };

/** Blocks with splits undone and insertions gone. A text of nothing is an empty paragraph: so the editor shows it. */
function normalForm(blocks: readonly BlockView[]): readonly Normal[] {
  const out: Normal[] = [];
  for (const block of blocks) {
    // SUG5: what somebody else has written into an inserted block keeps the block.
    if (block.isInserted && !holdsText(block)) continue;
    if (block.kind === "container") {
      out.push({ look: block.look, content: normalForm(block.children) });
      continue;
    }
    const last = out.at(-1);
    const joined = block.isSplitOff && last !== undefined && "runs" in last ? last : null;
    const target = joined ?? { look: block.look, runs: [] };
    if (!joined) out.push(target);
    for (const [look, text] of block.runs) {
      const run = target.runs.at(-1);
      if (run?.[0] === look) target.runs[target.runs.length - 1] = [look, run[1] + text];
      else target.runs.push([look, text]);
    }
  }
  return out;
}

const normalText = (blocks: readonly BlockView[]): string => {
  const normal = normalForm(blocks);
  return JSON.stringify(normal.length > 0 ? normal : [{ look: emptyLook, runs: [] }]);
};

/** Blocks that nothing has touched are the very same values, so a comparison costs what was touched. */
function isAlike(a: BlockView, b: BlockView | undefined): boolean {
  if (a === b) return true;
  if (a.kind !== b?.kind || a.look !== b.look || a.isInserted !== b.isInserted) return false;
  if (a.kind === "paragraph")
    return b.kind === "paragraph" && a.isSplitOff === b.isSplitOff && areRunsAlike(a.runs, b.runs);
  return b.kind === "container" && a.hasText === b.hasText && areAlike(a.children, b.children);
}

const areAlike = (a: readonly BlockView[], b: readonly BlockView[]): boolean =>
  a.length === b.length && a.every((block, i) => isAlike(block, b[i]));

const areRunsAlike = (a: readonly Run[], b: readonly Run[]): boolean =>
  a.length === b.length && a.every(([look, text], i) => b[i]?.[0] === look && b[i][1] === text);

/** Is the text the same? */
export const isSameText = (before: readonly BlockView[], after: readonly BlockView[]): boolean =>
  areAlike(before, after) || normalText(before) === normalText(after);
