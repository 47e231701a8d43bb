import type { EpochMs, UserId } from "../domain/ids.ts";
import type { CarriedIds, TextRange } from "./carried-ids.ts";
import type { Written, WrittenIndex } from "./written-index.ts";

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
  const authors: AuthoredRange[] = [];
  let { clock } = range;
  for (const origin of carried.originsOf(range)) {
    const isCarried = origin.client !== range.client || origin.clock !== clock;
    const placed = isCarried ? index.writersOf({ client: range.client, clock, length: 1 })[0] : undefined;
    let at = clock;
    for (const part of index.writersOf(origin)) {
      authors.push({
        ...authoredRange(range.client, at, part, placed),
        isImported: !claimed.has(origin.client),
      });
      at += part.length;
    }
    clock += origin.length;
  }
  return authors;
}

const authoredRange = (
  client: number,
  clock: number,
  part: Written,
  placed: Written | undefined,
): Omit<AuthoredRange, "isImported"> => ({
  client,
  clock,
  length: part.length,
  by: part.by,
  at: part.at,
  placedBy: placed && placed.by !== part.by ? placed.by : null,
});
