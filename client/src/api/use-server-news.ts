import { useEffect } from "react";
import { followServer } from "../sync/server-news.ts";
import { isSignedOut } from "./is-signed-out.ts";
import { invalidateMine, invalidateReport } from "./queries.ts";
import { useConnection } from "./use-connection.ts";

/**
 * What a page shows of these reports, and this person's lists, is fetched anew as soon as it has changed.
 * @param reportIds null: not yet known, or followed otherwise.
 */
export function useServerNews(reportIds: readonly string[] | null): void {
  const key = reportIds?.join(" ") ?? null;
  const { isSessionExpired } = useConnection();
  useEffect(() => {
    // After signing in again it is followed anew: a refused socket tries nothing by itself.
    if (key === null || isSessionExpired) return undefined;
    return followServer({
      reportIds: key === "" ? [] : key.split(" "),
      // A list of work has labels of its reports.
      onReportChanged: (reportId) => {
        invalidateReport(reportId);
        invalidateMine();
      },
      onMineChanged: invalidateMine,
      isSignedOut,
    });
  }, [key, isSessionExpired]);
}
