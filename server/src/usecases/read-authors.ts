import { ok, type Result, type SectionId } from "@dongsoan/shared/domain";
import type { Authors } from "@dongsoan/shared/http-api";
import { partsOf } from "./by-head.ts";
import type { Caller, Deps } from "./context.ts";
import { readSection } from "./in-report.ts";

/** LINE7-LINE9: who wrote the text of a section, by ids of its units, and who has placed what was carried over. */
export async function readAuthors(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<Authors>> {
  const loaded = await readSection(deps, caller, sectionId, "read-section");
  if (!loaded.ok) return loaded;
  const ranges = await deps.authors.of(loaded.value.section, async (stored) => {
    if (!stored) return [];
    const { parts } = await deps.writtenLogs.upTo(stored);
    return deps.textWork.authors({
      updates: partsOf(stored),
      carried: stored.carried,
      written: parts,
      claimed: [...stored.claims.keys()],
    });
  });
  const ids = new Set<string>(ranges.flatMap(({ by, placedBy }) => (placedBy ? [by, placedBy] : [by])));
  const people = (await deps.directory.people()).filter(({ id }) => ids.has(id));
  return ok({ people: people.map(({ id, name, unitId }) => ({ id, name, unitId })), ranges: [...ranges] });
}
