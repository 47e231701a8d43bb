import type { EpochMs, UserId } from "../domain/ids.ts";
import type { CarriedIds, TextRange } from "./carried-ids.ts";
import type { WrittenIndex } from "./written-index.ts";

/** LINE7: who first wrote some text that stands, and when; who placed it where that is somebody else. */
export interface AuthoredRange extends TextRange {
  readonly by: UserId;
  readonly at: EpochMs;
  readonly placedBy: UserId | null;
  /** LINE9: it came with an import, which `by` has made. */
  readonly isImported: boolean;
}

/**
 * @param ranges all text that stands.
 * @param claimed clientIDs that somebody wrote under: a section's first text, which was imported, bears none of them.
 * @returns its authors by client and clock. Neighbours of one author are one range, also over ids of which no text stands.
 */
export function authorsOf(
  ranges: readonly TextRange[],
  carried: CarriedIds,
  index: WrittenIndex,
  claimed: ReadonlySet<number>,
): AuthoredRange[] {
  const authored = ranges.flatMap((range) => authorsOfRange(range, { carried, index, claimed }));
  authored.sort((a, b) => a.client - b.client || a.clock - b.clock);
  const joined: AuthoredRange[] = [];
  for (const range of authored) {
    const last = joined.at(-1);
    if (
      last?.client === range.client &&
      last.by === range.by &&
      last.at === range.at &&
      last.placedBy === range.placedBy &&
      last.isImported === range.isImported
    )
      joined[joined.length - 1] = { ...last, length: range.clock + range.length - last.clock };
    else joined.push(range);
  }
  return joined;
}

interface Sources {
  readonly carried: CarriedIds;
  readonly index: WrittenIndex;
  readonly claimed: ReadonlySet<number>;
}

function authorsOfRange(range: TextRange, { carried, index, claimed }: Sources): AuthoredRange[] {
  const { client } = range;
  const authors: AuthoredRange[] = [];
  let { clock } = range;
  for (const origin of carried.originsOf(range)) {
    const isCarried = origin.client !== client || origin.clock !== clock;
    const here = { client, clock, length: origin.length };
    const isImported = !claimed.has(origin.client);
    for (const placed of isCarried ? placersOf(here, index) : [{ ...here, by: null }]) {
      const first = origin.clock + placed.clock - clock;
      for (const part of index.writersOf({ client: origin.client, clock: first, length: placed.length })) {
        const { length, by, at } = part;
        const placedBy = placed.by === by ? null : placed.by;
        authors.push({
          client,
          clock: clock + part.clock - origin.clock,
          length,
          by,
          at,
          placedBy,
          isImported,
        });
      }
    }
    clock += origin.length;
  }
  return authors;
}

/** What several updates placed may be one range. @returns all of it in order, by null where no update is known. */
function placersOf(range: TextRange, index: WrittenIndex): (TextRange & { readonly by: UserId | null })[] {
  const { client } = range;
  const end = range.clock + range.length;
  const placers: (TextRange & { readonly by: UserId | null })[] = [];
  let at = range.clock;
  const add = (until: number, by: UserId | null) => {
    if (at < until) placers.push({ client, clock: at, length: until - at, by });
    at = until;
  };
  for (const { clock, length, by } of index.writersOf(range)) {
    add(clock, null);
    add(clock + length, by);
  }
  add(end, null);
  return placers;
}
