import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../api/api-error.ts";
import { keys } from "../../api/queries.ts";

export interface Failure {
  readonly section: SectionView;
  readonly code: ApiError["code"];
}

/** One command for several sections, one after the other. What is refused stops nothing, and is told with its section. */
export function useEachSection(reportId: string) {
  const client = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  return {
    isBusy,
    failures,
    /** @returns true when none was refused. */
    run: async (
      sections: readonly SectionView[],
      command: (section: SectionView) => Promise<ReportView>,
    ): Promise<boolean> => {
      setIsBusy(true);
      const failed: Failure[] = [];
      for (const section of sections) {
        try {
          client.setQueryData(keys.report(reportId), await command(section));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          failed.push({ section, code: error.code });
        }
      }
      setIsBusy(false);
      setFailures(failed);
      if (failed.length > 0) await client.invalidateQueries({ queryKey: keys.report(reportId) });
      return failed.length === 0;
    },
  };
}
