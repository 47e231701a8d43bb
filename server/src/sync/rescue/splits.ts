import type { TextId } from "@dongsoan/shared/crdt";
import { type SplitParagraph, withoutText } from "./lost-text.ts";

/** RESC8. Letters that went along with one later do not count as another. */
const maxSplits = 200;
const maxPieces = 40_000;

/** Units with neighbouring ids that have left a text by a split, or marks that the server left at its place since. */
export interface Left {
  readonly from: number;
  readonly to: number;
  readonly split: SplitParagraph;
  readonly isMark: boolean;
}

/** What has left one text; each list in order. */
export type LeftByClient = ReadonlyMap<number, readonly Left[]>;

/** Paragraphs that were split lately: which letters have left them, in order, and where they stood. Outlives the document. */
export class Splits {
  /** Newest first. */
  #splits: readonly SplitParagraph[] = [];
  /** By text. Made when it is first asked for after a split. */
  #left: ReadonlyMap<string, LeftByClient> | null = null;

  remember(splits: readonly SplitParagraph[]): void {
    if (splits.length === 0) return;
    let splitCount = 0;
    let pieceCount = 0;
    const fresh = splits.map(withoutText);
    const former = this.#splits.filter((one) => !fresh.some((other) => isSame(one, other)));
    this.#splits = [...fresh, ...former].filter(({ split, pieces }) => {
      if (split.by !== null) splitCount += 1;
      pieceCount += pieces.length;
      return splitCount <= maxSplits && pieceCount <= maxPieces;
    });
    this.#left = null;
  }

  leftOf(text: TextId): LeftByClient | undefined {
    return (this.#left ??= leftBySplits(this.#splits)).get(keyOf(text));
  }
}

function leftBySplits(splits: readonly SplitParagraph[]): ReadonlyMap<string, LeftByClient> {
  const texts = new Map<string, Map<number, Left[]>>();
  for (const split of splits) {
    if (!split.block) continue;
    const key = keyOf(split.block);
    const text = texts.get(key) ?? new Map<number, Left[]>();
    texts.set(key, text);
    const add = (client: number, from: number, to: number, isMark: boolean) => {
      const list = text.get(client) ?? [];
      text.set(client, list);
      list.push({ from, to, split, isMark });
    };
    for (const { client, clock, length } of split.pieces) add(client, clock, clock + length - 1, false);
    for (const { client, clock } of split.split.marks ?? []) add(client, clock, clock, true);
  }
  for (const text of texts.values()) for (const list of text.values()) list.sort((a, b) => a.from - b.from);
  return texts;
}

const keyOf = ({ client, clock }: TextId): string => `${client}:${clock}`;

/** A letter is split off a text once. */
const isSame = ({ pieces: [a] }: SplitParagraph, { pieces: [b] }: SplitParagraph): boolean =>
  a?.client === b?.client && a?.clock === b?.clock;
