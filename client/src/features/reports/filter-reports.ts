import type { ReportSummary } from "@dongsoan/shared/http-api";

export type StateFilter = "all" | ReportSummary["stateKind"];

/** "bao cao" finds "báo cáo": accents and case do not count. */
const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** Newest first. */
export const filterReports = (
  all: readonly ReportSummary[],
  search: string,
  state: StateFilter,
): readonly ReportSummary[] =>
  all
    .filter((report) => state === "all" || report.stateKind === state)
    .filter((report) => plain(`${report.typeName} ${report.subject}`).includes(plain(search.trim())))
    .sort((a, b) => b.createdAt - a.createdAt);
