import * as Y from "yjs";
import type { TextRange } from "@dongsoan/shared/crdt";
import { IdRanges } from "./rescue/id-ranges.ts";

/** An update that its page had not heard of when it wrote. */
export interface UnheardEdit {
  readonly payload: Uint8Array;
  /** It is this page's own: its text is there, though nobody told it so. */
  readonly isOwn: boolean;
}

interface Ranges {
  readonly added: readonly TextRange[];
  readonly deleted: readonly TextRange[];
}

/** Many letters are typed beside the same edits of others. */
const known = new WeakMap<Uint8Array, Ranges>();

/** An update ends with what it deletes, and that with a zero when there is nothing. */
export const onlyAdds = (update: Uint8Array): boolean => update.at(-1) === 0;

/** HEARD2: what stood in the text for the page that wrote an update, told from all that it had not heard of by then. */
export class Sight {
  readonly #unheard: readonly UnheardEdit[];
  #changes: { readonly added: IdRanges; readonly deleted: IdRanges; readonly ownDeleted: IdRanges } | null =
    null;

  constructor(unheard: readonly UnheardEdit[]) {
    this.#unheard = unheard;
  }

  /** Has anybody else written meanwhile, or the server mended something? */
  get isBehind(): boolean {
    return this.#unheard.some(({ isOwn }) => !isOwn);
  }

  /** Did it see letters that are gone? */
  get missesDeletions(): boolean {
    return this.#unheard.some(({ isOwn, payload }) => !isOwn && !onlyAdds(payload));
  }

  /** @returns the parts of a range that stood there for the page, in order. @param isGone nothing of the range stands now. */
  seenOf(range: TextRange, isGone: boolean): readonly TextRange[] {
    const { added, deleted, ownDeleted } = this.#read();
    const there = without(added, [range]);
    if (!isGone) return there;
    return without(
      ownDeleted,
      there.flatMap((part) => deleted.cut(part).filter(({ isIn }) => isIn)),
    );
  }

  /** What is gone, and stood there for the page: nobody had told it yet. */
  get held(): readonly TextRange[] {
    if (!this.missesDeletions) return [];
    const { added, deleted, ownDeleted } = this.#read();
    return without(ownDeleted, without(added, deleted.ranges));
  }

  #read() {
    if (this.#changes) return this.#changes;
    const [own, others] = [true, false].map((wanted) =>
      this.#unheard.filter(({ isOwn }) => isOwn === wanted).map(({ payload }) => rangesOf(payload)),
    ) as [Ranges[], Ranges[]];
    return (this.#changes = {
      added: IdRanges.of(others.flatMap((one) => one.added)),
      deleted: IdRanges.of(others.flatMap((one) => one.deleted)),
      ownDeleted: IdRanges.of(own.flatMap((one) => one.deleted)),
    });
  }
}

const without = (ranges: IdRanges, parts: readonly TextRange[]): readonly TextRange[] =>
  parts.flatMap((part) => ranges.cut(part).filter(({ isIn }) => !isIn));

/** Of an update that was admitted. */
function rangesOf(payload: Uint8Array): Ranges {
  const found = known.get(payload);
  if (found) return found;
  const { structs, ds } = Y.decodeUpdate(payload);
  const ranges = {
    added: structs.map(({ id, length }) => ({ client: id.client, clock: id.clock, length })),
    deleted: [...ds.clients].flatMap(([client, runs]) =>
      runs.map(({ clock, len }) => ({ client, clock, length: len })),
    ),
  };
  known.set(payload, ranges);
  return ranges;
}
