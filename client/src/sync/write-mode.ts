import { createEmitter } from "./emitter.ts";
import type { SectionDocuments } from "./section-documents.ts";
import type { SharedSocket } from "./shared-socket.ts";

/** What the page does with the text: write it, or suggest changes of it. */
export type Wish = "write" | "suggest";

/**
 * SUG9: the page's wish, for all its sections. What was written so far must be stored under the former one, so a change
 * waits until everything is saved, and then opens the channels anew.
 */
export class WriteMode {
  readonly changed = createEmitter<void>();
  readonly #socket: SharedSocket;
  readonly #sections: SectionDocuments;
  readonly #stopListening: () => void;
  #wanted: Wish = "write";

  constructor(socket: SharedSocket, sections: SectionDocuments) {
    this.#socket = socket;
    this.#sections = sections;
    this.#stopListening = sections.statusChanged.subscribe(() => this.#follow());
  }

  /** As the channels are opened now. */
  get current(): Wish {
    return this.#socket.wish;
  }

  /** Another mode is wanted and waits for what is not saved yet. */
  get isWaiting(): boolean {
    return this.#wanted !== this.current;
  }

  want(wish: Wish): void {
    this.#wanted = wish;
    this.#follow();
    this.changed.emit();
  }

  close(): void {
    this.#stopListening();
  }

  #follow(): void {
    if (!this.isWaiting || this.#sections.statuses.some(({ kind }) => kind === "saving" || kind === "unsent"))
      return;
    this.#socket.wish = this.#wanted;
    for (const section of this.#sections.all)
      if (section.text.mode === "write" || section.text.mode === "suggest") section.reopen();
    this.changed.emit();
  }
}
