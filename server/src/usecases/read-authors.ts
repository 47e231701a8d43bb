import { ok, type Result, type SectionId } from "@dongsoan/shared/domain";
import {
  CarriedIds,
  contentOf,
  openStored,
  type TextRange,
  textRanges,
  type Written,
  type WrittenIndex,
} from "@dongsoan/shared/crdt";
import type { AuthorRange, Authors } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readSection } from "./in-report.ts";

/** LINE7, LINE8: who wrote the text of a section, by ids of its units, and who has placed what was carried over. */
export async function readAuthors(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<Authors>> {
  const loaded = await readSection(deps, caller, sectionId, "read-section");
  if (!loaded.ok) return loaded;
  const stored = await deps.documents.load(sectionId);
  if (!stored) return ok({ people: [], ranges: [] });
  const index = await deps.writtenLogs.upTo(stored);
  const carried = new CarriedIds(stored.carried);
  const doc = openStored(
    stored.snapshot?.state ?? null,
    stored.updates.map((u) => u.payload),
  );
  const ranges = textRanges(contentOf(doc)).flatMap((range) => authorsOf(range, carried, index));
  doc.destroy();
  const ids = new Set<string>(ranges.flatMap(({ by, placedBy }) => (placedBy ? [by, placedBy] : [by])));
  const people = (await deps.directory.people()).filter(({ id }) => ids.has(id));
  return ok({ people: people.map(({ id, name, unitId }) => ({ id, name, unitId })), ranges });
}

function authorsOf(range: TextRange, carried: CarriedIds, index: WrittenIndex): AuthorRange[] {
  const authors: AuthorRange[] = [];
  let { clock } = range;
  for (const origin of carried.originsOf(range)) {
    const isCarried = origin.client !== range.client || origin.clock !== clock;
    const placed = isCarried ? index.writersOf({ client: range.client, clock, length: 1 })[0] : undefined;
    let at = clock;
    for (const part of index.writersOf(origin)) {
      authors.push(authorRange(range.client, at, part, placed));
      at += part.length;
    }
    clock += origin.length;
  }
  return authors;
}

const authorRange = (
  client: number,
  clock: number,
  part: Written,
  placed: Written | undefined,
): AuthorRange => ({
  client,
  clock,
  length: part.length,
  by: part.by,
  at: part.at,
  placedBy: placed && placed.by !== part.by ? placed.by : null,
});
