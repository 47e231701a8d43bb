import type { ReportView, ThreadView } from "@dongsoan/shared/http-api";
import { useState, useSyncExternalStore } from "react";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { newId } from "../../sync/new-id.ts";
import { codeOf } from "../../ui/query-state.tsx";
import type { CommentDraft } from "./comment-board.ts";
import { CommentBox, mentionableIn } from "./comment-box.tsx";
import { whenStored } from "./comment-places.ts";
import { CommentThread } from "./comment-thread.tsx";
import { type Comments, threadFrameId } from "./use-comment-board.ts";
import { useWrite } from "./write-context.ts";

const filters = ["open", "resolved", "mine", "mentions"] as const;
type Filter = (typeof filters)[number];

/** Threads of the report by section, in the order of the text, and the one that is being written. */
export function CommentsPanel({
  report,
  comments,
}: {
  readonly report: ReportView;
  readonly comments: Comments;
}) {
  const { t } = useText();
  const { userId, unitId } = useWrite();
  const { board, threads, hasFailed } = comments;
  const state = useSyncExternalStore(board.subscribe, board.getSnapshot);
  const [filter, setFilter] = useState<Filter>("open");
  const mentionsMe = ({ comments: all }: ThreadView) =>
    all.some((comment) =>
      comment.mentions.some(({ mention }) => mention.id === userId || mention.id === unitId),
    );
  const isShown: Readonly<Record<Filter, (thread: ThreadView) => boolean>> = {
    open: ({ resolved }) => resolved === null,
    resolved: ({ resolved }) => resolved !== null,
    mine: ({ comments: all }) => all.some(({ by, isDeleted }) => by === userId && !isDeleted),
    mentions: mentionsMe,
  };
  // The one that is read stays in sight, also when it has just been settled.
  const shown = threads.filter((thread) => isShown[filter](thread) || thread.id === state.activeId);
  const rank = ({ id, quote }: ThreadView) => (quote === null ? -1 : (state.order.get(id) ?? Infinity));
  const sections = report.sections
    .map((section) => ({
      section,
      list: shown
        .filter(({ sectionId }) => sectionId === section.id)
        .toSorted((a, b) => rank(a) - rank(b) || a.at - b.at),
    }))
    .filter(({ list }) => list.length > 0);
  return (
    <>
      {state.draft && (
        <NewThread key={keyOf(state.draft)} report={report} comments={comments} draft={state.draft} />
      )}
      <fieldset className="comment-filter" aria-label={t("comments.filter")}>
        {filters.map((each) => (
          <button
            key={each}
            type="button"
            className="button button-small"
            aria-pressed={filter === each}
            onClick={() => setFilter(each)}
          >
            {t(`comments.filter.${each}`)}
          </button>
        ))}
      </fieldset>
      {hasFailed && (
        <p role="alert" className="form-error">
          {t("comments.loadFailed")}
        </p>
      )}
      <p className="panel-intro" role="status">
        {shown.length === 0 ? t(`comments.empty.${filter}`) : t("comments.count", { count: shown.length })}
      </p>
      {sections.map(({ section, list }) => (
        <section key={section.id} className="changes" aria-label={`${section.label} ${section.title}`}>
          <h3>
            {section.label} {section.title}
          </h3>
          {list.map((thread) => (
            <CommentThread
              key={thread.id}
              report={report}
              comments={comments}
              thread={thread}
              isActive={thread.id === state.activeId}
              isOrphan={state.orphans.has(thread.id)}
            />
          ))}
        </section>
      ))}
    </>
  );
}

/** Words that are being written go along to another place in the text. */
const keyOf = ({ sectionId, anchor, suggestionId }: CommentDraft): string =>
  `${sectionId} ${suggestionId ?? ""} ${anchor?.quote ?? ""}`;

interface NewThreadProps {
  readonly report: ReportView;
  readonly comments: Comments;
  readonly draft: CommentDraft;
}

function NewThread({ report, comments, draft }: NewThreadProps) {
  const { t } = useText();
  const { session, registry } = useWrite();
  const { board } = comments;
  const start = useCommand("startThread", [keys.comments(report.id)]);
  // One and the same comment, however often it must be sent.
  const [id] = useState(newId);
  const section = report.sections.find((each) => each.id === draft.sectionId);
  // Where the person was when the box came and took the focus.
  const [opener] = useState(() => document.activeElement);
  const close = () => {
    board.setDraft(null);
    const wasPressed = opener instanceof HTMLElement && opener.matches("button") && opener.isConnected;
    if (wasPressed) opener.focus();
    else registry.focusActive();
  };
  const submit = async (
    text: string,
    mentions: Parameters<Parameters<typeof CommentBox>[0]["onSubmit"]>[1],
  ) => {
    const held = session.sections.all.find(({ sectionId }) => sectionId === draft.sectionId);
    // Letters that the server does not have yet cannot be quoted to it.
    if (draft.anchor && held) await whenStored(held);
    const { anchor } = draft;
    start.mutate(
      {
        params: { id: draft.sectionId },
        body: {
          id,
          text,
          mentions: [...mentions],
          anchor: anchor && { ranges: anchor.ranges.map((range) => ({ ...range })), quote: anchor.quote },
          suggestionId: draft.suggestionId,
        },
      },
      {
        onSuccess: () => {
          board.setDraft(null);
          board.setActive(id);
          requestAnimationFrame(() => document.getElementById(threadFrameId(id))?.focus());
        },
      },
    );
  };
  return (
    <section className="thread is-active" aria-label={t("comments.new")}>
      <p className="thread-quote">
        {draft.anchor ? (
          <q lang="vi">{draft.anchor.quote}</q>
        ) : (
          t(draft.suggestionId === null ? "comments.onSection" : "comments.onSuggestion", {
            label: section?.label ?? "",
          })
        )}
      </p>
      <CommentBox
        label={t("comments.new")}
        submit={t("comments.send")}
        initial={board.words.get("draft") ?? ""}
        mentionable={mentionableIn(report)}
        isBusy={start.isPending}
        error={start.error && t(`error.${codeOf(start.error)}`)}
        hasFocus
        onWords={(words) => board.words.set("draft", words)}
        onSubmit={(text, mentions) => void submit(text, mentions)}
        onCancel={close}
      />
    </section>
  );
}
