import type { Change } from "@dongsoan/shared/crdt";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { call } from "../../api/call.ts";
import { useText } from "../../i18n/use-text.ts";
import { codeOf } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";

export type Verdict = "accept" | "reject";
export type Decide = (sectionId: string, verdict: Verdict, changes: readonly Change[]) => Promise<void>;

export const suggestionsKey = (sectionId: string) => ["suggestions", sectionId];

/** SUG16: the owner and the coordinator, while they may write the section. */
export const mayDecide = (
  report: Pick<ReportView, "coordinatorIds">,
  section: SectionView,
  userId: string,
): boolean =>
  section.may.write && (section.effective.ownerId === userId || report.coordinatorIds.includes(userId));

/** Sends a decision on changes as they were seen, and says what has changed since. */
export function useDecide(): Decide {
  const { t } = useText();
  const client = useQueryClient();
  return useCallback(
    async (sectionId, verdict, changes) => {
      try {
        const answer = await call("decideSuggestions", {
          params: { id: sectionId },
          body: { verdict, changes: changes.map(({ ids, seen }) => ({ ids: [...ids], seen })) },
        });
        if (answer.changed.length > 0) toast(t("changes.changed", { count: answer.changed.length }));
      } catch (error) {
        toast(t(`error.${codeOf(error)}`));
      }
      await client.invalidateQueries({ queryKey: suggestionsKey(sectionId) });
    },
    [t, client],
  );
}
