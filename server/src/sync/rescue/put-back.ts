import * as Y from "yjs";
import {
  type CarriedIds,
  type CarriedRange,
  contentOf,
  lastUnitOf,
  setAttributes,
  type TextId,
  type TextRange,
  unitsTypedBefore,
} from "@dongsoan/shared/crdt";
import { itemOf, parentItem } from "../text-items.ts";
import { continuedText } from "./continued-text.ts";
import { LiveLetters, idsAt, marksAt, placeOf } from "./live-letters.ts";
import type { Formats, LostParagraph, Piece } from "./lost-text.ts";

export interface PutBack {
  readonly carried: CarriedIds;
  /** What letters come with that were typed into a paragraph of old. @param marks at their new place. */
  readonly formatsOf: (typed: Formats, marks: Formats) => Formats;
  /** Attributes of a paragraph that is made for letters with these formats. */
  readonly recordsOf: (formats: readonly Formats[]) => Formats;
}

type Lost = Extract<Piece, { kind: "lost" }> & { readonly typed: Formats };

/**
 * RESC3: puts lost letters back: behind the nearest letter before them that stands somewhere, else before the nearest one
 * behind them, else in a paragraph of their own beside the place of the old one. An edit: run it in a transaction.
 * @returns which ids continue which.
 */
export function putBack(doc: Y.Doc, paragraphs: readonly LostParagraph[], deps: PutBack): CarriedRange[] {
  return new Placing(doc, deps).run(paragraphs);
}

class Placing {
  readonly #doc: Y.Doc;
  readonly #deps: PutBack;
  /** A walk through the whole section: made when it is first needed. */
  #live: LiveLetters | null = null;
  readonly #placed: CarriedRange[] = [];

  constructor(doc: Y.Doc, deps: PutBack) {
    this.#doc = doc;
    this.#deps = deps;
  }

  run(paragraphs: readonly LostParagraph[]): CarriedRange[] {
    for (const paragraph of paragraphs) this.#paragraph(paragraph);
    return this.#placed;
  }

  #paragraph(paragraph: LostParagraph): void {
    let anchor: TextId | null = null;
    let waiting: Lost[] = [];
    let typed: Record<string, unknown> = {};
    for (const piece of paragraph.pieces) {
      if (piece.kind === "format") typed = withFormat(typed, piece);
      else if (piece.kind === "known") {
        this.#live ??= new LiveLetters(this.#doc, this.#deps.carried);
        const ends = this.#live.endsOf(piece);
        if (!ends) continue;
        typed = {};
        this.#before(ends.first, waiting);
        waiting = [];
        anchor = ends.last;
      } else if (anchor) anchor = this.#behind(anchor, { ...piece, typed });
      else waiting.push({ ...piece, typed });
    }
    if (waiting.length > 0) this.#onItsOwn(paragraph, waiting);
  }

  #behind(anchor: TextId, lost: Lost): TextId {
    const place = placeOf(this.#doc, anchor);
    return place ? this.#insert(place.text, place.index + 1, lost) : anchor;
  }

  #before(first: TextId, lost: readonly Lost[]): void {
    const place = lost.length > 0 ? placeOf(this.#doc, first) : null;
    if (!place) return;
    let index = place.index - unitsTypedBefore(this.#doc, first);
    for (const one of lost) {
      this.#insert(place.text, index, one);
      index += one.length;
    }
  }

  /** @returns the id of the last unit. */
  #insert(text: Y.XmlText, index: number, lost: Lost): TextId {
    text.insert(index, lost.text, this.#formats(lost, marksAt(text, index)));
    return this.#note(lost, idsAt(text, index, lost.length));
  }

  #formats({ formats, typed }: Lost, marks: Formats): Formats {
    return formats ?? this.#deps.formatsOf(typed, marks);
  }

  #note(lost: Lost, ids: readonly TextRange[]): TextId {
    this.#placed.push(...continuedText(ids, this.#deps.carried.originsOf(lost)));
    const last = ids.at(-1);
    return last ? lastUnitOf(last) : lost;
  }

  #onItsOwn({ block, look }: LostParagraph, lost: readonly Lost[]): void {
    const formats = lost.map((one) => this.#formats(one, {}));
    const text = this.#textOf(block) ?? this.#newText(block, { ...look, ...this.#deps.recordsOf(formats) });
    for (const [i, one] of lost.entries()) {
      const at = text.length;
      text.insert(at, one.text, { ...formats[i] });
      this.#note(one, idsAt(text, at, one.length));
    }
  }

  /** The editor takes the text out of a paragraph that was emptied, and puts another in: the paragraph is still there. */
  #textOf(block: TextId | null): Y.XmlText | null {
    const paragraph = (block && itemOf(this.#doc, block))?.parent;
    if (!(paragraph instanceof Y.XmlElement) || paragraph.nodeName !== "paragraph") return null;
    if (paragraph._item?.deleted !== false) return null;
    const last = paragraph.get(paragraph.length - 1);
    if (last instanceof Y.XmlText) return last;
    const text = new Y.XmlText();
    paragraph.insert(paragraph.length, [text]);
    return text;
  }

  #newText(block: TextId | null, attributes: Formats): Y.XmlText {
    const { parent, index } = this.#besides(block);
    const element = new Y.XmlElement("paragraph");
    const text = new Y.XmlText();
    parent.insert(index, [element]);
    setAttributes(element, attributes);
    element.insert(0, [text]);
    return text;
  }

  /** Behind what stands before the place of old; where there is no such place, at the end. */
  #besides(block: TextId | null): { readonly parent: Y.XmlFragment; readonly index: number } {
    const root = contentOf(this.#doc);
    for (let item = block && itemOf(this.#doc, block); item; item = parentItem(item)) {
      const { parent } = item;
      const isCell = parent instanceof Y.XmlElement && /^table(Cell|Header)$/.test(parent.nodeName);
      if (!isCell && parent !== root) continue;
      let before: Y.Item | null = item;
      while (before?.deleted) before = before.left;
      const container: Y.XmlFragment = parent as Y.XmlFragment;
      return { parent: container, index: before ? indexBehind(before) : 0 };
    }
    return { parent: root, index: root.length };
  }
}

function indexBehind(item: Y.Item): number {
  let index = 0;
  for (let left: Y.Item | null = item; left; left = left.left)
    if (!left.deleted && left.countable) index += left.length;
  return index;
}

/** A format that ends what the same hand began takes it back; any other sets or lifts it. */
function withFormat(
  typed: Readonly<Record<string, unknown>>,
  { key, value }: { readonly key: string; readonly value: unknown },
): Record<string, unknown> {
  const { [key]: had, ...rest } = typed;
  return value === null && had !== undefined && had !== null ? rest : { ...rest, [key]: value };
}
