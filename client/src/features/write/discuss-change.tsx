import { useSyncExternalStore } from "react";
import { useText } from "../../i18n/use-text.ts";
import { useWrite } from "./write-context.ts";

interface DiscussProps {
  readonly sectionId: string;
  readonly suggestionIds: readonly string[];
}

/** Leads to the thread about a suggestion, or begins it. */
export function DiscussChange({ sectionId, suggestionIds }: DiscussProps) {
  const { t } = useText();
  const { board } = useWrite();
  const thread = useSyncExternalStore(board.subscribe, () => board.threadAbout(suggestionIds));
  return (
    <button
      type="button"
      className="button button-small"
      onClick={() => {
        if (thread) board.visit(thread.id);
        else board.setDraft({ sectionId, anchor: null, suggestionId: suggestionIds[0] ?? null });
      }}
    >
      {thread ? t("comments.discussCount", { count: thread.comments.length }) : t("comments.discuss")}
    </button>
  );
}
