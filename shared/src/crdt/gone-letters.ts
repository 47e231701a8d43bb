import type { TextId, TextRange } from "./carried-ids.ts";
import type { DeletedRun, Place } from "./deleted-run.ts";
import { firstThatReaches, partsWithin } from "./sorted-ranges.ts";

/** Letters of a run that had neighbouring ids when they went. */
interface Piece extends TextRange, Place {}

/** More than this is not remembered: some minutes of deleting letter by letter. */
const maxPieces = 2_000;
const maxElements = 200;
const maxUnits = 40_000;

const keyOf = ({ client, clock }: TextId): string => `${client} ${clock}`;
const unitsIn = (runs: readonly DeletedRun[]): number => runs.reduce((sum, { text }) => sum + text.length, 0);

/** Letters that went a while ago, known by the ids under which they stood, and by that of the element that held them. */
export class GoneLetters {
  /** As they went. */
  #pieces: Piece[] = [];
  #byClient = new Map<number, Piece[]>();
  #unitCount = 0;
  /** As they went, each with its texts in their order. */
  readonly #elements = new Map<string, readonly DeletedRun[]>();
  #elementUnits = 0;

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  add(run: DeletedRun): void {
    let at = 0;
    for (const { client, clock, length } of run.ids) {
      this.#add({ client, clock, length, run, at });
      at += length;
    }
    // Twice as much, so that this is seldom done.
    if (this.#pieces.length < 2 * maxPieces && this.#unitCount < 2 * maxUnits) return;
    const latest = this.#pieces.slice(-maxPieces).toReversed();
    this.#pieces = [];
    this.#byClient = new Map();
    this.#unitCount = 0;
    let units = 0;
    for (const piece of latest.filter(({ length }) => (units += length) <= maxUnits).toReversed())
      this.#add(piece);
  }

  #add(piece: Piece): void {
    this.#pieces.push(piece);
    this.#unitCount += piece.length;
    const list = this.#byClient.get(piece.client) ?? [];
    this.#byClient.set(piece.client, list);
    list.splice(firstThatReaches(list, piece.clock), 0, piece);
  }

  addElement(id: TextId, runs: readonly DeletedRun[]): void {
    this.#elements.set(keyOf(id), runs);
    this.#elementUnits += unitsIn(runs);
    for (const [key, oldest] of this.#elements) {
      if (this.#elements.size <= maxElements && this.#elementUnits <= maxUnits) return;
      this.#elements.delete(key);
      this.#elementUnits -= unitsIn(oldest);
    }
  }

  /** @returns the texts of an element that went, unless it is forgotten. */
  inElement(id: TextId): readonly DeletedRun[] | null {
    return this.#elements.get(keyOf(id)) ?? null;
  }

  /** @returns where these letters stood that went under this id and those that follow it, or null where they did not. */
  find({ client, clock }: TextId, text: string): readonly (Place & { readonly length: number })[] | null {
    const found: (Place & { readonly length: number })[] = [];
    let next = clock;
    for (const { range, from, to } of partsWithin(this.#byClient.get(client) ?? [], {
      clock,
      length: text.length,
    })) {
      const at = range.at + from - range.clock;
      if (from !== next || range.run.matchLength(at, text, from - clock) < to - from) return null;
      found.push({ run: range.run, at, length: to - from });
      next = to;
    }
    return next === clock + text.length ? found : null;
  }
}
