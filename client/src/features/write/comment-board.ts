import type { TextRange } from "@dongsoan/shared/crdt";
import type { AnchorView, ThreadView } from "@dongsoan/shared/http-api";
import type { CommentPlace } from "../../editor/comment-marks.ts";
import { createEmitter } from "../../sync/emitter.ts";
import { CommentPlaces, type PlacesOptions } from "./comment-places.ts";

/** A comment that is being written: on letters, on a suggestion, or on the whole section. */
export interface CommentDraft {
  readonly sectionId: string;
  readonly anchor: { readonly ranges: readonly TextRange[]; readonly quote: string } | null;
  /** The suggestion that it is about. */
  readonly suggestionId: string | null;
}

export interface BoardState {
  /** The thread that is read. */
  readonly activeId: string | null;
  readonly draft: CommentDraft | null;
  /** Quoting threads that stand in the text, in its order within each section; others come after them. */
  readonly order: ReadonlyMap<string, number>;
  /** Threads whose text is gone. */
  readonly orphans: ReadonlySet<string>;
}

const draftId = "draft";

/** What is read and written beside the text, held outside React: typing never waits for it. */
export class CommentBoard {
  readonly changed = createEmitter<void>();
  /** Somebody asks to see this thread. */
  readonly visited = createEmitter<string>();
  /** Words that are being written, by thread ("draft" for a new one): a closed panel loses none. */
  readonly words = new Map<string, string>();
  readonly #places: CommentPlaces;
  #threads: readonly ThreadView[] = [];
  #state: BoardState = { activeId: null, draft: null, order: new Map(), orphans: new Set() };

  constructor(options: Pick<PlacesOptions, "registry" | "sections">) {
    this.#places = new CommentPlaces({
      ...options,
      shownOf: (anchors, sectionId) => this.#shownOf(anchors, sectionId),
      onMoved: () => this.#readPlaces(),
    });
  }

  readonly getSnapshot = (): BoardState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => this.changed.subscribe(listener);

  /** @returns what ends it. */
  start(): () => void {
    return this.#places.start();
  }

  setThreads(threads: readonly ThreadView[]): void {
    this.#threads = threads;
    this.#places.setThreads(threads);
  }

  /** @returns the first thread about one of these suggestions. */
  threadAbout(suggestionIds: readonly string[]): ThreadView | null {
    return (
      this.#threads.find(
        ({ suggestionId }) => suggestionId !== null && suggestionIds.includes(suggestionId),
      ) ?? null
    );
  }

  visit(threadId: string): void {
    this.setActive(threadId);
    this.visited.emit(threadId);
  }

  setActive(activeId: string | null): void {
    const former = this.#state.activeId;
    if (former === activeId) return;
    this.#set({ activeId });
    const touched = this.#threads.filter(({ id }) => id === former || id === activeId);
    for (const sectionId of new Set(touched.map((thread) => thread.sectionId))) this.#places.draw(sectionId);
  }

  /** A new place for words that are already there keeps them. */
  setDraft(draft: CommentDraft | null): void {
    const former = this.#state.draft;
    this.#set({ draft, activeId: draft ? null : this.#state.activeId });
    if (!draft) this.words.delete(draftId);
    for (const sectionId of new Set([former?.sectionId, draft?.sectionId]))
      if (sectionId !== undefined) this.#places.draw(sectionId);
  }

  #set(change: Partial<BoardState>): void {
    this.#state = { ...this.#state, ...change };
    this.changed.emit();
  }

  /** Settled threads are underlined only while they are read. */
  #shownOf(anchors: readonly AnchorView[], sectionId: string): readonly CommentPlace[] {
    const { activeId, draft } = this.#state;
    const open = new Set(this.#threads.flatMap(({ id, resolved }) => (resolved ? [] : [id])));
    const places = anchors
      .filter(({ threadId }) => open.has(threadId) || threadId === activeId)
      .map(({ threadId, ranges }) => ({ threadId, ranges, isActive: threadId === activeId }));
    return draft?.anchor && draft.sectionId === sectionId
      ? [...places, { threadId: draftId, ranges: draft.anchor.ranges, isActive: true }]
      : places;
  }

  #readPlaces(): void {
    const order = new Map<string, number>();
    const orphans = new Set<string>();
    for (const sectionId of new Set(this.#threads.map((thread) => thread.sectionId)))
      for (const { threadId, ranges } of this.#places.anchorsOf(sectionId)) {
        order.set(threadId, order.size);
        if (ranges.length === 0) orphans.add(threadId);
      }
    this.#set({ order, orphans });
  }
}
