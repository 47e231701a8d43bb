import { SectionDocument, type SectionEnvironment } from "./section-document.ts";
import type { SaveStatus } from "./save-status.ts";
import { createEmitter } from "./emitter.ts";

/** Long enough for React's StrictMode and a moved section to come back, short enough to free the room. */
const releaseAfterMs = 1_000;
/** A slow machine takes so long to draw a page at most. */
const drawnAfterMs = 10_000;

interface Held {
  readonly section: SectionDocument;
  readonly stopListening: () => void;
  holders: number;
  timer: ReturnType<typeof setTimeout> | null;
}

/** All open sections of the page, counted by their holders. A section with unsaved text stays until it is saved. */
export class SectionDocuments {
  readonly statusChanged = createEmitter<void>();
  readonly #env: SectionEnvironment;
  readonly #held = new Map<string, Held>();
  #expected: readonly string[] = [];

  constructor(env: SectionEnvironment) {
    this.#env = env;
  }

  get all(): readonly SectionDocument[] {
    return [...this.#held.values()].map((h) => h.section);
  }

  /** The sections that the page is going to open. What was written in one of them may lie on this machine, unsaved. */
  expect(sectionIds: readonly string[]): void {
    this.#expected = sectionIds;
    this.statusChanged.emit();
  }

  /** Of every section that is open, or that is still to be opened. */
  get statuses(): readonly SaveStatus[] {
    const open = this.all.map((section) => section.status);
    const isWaited = this.#expected.some((id) => !this.#held.has(id));
    return isWaited ? [...open, { kind: "opening" }] : open;
  }

  get(sectionId: string, lineage: number): SectionDocument {
    const held = this.#held.get(sectionId) ?? this.#open(sectionId, lineage);
    return held.section;
  }

  /** Asks for these before they are drawn: whoever draws them holds them by then. */
  openAhead(sections: readonly { readonly id: string; readonly lineage: number }[]): void {
    for (const { id, lineage } of sections) setTimeout(this.hold(this.get(id, lineage)), drawnAfterMs);
  }

  /** @returns the release. */
  hold(section: SectionDocument): () => void {
    const held = this.#held.get(section.sectionId);
    if (!held || held.section !== section) return () => undefined;
    held.holders += 1;
    if (held.timer) clearTimeout(held.timer);
    held.timer = null;
    return () => {
      held.holders -= 1;
      if (held.holders === 0) this.#scheduleRelease(held);
    };
  }

  close(): void {
    for (const held of this.#held.values()) this.#drop(held);
    this.#held.clear();
  }

  #open(sectionId: string, lineage: number): Held {
    const section = new SectionDocument(this.#env, sectionId, lineage);
    const stopListening = section.statusChanged.subscribe(() => this.statusChanged.emit());
    const held: Held = { section, stopListening, holders: 0, timer: null };
    this.#held.set(sectionId, held);
    // A render that never commits must not leave a room open.
    this.#scheduleRelease(held);
    return held;
  }

  #scheduleRelease(held: Held): void {
    if (held.timer) clearTimeout(held.timer);
    held.timer = setTimeout(() => {
      held.timer = null;
      if (held.holders > 0) return;
      const { status } = held.section;
      if (status.kind === "saving" || status.kind === "unsent") {
        this.#scheduleRelease(held);
        return;
      }
      this.#held.delete(held.section.sectionId);
      this.#drop(held);
      this.statusChanged.emit();
    }, releaseAfterMs);
  }

  #drop(held: Held): void {
    if (held.timer) clearTimeout(held.timer);
    held.stopListening();
    held.section.destroy();
  }
}
