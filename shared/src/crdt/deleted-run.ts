import type { TextRange } from "./carried-ids.ts";

/** A stretch of text that an edit took away, with the ids under which it was first written. */
export class DeletedRun {
  readonly text: string;
  /** Under which it stood. */
  readonly ids: readonly TextRange[];
  readonly #origins: readonly TextRange[];
  /** Units that something was carried from; each is carried once. */
  readonly #isTaken: Uint8Array;
  #left: number;

  constructor(text: string, origins: readonly TextRange[], ids: readonly TextRange[] = []) {
    this.text = text;
    this.ids = ids;
    this.#origins = origins;
    this.#isTaken = new Uint8Array(text.length);
    this.#left = text.length;
  }

  get isSpent(): boolean {
    return this.#left === 0;
  }

  /** @returns how many units from `at` on equal those of `wanted` from `from` on, and are free. */
  matchLength(at: number, wanted: string, from: number): number {
    let length = 0;
    while (
      from + length < wanted.length &&
      at + length < this.text.length &&
      this.#isTaken[at + length] === 0 &&
      this.text.charCodeAt(at + length) === wanted.charCodeAt(from + length)
    )
      length += 1;
    return length;
  }

  /** Takes units out and says what they were first called. */
  take(at: number, length: number): TextRange[] {
    this.#isTaken.fill(1, at, at + length);
    this.#left -= length;
    const taken: TextRange[] = [];
    let start = 0;
    for (const origin of this.#origins) {
      const from = Math.max(at, start);
      const to = Math.min(at + length, start + origin.length);
      if (from < to)
        taken.push({ client: origin.client, clock: origin.clock + from - start, length: to - from });
      start += origin.length;
    }
    return taken;
  }
}

/** A beginning that is looked up, and where it stands. */
export interface Place {
  readonly run: DeletedRun;
  readonly at: number;
}
