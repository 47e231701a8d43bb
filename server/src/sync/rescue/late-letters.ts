import * as Y from "yjs";
import { RunCollector, type TextId, type TextRun } from "@dongsoan/shared/crdt";
import { parentItem } from "../text-items.ts";
import type { Graves } from "./graves.ts";
import type { IdRanges } from "./id-ranges.ts";
import { holdsLost, type LostParagraph, maxPieces, type Piece } from "./lost-text.ts";
import { PieceChains } from "./piece-chains.ts";

/** Structs as the update's bytes held them: of what stands in a removed paragraph Yjs keeps nothing but the ids. */
type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/** What is known of a chain of pieces: its grave, or else one of its units. */
type Known = { readonly grave: LostParagraph } | { readonly unit: TextId | null };

/** Letters of an update of which Yjs keeps nothing but ids. */
export interface LateText {
  /** What stood together for their writer. */
  readonly runs: readonly TextRun[];
  /** To be called when Yjs has let go of what was deleted. */
  readonly paragraphs: (doc: Y.Doc) => readonly LostParagraph[];
}

export const nothingLate: LateText = { runs: [], paragraphs: () => [] };

/**
 * RESC2: letters that an update typed into paragraphs that were removed before it came, in the order in which their writer
 * saw them. What the update itself deletes again is not among them. To be called in `afterTransaction`.
 */
export function lateLetters(
  transaction: Y.Transaction,
  structs: readonly Struct[],
  named: () => IdRanges,
  graves: Graves,
): LateText {
  const late = structs.filter(
    (struct): struct is Y.Item =>
      struct instanceof Y.Item &&
      struct.id.clock + struct.length > (transaction.beforeState.get(struct.id.client) ?? 0) &&
      isGone(transaction.doc, struct),
  );
  if (!late.some(({ content }) => content instanceof Y.ContentString)) return nothingLate;
  const own = named();
  const paragraphs = new LateParagraphs(graves);
  let lostCount = 0;
  for (const item of late) {
    const pieces = piecesOf(item, transaction, own);
    paragraphs.place(item, pieces);
    lostCount += pieces.filter(({ kind }) => kind === "lost").length;
    // RESC5: it is too much already.
    if (lostCount > maxPieces) break;
  }
  return { runs: paragraphs.runs, paragraphs: (doc) => paragraphs.withLost(doc) };
}

/** The gate has seen that these ids are there. */
function isGone({ store }: Y.Doc, { id, length }: Y.Item): boolean {
  const structs = (store.clients.get(id.client) ?? []) as Y.Item[];
  for (let i = Y.findIndexSS(structs, id.clock); i < structs.length; i += 1) {
    const struct = structs[i];
    if (!struct || struct.id.clock >= id.clock + length) return false;
    if (struct.deleted) return true;
  }
  return false;
}

function piecesOf(
  { id, length, content }: Y.Item,
  { beforeState, doc }: Y.Transaction,
  named: IdRanges,
): Piece[] {
  const range = { client: id.client, clock: id.clock, length };
  if (content instanceof Y.ContentFormat)
    return [{ kind: "format", ...range, key: content.key, value: content.value as unknown }];
  if (!(content instanceof Y.ContentString)) return [{ kind: "known", ...range }];
  // Letters that were typed on in one go are one item, of which the first may have come before.
  const knownLength = Math.min(length, Math.max(0, (beforeState.get(id.client) ?? 0) - id.clock));
  const pieces: Piece[] = knownLength > 0 ? [{ kind: "known", ...range, length: knownLength }] : [];
  const fresh = { client: id.client, clock: id.clock + knownLength, length: length - knownLength };
  for (const { isIn, ...part } of named.cut(fresh)) {
    const isLost = !isIn && Y.getItem(doc.store, Y.createID(part.client, part.clock)).deleted;
    const from = part.clock - id.clock;
    if (!isLost) pieces.push({ kind: "known", ...part });
    else
      pieces.push({
        kind: "lost",
        ...part,
        text: content.str.slice(from, from + part.length),
        formats: null,
      });
  }
  return pieces;
}

class LateParagraphs {
  readonly #graves: Graves;
  readonly #chains = new PieceChains();
  /** Of each chain. */
  readonly #known: Known[] = [];

  constructor(graves: Graves) {
    this.#graves = graves;
  }

  /** Puts an item where its writer put it: right behind its left neighbour of that moment. */
  place({ origin, rightOrigin, parent }: Y.Item, pieces: readonly Piece[]): void {
    const neighbours = [origin, rightOrigin].filter((id) => id !== null);
    const isPlaced = () => neighbours.some((id) => this.#chains.insert(pieces, id, id === origin));
    if (isPlaced()) return;
    const grave = neighbours.map((id) => this.#graves.of(id)).find((one) => one !== null);
    if (grave) {
      this.#begin(grave.pieces, { grave });
      isPlaced();
      return;
    }
    // Text of a node that the same update made stands behind the node itself.
    const node = parent instanceof Y.ID && !origin ? parent : null;
    if (node && this.#chains.insert(pieces, node, true)) return;
    const at = (id: TextId | null): Piece[] =>
      id ? [{ kind: "known", client: id.client, clock: id.clock, length: 1 }] : [];
    const unit = origin ?? rightOrigin ?? node;
    this.#begin([...at(origin ?? node), ...pieces, ...at(rightOrigin)], { unit });
  }

  get runs(): readonly TextRun[] {
    return this.#chains.all.flatMap(runsOf);
  }

  withLost(doc: Y.Doc): readonly LostParagraph[] {
    return this.#chains.all.flatMap((pieces, i) => {
      const known = this.#known[i];
      if (!known || !holdsLost({ pieces })) return [];
      return "grave" in known
        ? [{ ...known.grave, pieces }]
        : [{ pieces, block: blockOf(doc, known.unit), look: {} }];
    });
  }

  #begin(pieces: readonly Piece[], known: Known): void {
    this.#chains.add(pieces);
    this.#known.push(known);
  }
}

/** Formats stand between letters of one run. */
function runsOf(pieces: readonly Piece[]): readonly TextRun[] {
  const collector = new RunCollector();
  for (const piece of pieces)
    if (piece.kind === "known") collector.end();
    else if (piece.kind === "lost") {
      const { client, clock, length, text } = piece;
      collector.add(text, { client, clock, length });
    }
  return collector.runs;
}

/**
 * Of an element that is gone Yjs keeps the place, and of what stood in it the ids alone. An editor makes an element and its
 * text in one go: the last place before the text's ids is the element's.
 */
function blockOf({ store }: Y.Doc, id: TextId | null): TextId | null {
  if (!id) return null;
  const structs = store.clients.get(id.client) ?? [];
  for (let i = Y.findIndexSS(structs as Y.Item[], id.clock); i >= 0; i -= 1) {
    const struct = structs[i];
    if (!(struct instanceof Y.Item)) continue;
    const isPlace = struct.deleted && !(struct.parent instanceof Y.XmlText) && struct.parentSub === null;
    if (!isPlace || parentItem(struct)?.deleted) return null;
    return { client: id.client, clock: struct.id.clock + struct.length - 1 };
  }
  return null;
}
