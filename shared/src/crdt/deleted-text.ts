import type { DeletedRun, Place } from "./deleted-run.ts";
import { GoneLetters } from "./gone-letters.ts";

/** Places kept for one beginning: text of one letter repeated would otherwise cost the square of its length. */
const maxPlaces = 16;

/** Finds text by its first `gram` units, in time that does not grow with what was deleted. */
export class DeletedIndex {
  readonly gram: number;
  readonly #places = new Map<string, Place[]>();

  constructor(gram: number) {
    this.gram = gram;
  }

  add(run: DeletedRun): void {
    for (let at = 0; at + this.gram <= run.text.length; at += 1) {
      const key = run.text.slice(at, at + this.gram);
      const places = this.#places.get(key);
      if (!places) this.#places.set(key, [{ run, at }]);
      else if (places.length < maxPlaces) places.push({ run, at });
    }
  }

  /** @returns the longest free stretch that equals `text` from `from` on. */
  longestAt(text: string, from: number): (Place & { readonly length: number }) | null {
    let best: (Place & { readonly length: number }) | null = null;
    for (const place of this.#places.get(text.slice(from, from + this.gram)) ?? []) {
      const length = place.run.matchLength(place.at, text, from);
      if (length >= this.gram && length > (best?.length ?? 0)) best = { ...place, length };
    }
    return best;
  }
}

/** More than this is not remembered: what an undo brings back of it is then text of whoever undoes. */
const maxRuns = 200;
const maxUnits = 40_000;
/** Shortest text that is known again after a while: of less, strangers' letters would be mixed up. */
const shortestLater = 6;

/** Text that was deleted a while ago, for what comes back by undo or by cut and paste. */
export class RecentlyDeleted {
  #gone = new GoneLetters();
  #runs: DeletedRun[] = [];
  #index = new DeletedIndex(shortestLater);
  /** Runs in the index, also those that are forgotten. */
  #indexedCount = 0;

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  get index(): DeletedIndex {
    return this.#index;
  }

  /** All of it, however short. */
  get gone(): GoneLetters {
    return this.#gone;
  }

  /** An edit was refused: what it took away is still there. */
  forget(): void {
    this.#gone = new GoneLetters();
    this.#runs = [];
    this.#index = new DeletedIndex(shortestLater);
    this.#indexedCount = 0;
  }

  remember(runs: readonly DeletedRun[]): void {
    const fresh = runs.filter((run) => !run.isSpent && run.text.length >= shortestLater);
    if (fresh.length === 0) return;
    let units = 0;
    this.#runs = [...fresh, ...this.#runs]
      .filter((run) => !run.isSpent)
      .slice(0, maxRuns)
      .filter((run) => (units += run.text.length) <= maxUnits);
    for (const run of fresh) if (this.#runs.includes(run)) this.#index.add(run);
    this.#indexedCount += fresh.length;
    if (this.#indexedCount < 2 * maxRuns) return;
    this.#index = new DeletedIndex(shortestLater);
    for (const run of this.#runs) this.#index.add(run);
    this.#indexedCount = this.#runs.length;
  }
}
