import { addedItems, isPutBack, RangeSet, type TextRange } from "@dongsoan/shared/crdt";
import type { AnchorView, ThreadView } from "@dongsoan/shared/http-api";
import type * as Y from "yjs";
import { call } from "../../api/call.ts";
import { type CommentPlace, showComments } from "../../editor/comment-marks.ts";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import type { SectionDocument } from "../../sync/section-document.ts";
import type { SectionDocuments } from "../../sync/section-documents.ts";

/** Several edits in a row are one question. */
const askAfterMs = 300;
const askAgainMs = 5_000;
const drawAgainMs = 400;
/** LINE2: shorter text that comes is letters that went in an earlier edit only by an undo (LINE11). */
const shortestComingBack = 6;

interface Place {
  readonly sectionId: string;
  /** Its quoting threads, and how many letters each had at first. */
  lengths: ReadonlyMap<string, number>;
  anchors: readonly AnchorView[];
  letters: RangeSet;
  timer: ReturnType<typeof setTimeout> | null;
  watched: { readonly doc: Y.Doc; readonly stop: () => void } | null;
}

export interface PlacesOptions {
  readonly registry: EditorRegistry;
  readonly sections: SectionDocuments;
  /** Which places are underlined, and which of them is looked at. */
  readonly shownOf: (anchors: readonly AnchorView[], sectionId: string) => readonly CommentPlace[];
  readonly onMoved: () => void;
}

const lettersIn = (quote: string): number => quote.replaceAll("\n", "").length;
const sumOf = (ranges: readonly TextRange[]): number => ranges.reduce((sum, { length }) => sum + length, 0);

/**
 * COM11: where the comments of the page's sections stand. The server says; it is asked again when letters went that a
 * comment is about, or when so much text came that they may be back.
 */
export class CommentPlaces {
  readonly #options: PlacesOptions;
  readonly #places = new Map<string, Place>();
  #isEnded = true;

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** @returns what ends it. */
  start(): () => void {
    this.#isEnded = false;
    const stopListening = this.#options.registry.listenToAdded((sectionId) => {
      const place = this.#places.get(sectionId);
      if (place) this.#watch(place);
      this.draw(sectionId);
    });
    return () => {
      this.#isEnded = true;
      stopListening();
      for (const place of this.#places.values()) this.#forget(place);
      this.#places.clear();
    };
  }

  setThreads(threads: readonly ThreadView[]): void {
    const bySection = Map.groupBy(
      threads.filter(({ quote }) => quote !== null),
      ({ sectionId }) => sectionId,
    );
    for (const [sectionId, place] of this.#places)
      if (!bySection.has(sectionId)) {
        this.#forget(place);
        this.#places.delete(sectionId);
        this.draw(sectionId);
      }
    for (const [sectionId, quoting] of bySection) {
      const place = this.#places.get(sectionId) ?? this.#open(sectionId);
      const hasNew = quoting.some(({ id }) => !place.lengths.has(id));
      place.lengths = new Map(quoting.map(({ id, quote }) => [id, lettersIn(quote ?? "")]));
      place.anchors = place.anchors.filter(({ threadId }) => place.lengths.has(threadId));
      if (hasNew) this.#askSoon(place, 0);
      else this.draw(sectionId);
    }
    this.#options.onMoved();
  }

  /** The quoting threads of a section as the server told them last. */
  anchorsOf(sectionId: string): readonly AnchorView[] {
    return this.#places.get(sectionId)?.anchors ?? [];
  }

  draw(sectionId: string): void {
    const editor = this.#options.registry.get(sectionId);
    if (!editor || this.#isEnded) return;
    const shown = this.#options.shownOf(this.anchorsOf(sectionId), sectionId);
    if (!showComments(editor.view, shown) && !editor.isDestroyed)
      setTimeout(() => this.draw(sectionId), drawAgainMs);
  }

  #open(sectionId: string): Place {
    const place: Place = {
      sectionId,
      lengths: new Map(),
      anchors: [],
      letters: new RangeSet([]),
      timer: null,
      watched: null,
    };
    this.#places.set(sectionId, place);
    return place;
  }

  #forget(place: Place): void {
    if (place.timer) clearTimeout(place.timer);
    place.watched?.stop();
  }

  /** A document that is refused is replaced by another. */
  #watch(place: Place): SectionDocument | null {
    const section = this.#options.sections.all.find(({ sectionId }) => sectionId === place.sectionId);
    if (!section || place.watched?.doc === section.text.doc) return section ?? null;
    place.watched?.stop();
    const { doc } = section.text;
    const handleEdit = (edit: Y.Transaction) => {
      if (mayHaveMoved(edit, place)) this.#askSoon(place, askAfterMs);
    };
    doc.on("afterTransaction", handleEdit);
    const stopFollowing = section.changed.subscribe(() => {
      if (section.text.doc !== doc) this.#askSoon(place, askAfterMs);
    });
    const stop = () => {
      doc.off("afterTransaction", handleEdit);
      stopFollowing();
    };
    place.watched = { doc, stop };
    return section;
  }

  #askSoon(place: Place, afterMs: number): void {
    if (place.timer) clearTimeout(place.timer);
    place.timer = setTimeout(() => {
      place.timer = null;
      this.#ask(place).catch(() => {
        if (!this.#isEnded) this.#askSoon(place, askAgainMs);
      });
    }, afterMs);
  }

  async #ask(place: Place): Promise<void> {
    const section = this.#watch(place);
    if (section) await whenStored(section);
    const anchors = await call("anchors", { params: { id: place.sectionId } });
    if (this.#isEnded || this.#places.get(place.sectionId) !== place) return;
    place.anchors = anchors;
    place.letters = new RangeSet(anchors.flatMap(({ ranges }) => ranges));
    this.draw(place.sectionId);
    this.#options.onMoved();
  }
}

/** @returns once the server has everything that was written here, or no longer takes it. */
export async function whenStored(section: SectionDocument): Promise<void> {
  const isWaiting = () => section.status.kind === "saving" || section.status.kind === "unsent";
  if (!isWaiting()) return;
  await new Promise<void>((resolve) => {
    const stop = section.statusChanged.subscribe(() => {
      if (isWaiting()) return;
      stop();
      resolve();
    });
  });
}

function mayHaveMoved(edit: Y.Transaction, place: Place): boolean {
  const { deleteSet, beforeState, afterState } = edit;
  for (const [client, gone] of deleteSet.clients)
    if (gone.some(({ clock, len }) => place.letters.partsOf({ client, clock, length: len }).length > 0))
      return true;
  const isIncomplete = place.anchors.some(
    ({ threadId, ranges }) => sumOf(ranges) < (place.lengths.get(threadId) ?? 0),
  );
  return (
    isIncomplete &&
    ([...afterState].some(
      ([client, clock]) => clock - (beforeState.get(client) ?? 0) >= shortestComingBack,
    ) ||
      [...addedItems(edit)].some(isPutBack))
  );
}
