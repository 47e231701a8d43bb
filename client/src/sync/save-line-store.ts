import type { OpenTextFacts } from "./open-texts.ts";
import type { RefusedTexts } from "./refused-texts.ts";
import {
  foldSaveLine,
  hasUnsaved,
  lateAfterMs,
  waitingSince,
  type RetainedCount,
  type SaveLine,
} from "./save-status.ts";
import type { SectionDocuments } from "./section-documents.ts";
import type { SharedSocket } from "./shared-socket.ts";

/** The words change with time ("Chưa lưu" after 5 s, red after 8 s) also when nothing happens. */
const tickMs = 1_000;
/** One frame of the screen. */
const foldAfterMs = 16;
/**
 * Who writes is saved between any two keys. "Saved" comes back when they rest: words that change twice a key tell
 * nobody anything, and drawing them costs more than the key.
 */
export const restMs = 400;

type SocketHealth = Pick<SharedSocket, "state" | "stateChanged" | "restart">;
type Statuses = Pick<SectionDocuments, "all" | "statuses" | "statusChanged">;
type Refused = Pick<RefusedTexts, "texts" | "changed">;

const isSameLine = (a: SaveLine, b: SaveLine) => JSON.stringify(a) === JSON.stringify(b);

/** Holds the one save line of the page; asks before leaving while something is unsaved; renews a connection that does not answer. */
export class SaveLineStore {
  #line: SaveLine = { kind: "opening" };
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  readonly #socket: SocketHealth;
  readonly #sections: Statuses;
  readonly #refused: Refused;
  readonly #timer: ReturnType<typeof setInterval>;
  #canStoreLocally: boolean;
  #seenRetained = new Set<string>();
  #scheduled: ReturnType<typeof setTimeout> | null = null;
  #resting: ReturnType<typeof setTimeout> | null = null;
  /** When a section's state last changed. */
  #heardAt = 0;
  #restartedAt = 0;

  constructor(socket: SocketHealth, sections: Statuses, refused: Refused, canStoreLocally: boolean) {
    this.#socket = socket;
    this.#sections = sections;
    this.#refused = refused;
    this.#canStoreLocally = canStoreLocally;
    const schedule = () => this.#schedule();
    this.#stops.push(
      socket.stateChanged.subscribe(schedule),
      sections.statusChanged.subscribe(() => {
        this.#heardAt = Date.now();
        this.#schedule();
      }),
      refused.changed.subscribe(schedule),
    );
    const handleUnload = (event: BeforeUnloadEvent) => {
      if (this.isUnsaved) event.preventDefault();
    };
    addEventListener("beforeunload", handleUnload);
    addEventListener("online", schedule);
    addEventListener("offline", schedule);
    this.#stops.push(() => {
      removeEventListener("beforeunload", handleUnload);
      removeEventListener("online", schedule);
      removeEventListener("offline", schedule);
    });
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#compute();
  }

  get isUnsaved(): boolean {
    return hasUnsaved(this.#sections.statuses);
  }

  /** How much is unsaved now, and whether this machine holds it too. */
  get facts(): OpenTextFacts {
    const unsavedCount = this.#sections.statuses.filter((status) => hasUnsaved([status])).length;
    return { unsavedCount, isKeptHere: this.#canStoreLocally };
  }

  readonly getSnapshot = (): SaveLine => this.#line;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** The person has opened the retained panel: the line may speak of saving again. */
  markRetainedSeen(): void {
    for (const text of this.#refused.texts) this.#seenRetained.add(text.id);
    this.#retained.clear();
    this.#compute();
  }

  /** This machine's store is full: what is not acknowledged lives in this page only. */
  markNoLocalStore(): void {
    this.#canStoreLocally = false;
    this.#schedule();
  }

  readonly #retained = new Map<string, RetainedCount>();

  close(): void {
    clearInterval(this.#timer);
    if (this.#scheduled) clearTimeout(this.#scheduled);
    if (this.#resting) clearTimeout(this.#resting);
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  #tick(): void {
    const since = waitingSince(this.#sections.statuses);
    const now = Date.now();
    const isStuck = since !== null && now - since >= lateAfterMs && now - this.#restartedAt >= lateAfterMs;
    if (isStuck && this.#socket.state.kind === "open") {
      this.#restartedAt = now;
      this.#socket.restart();
    }
    this.#compute();
  }

  /** Frames come in bursts, one for each section; the line is folded once for them. */
  #schedule(): void {
    this.#scheduled ??= setTimeout(() => {
      this.#scheduled = null;
      this.#compute();
    }, foldAfterMs);
  }

  #computeAtRest(): void {
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#compute(), restMs);
  }

  /** SAVE8: whether anything of a text that was not taken is missing is not known yet, and nothing may be called saved. */
  #isComparing(): boolean {
    const { all } = this.#sections;
    return this.#refused.texts.some(
      ({ paragraphs, sectionId }) => !paragraphs && all.some((section) => section.sectionId === sectionId),
    );
  }

  #compute(): void {
    // Kept on the server meanwhile or not: the person is told until they have looked.
    for (const { id, paragraphs, reason } of this.#refused.texts)
      if (paragraphs && !this.#seenRetained.has(id))
        this.#retained.set(id, { paragraphCount: paragraphs.length, reason });
    const { statuses } = this.#sections;
    const line = foldSaveLine({
      now: Date.now(),
      socket: this.#socket.state,
      isBrowserOnline: navigator.onLine,
      canStoreLocally: this.#canStoreLocally,
      sections: this.#isComparing() ? [...statuses, { kind: "opening" }] : statuses,
      retained: [...this.#retained.values()],
    });
    if (isSameLine(line, this.#line)) return;
    const isAmongKeys = Date.now() - this.#heardAt < restMs;
    const wasWritten = this.#line.kind === "saving" || this.#line.kind === "saved";
    if (line.kind === "saved" && wasWritten && isAmongKeys) {
      this.#computeAtRest();
      return;
    }
    this.#line = line;
    for (const listener of this.#listeners) listener();
  }
}
