import type { ReportSummary } from "@dongsoan/shared/http-api";
import { hasWords } from "../../ui/plain-text.ts";

export type StateFilter = "all" | ReportSummary["stateKind"];

/** Newest first. */
export const filterReports = (
  all: readonly ReportSummary[],
  search: string,
  state: StateFilter,
): readonly ReportSummary[] =>
  all
    .filter((report) => state === "all" || report.stateKind === state)
    .filter((report) => hasWords(`${report.typeName} ${report.subject}`, search))
    .sort((a, b) => b.createdAt - a.createdAt);
