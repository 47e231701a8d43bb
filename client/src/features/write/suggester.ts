import { wordAuthorName } from "@dongsoan/shared/crdt";
import type { SuggestionsView } from "@dongsoan/shared/http-api";
import type { Text } from "../../i18n/use-text.ts";

type Person = SuggestionsView["people"][number];

export interface Suggester {
  readonly name: string;
  /** Of a person of the organisation, who may have none. */
  readonly unitId: string | null;
  readonly isOfWordFile: boolean;
}

/** Whose suggestion it is: somebody's, or that of whom a Word file names (SUG31). */
export function suggesterOf(by: string, people: readonly Person[], t: Text["t"]): Suggester {
  const inFile = wordAuthorName(by);
  if (inFile !== null) return { name: inFile || t("preview.word.nobody"), unitId: null, isOfWordFile: true };
  const { name, unitId } = people.find(({ id }) => id === by) ?? { name: t("common.unknown"), unitId: null };
  return { name, unitId, isOfWordFile: false };
}
