import { compareNames } from "@dongsoan/shared/i18n";
import type { PersonView, ReportView } from "@dongsoan/shared/http-api";
import { hasWords } from "../../ui/plain-text.ts";

/** A person's own part in a report, beside what assignments give to units and owners. */
export type Part = "coordinator" | "reader" | "none";
export type Parts = ReadonlyMap<string, Part>;

export const partsOf = (report: Pick<ReportView, "coordinatorIds" | "readerIds">): Parts =>
  new Map([
    ...report.readerIds.map((id) => [id, "reader"] as const),
    ...report.coordinatorIds.map((id) => [id, "coordinator"] as const),
  ]);

export const partOf = (parts: Parts, id: string): Part => parts.get(id) ?? "none";

export const withPart = (parts: Parts, id: string, part: Part): Parts => new Map([...parts, [id, part]]);

export const idsWith = (parts: Parts, part: Part): string[] =>
  [...parts].filter(([, each]) => each === part).map(([id]) => id);

/** People whose part is not the same in both. */
export const differing = (a: Parts, b: Parts): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((id) => partOf(a, id) !== partOf(b, id));

/**
 * Whom the list shows: without words to look for, those who have or had a part; with them, everybody active whose name
 * or unit has them. By name.
 */
export const listed = (
  people: readonly PersonView[],
  unitName: (person: PersonView) => string,
  former: Parts,
  parts: Parts,
  search: string,
): readonly PersonView[] =>
  people
    .filter((p) => p.isActive || partOf(parts, p.id) !== "none")
    .filter((p) =>
      search.trim() === ""
        ? partOf(former, p.id) !== "none" || partOf(parts, p.id) !== "none"
        : hasWords(`${p.name} ${p.username} ${unitName(p)}`, search),
    )
    .toSorted((a, b) => compareNames(a.name, b.name));
