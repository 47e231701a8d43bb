import { wordAuthorName } from "@dongsoan/shared/crdt";
import type { Text } from "../i18n/use-text.ts";

type People = readonly { readonly id: string; readonly name: string }[];

/**
 * Whose suggestion it is: somebody's, or that of whom a Word file names, which is said, since the name may be anybody's
 * (SUG31). Null: not known.
 */
export function suggesterName(by: string | null, people: People, t: Text["t"]): string | null {
  const inFile = by === null ? null : wordAuthorName(by);
  if (inFile !== null) return `${inFile || t("preview.word.nobody")} (${t("changes.ofWordFile")})`;
  return people.find(({ id }) => id === by)?.name ?? null;
}
