import type { ReportHeader } from "@dongsoan/shared/domain";

/** The header's form: what is on the paper, and when the report is due. */
export type HeaderValues = ReportHeader & { readonly dueAt: number | null };
interface StoredHeader {
  readonly version: number;
  readonly header: ReportHeader;
  readonly dueAt: number | null;
}
export type HeaderKey = keyof HeaderValues;

/** In the order of the form. */
export const headerKeys = [
  "parentAgency",
  "agency",
  "number",
  "symbol",
  "place",
  "date",
  "typeName",
  "subject",
  "addressees",
  "opening",
  "closing",
  "recipients",
  "signature",
  "dueAt",
] as const satisfies readonly HeaderKey[];

/** What a refused save was answered with; null when the answer is of another kind. */
export function readStored(
  current: unknown,
): { readonly version: number; readonly values: HeaderValues } | null {
  if (typeof current !== "object" || current === null) return null;
  // As with every answer, its type is the server's word; a proxy's page has no version.
  const { version, header, dueAt } = current as Partial<StoredHeader>;
  return typeof version === "number" && header
    ? { version, values: { ...header, dueAt: dueAt ?? null } }
    : null;
}
