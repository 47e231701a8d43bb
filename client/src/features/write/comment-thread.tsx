import { formatDateTime } from "@dongsoan/shared/i18n";
import type { CommentView, ReportView, ThreadView } from "@dongsoan/shared/http-api";
import { useEffect, useRef, useState, type RefObject } from "react";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { newId } from "../../sync/new-id.ts";
import { focusIfLost } from "../../ui/focus-if-lost.ts";
import { codeOf } from "../../ui/query-state.tsx";
import { CommentBox, mentionableIn } from "./comment-box.tsx";
import { CommentText } from "./comment-text.tsx";
import { AskDialog } from "./ask-dialog.tsx";
import { type Comments, threadFrameId } from "./use-comment-board.ts";
import { personName, useWrite } from "./write-context.ts";

/** For a button that gives way to a box: it has the focus again when the box goes. */
function useWayBack(isOpen: boolean): RefObject<HTMLButtonElement | null> {
  const buttonRef = useRef<HTMLButtonElement>(null);
  const wasOpenRef = useRef(isOpen);
  useEffect(() => {
    if (wasOpenRef.current && !isOpen) focusIfLost(buttonRef.current);
    wasOpenRef.current = isOpen;
  }, [isOpen]);
  return buttonRef;
}

interface ThreadProps {
  readonly report: ReportView;
  readonly comments: Comments;
  readonly thread: ThreadView;
  readonly isActive: boolean;
  readonly isOrphan: boolean;
}

/** One thread: what it is about, who said what, and what can be done. */
export function CommentThread({ report, comments, thread, isActive, isOrphan }: ThreadProps) {
  const { t } = useText();
  const { board, goToText } = comments;
  const [isAnswering, setIsAnswering] = useState(board.words.has(thread.id));
  const answerRef = useWayBack(isAnswering);
  // One and the same answer, however often it must be sent.
  const [answerId, setAnswerId] = useState(newId);
  const refresh = [keys.comments(report.id)];
  const answer = useCommand("answerThread", refresh);
  const settle = useCommand("resolveThread", refresh);
  const reopen = useCommand("reopenThread", refresh);
  const failed = settle.error ?? reopen.error;
  const params = { id: thread.id };
  const starter = personName(report, thread.by) ?? t("common.unknown");
  const close = () => {
    board.words.delete(thread.id);
    setAnswerId(newId());
    setIsAnswering(false);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter on the frame does what its first button does
    <article
      id={threadFrameId(thread.id)}
      className={isActive ? "thread is-active" : "thread"}
      aria-label={t("comments.threadOf", { name: starter })}
      aria-current={isActive ? "true" : undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Alt+arrows go from thread to thread
      tabIndex={0}
      onFocus={() => board.setActive(thread.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target !== event.currentTarget) return;
        event.preventDefault();
        goToText(thread);
      }}
    >
      <button
        type="button"
        className="thread-quote"
        title={t("comments.goToText")}
        onClick={() => goToText(thread)}
      >
        {thread.quote !== null && <q lang="vi">{thread.quote}</q>}
        {thread.quote === null &&
          t(thread.suggestionId === null ? "comments.wholeSection" : "comments.onSuggestion")}
      </button>
      {isOrphan && <span className="chip tone-plain">{t("comments.orphan")}</span>}
      {thread.resolved && (
        <p className="change-when">
          {t("comments.resolvedBy", {
            name: personName(report, thread.resolved.by) ?? t("common.unknown"),
          })}
        </p>
      )}
      <ol>
        {thread.comments.map((comment) => (
          <Comment key={comment.id} report={report} comment={comment} />
        ))}
      </ol>
      {failed && (
        <p role="alert" className="form-error">
          {t(`error.${codeOf(failed)}`)}
        </p>
      )}
      {isAnswering ? (
        <CommentBox
          label={t("comments.answerTo", { name: starter })}
          submit={t("comments.send")}
          initial={board.words.get(thread.id) ?? ""}
          mentionable={mentionableIn(report)}
          isBusy={answer.isPending}
          error={answer.error && t(`error.${codeOf(answer.error)}`)}
          hasFocus
          onWords={(words) => board.words.set(thread.id, words)}
          onSubmit={(text, mentions) =>
            answer.mutate(
              { params, body: { id: answerId, text, mentions: [...mentions] } },
              { onSuccess: close },
            )
          }
          onCancel={close}
        />
      ) : (
        <p className="change-actions">
          <button
            type="button"
            ref={answerRef}
            className="button button-small"
            onClick={() => setIsAnswering(true)}
          >
            {t("comments.answer")}
          </button>
          {thread.mayResolve && (
            <button
              type="button"
              className="button button-small"
              disabled={settle.isPending || reopen.isPending}
              onClick={() => (thread.resolved ? reopen : settle).mutate({ params })}
            >
              {t(thread.resolved ? "comments.reopen" : "comments.resolve")}
            </button>
          )}
        </p>
      )}
    </article>
  );
}

interface CommentProps {
  readonly report: ReportView;
  readonly comment: CommentView;
}

function Comment({ report, comment }: CommentProps) {
  const { t, locale } = useText();
  const { userId } = useWrite();
  const [isChanging, setIsChanging] = useState(false);
  const changeRef = useWayBack(isChanging);
  const [isDeleting, setIsDeleting] = useState(false);
  const refresh = [keys.comments(report.id)];
  const edit = useCommand("editComment", refresh);
  const remove = useCommand("deleteComment", refresh);
  const params = { id: comment.id };
  const person = report.people.find(({ id }) => id === comment.by);
  const unit = report.units.find(({ id }) => id === person?.unitId)?.shortName;
  if (comment.isDeleted) return <li className="comment change-when">{t("comments.deleted")}</li>;
  return (
    <li className="comment">
      <p className="comment-head">
        <strong>{person?.name ?? t("common.unknown")}</strong>
        {unit ? ` (${unit})` : ""}{" "}
        <time className="change-when">
          {formatDateTime(locale, comment.at)}
          {comment.editedAt !== null && ` · ${t("comments.edited")}`}
        </time>
      </p>
      {isChanging ? (
        <CommentBox
          label={t("comments.change")}
          submit={t("common.save")}
          initial={comment.text}
          mentionable={mentionableIn(report)}
          mentioned={comment.mentions.map(({ mention }) => mention)}
          isBusy={edit.isPending}
          error={edit.error && t(`error.${codeOf(edit.error)}`)}
          hasFocus
          onWords={() => undefined}
          onSubmit={(text, mentions) =>
            edit.mutate(
              { params, body: { text, mentions: [...mentions] } },
              { onSuccess: () => setIsChanging(false) },
            )
          }
          onCancel={() => setIsChanging(false)}
        />
      ) : (
        <CommentText report={report} comment={comment} />
      )}
      {comment.by === userId && !isChanging && (
        <p className="comment-own">
          <button type="button" ref={changeRef} className="link-button" onClick={() => setIsChanging(true)}>
            {t("comments.change")}
          </button>
          <button type="button" className="link-button" onClick={() => setIsDeleting(true)}>
            {t("comments.delete")}
          </button>
        </p>
      )}
      {isDeleting && (
        <AskDialog
          title={t("comments.deleteAsk")}
          text={t("comments.deleteText")}
          confirm={t("comments.delete")}
          isDangerous
          error={remove.error && t(`error.${codeOf(remove.error)}`)}
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate({ params }, { onSuccess: () => setIsDeleting(false) })}
          onClose={() => setIsDeleting(false)}
        />
      )}
    </li>
  );
}
