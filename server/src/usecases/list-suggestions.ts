import { ok, type Result, type SectionId } from "@dongsoan/shared/domain";
import type { SuggestionsView } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readSection } from "./in-report.ts";

const decisionsShown = 200;

/** Who stored which suggestion and when (SUG1), and what was decided; what is open stands in the text itself. */
export async function listSuggestions(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<SuggestionsView>> {
  const loaded = await readSection(deps, caller, sectionId, "read-section");
  if (!loaded.ok) return loaded;
  const [suggestions, decisions, people] = await Promise.all([
    deps.reports.suggestions(sectionId),
    deps.reports.decisions(sectionId, decisionsShown),
    deps.directory.people(),
  ]);
  const named = new Set<string>([
    ...suggestions.map(({ by }) => by),
    ...decisions.flatMap(({ by, takenBack }) => (takenBack ? [by, takenBack.by] : [by])),
  ]);
  return ok({
    people: people.filter(({ id }) => named.has(id)).map(({ id, name, unitId }) => ({ id, name, unitId })),
    suggestions: [...suggestions],
    decisions: decisions.map(({ id, verdict, by, at, changes, takenBack }) => ({
      id,
      verdict,
      by,
      at,
      changes: changes.map((change) => ({ ...change, ids: [...change.ids] })),
      takenBack,
    })),
  });
}
