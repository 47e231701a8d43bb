import type { ReportView, ThreadView } from "@dongsoan/shared/http-api";
import { useCallback, useEffect, useRef, useState } from "react";
import { useComments } from "../../api/queries.ts";
import { whenIdle } from "../../sync/when-idle.ts";
import { revealComment } from "../../editor/comment-marks.ts";
import { focusText } from "../../editor/focus-text.ts";
import { revealChange } from "../../editor/tracking/change-places.ts";
import type { CommentBoard, CommentDraft } from "./comment-board.ts";
import { goToSection } from "./paper-place.ts";
import { selectedLetters } from "./selected-letters.ts";
import { useWrite } from "./write-context.ts";

const noThreads: readonly ThreadView[] = [];
/** A link to a thread (the inbox) names it in the address. */
const wantedThread = () => new URLSearchParams(location.search).get("y-kien");

export interface Comments {
  readonly board: CommentBoard;
  readonly threads: readonly ThreadView[];
  readonly hasFailed: boolean;
  /** Begins a comment on what is selected, else on the section where one is. */
  readonly begin: () => void;
  /** Goes to the next or the former thread of the panel. */
  readonly step: (by: 1 | -1) => void;
  /** To the text that a thread is about, or to its section. */
  readonly goToText: (thread: ThreadView) => void;
}

export const threadFrameId = (threadId: string) => `thread-${threadId}`;

/** The panel's code may still be on its way. */
const framesWaited = 120;

/** To the card of a thread, once the panel has drawn it. */
function whenDrawn(threadId: string, go: (card: HTMLElement) => void, frames = framesWaited): void {
  requestAnimationFrame(() => {
    const card = document.getElementById(threadFrameId(threadId));
    if (card) go(card);
    else if (frames > 0) whenDrawn(threadId, go, frames - 1);
  });
}

/** @param show opens the panel. */
export function useCommentBoard(report: Pick<ReportView, "id">, show: () => void): Comments {
  const { session, registry, board } = useWrite();
  const [isAsked, setIsAsked] = useState(false);
  useEffect(() => whenIdle(() => setIsAsked(true)), []);
  const query = useComments(report.id, isAsked);
  const threads = query.data ?? noThreads;
  useEffect(() => board.start(), [board]);
  useEffect(() => board.setThreads(threads), [board, threads]);
  useEffect(
    () =>
      board.visited.subscribe((threadId) => {
        show();
        whenDrawn(threadId, (card) => {
          card.focus({ preventScroll: true });
          card.scrollIntoView({ block: "nearest" });
        });
      }),
    [board, show],
  );
  // The caret stays in the text that was clicked at.
  useEffect(
    () =>
      registry.listenToPickedComment((threadId) => {
        board.setActive(threadId);
        show();
        whenDrawn(threadId, (card) => card.scrollIntoView({ block: "nearest" }));
      }),
    [registry, board, show],
  );
  useEffect(() => {
    let former: CommentDraft | null = null;
    return board.subscribe(() => {
      const { draft } = board.getSnapshot();
      if (draft && draft !== former) show();
      former = draft;
    });
  }, [board, show]);
  const isArrived = useRef(false);
  useEffect(() => {
    const wanted = threads.find(({ id }) => id === wantedThread());
    if (!wanted || isArrived.current) return;
    isArrived.current = true;
    board.visit(wanted.id);
  }, [threads, board]);
  const begin = useCallback(() => {
    const id = registry.activeId;
    const draft =
      selectedLetters(registry, session.sections) ??
      (id === null ? null : { sectionId: id, anchor: null, suggestionId: null });
    if (draft) board.setDraft(draft);
  }, [registry, session, board]);
  const step = useCallback(
    (by: 1 | -1) => {
      show();
      requestAnimationFrame(() => {
        const cards = [...document.querySelectorAll<HTMLElement>(".side-comments .thread")];
        const { activeId } = board.getSnapshot();
        const at = cards.findIndex(({ id }) => activeId !== null && id === threadFrameId(activeId));
        const next = cards[at === -1 ? (by === 1 ? 0 : cards.length - 1) : at + by];
        next?.focus();
      });
    },
    [board, show],
  );
  const goToText = useCallback(
    (thread: ThreadView) => {
      board.setActive(thread.id);
      const editor = registry.open(thread.sectionId);
      if (editor && thread.suggestionId !== null && revealChange(editor.view, [thread.suggestionId])) return;
      if (editor && revealComment(editor.view, thread.id)) focusText(editor.view);
      else goToSection(thread.sectionId);
    },
    [registry, board],
  );
  return { board, threads, hasFailed: query.isError && !query.data, begin, step, goToText };
}
