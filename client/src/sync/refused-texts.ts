import type { RecordStore } from "./local-store.ts";
import { createEmitter } from "./emitter.ts";
import { newId } from "./new-id.ts";
import { inParts } from "./refused-parts.ts";
import * as Y from "yjs";
import { type RefusedParagraph, refusedParagraphs } from "./retained-diff.ts";

/** Text that the server did not take, on its way to be kept there ("bản giữ lại"). */
export interface RefusedText {
  /** Made here, so that handing in twice after a lost answer keeps it once. */
  readonly id: string;
  readonly reportId: string;
  readonly sectionId: string;
  readonly reason: string;
  readonly at: number;
  readonly lineage: number | null;
  /** The refused document, until the paragraphs are worked out; what of it is this person's is known once the server's text can be read again. */
  readonly ownState: Uint8Array;
  readonly paragraphs: readonly RefusedParagraph[] | null;
}

const nothing = new Uint8Array();

/** "kept": the server has it. "impossible": it will never take it, so it stays here. "later": try again. */
export type HandInResult = "kept" | "impossible" | "later";

/** Holds every refused text on this machine until the server confirms that it keeps it. */
export class RefusedTexts {
  readonly changed = createEmitter<void>();
  readonly #records: RecordStore<RefusedText>;
  readonly #handIn: (text: RefusedText) => Promise<HandInResult>;
  readonly #underWay = new Set<string>();
  #texts: readonly RefusedText[] = [];
  #loading: Promise<void> = Promise.resolve();

  constructor(records: RecordStore<RefusedText>, handIn: (text: RefusedText) => Promise<HandInResult>) {
    this.#records = records;
    this.#handIn = handIn;
  }

  /** What waits here, oldest first; the same array until something changes. */
  get texts(): readonly RefusedText[] {
    return this.#texts;
  }

  async load(): Promise<void> {
    this.#loading = this.#refresh();
    await this.#loading;
    await this.handInAll();
  }

  /** Resolves when the text is stored: only then may the refused document be let go. */
  async add(text: RefusedText): Promise<void> {
    await this.#records.put(text);
    await this.#refresh();
  }

  /** The section's accepted text can be read: works out the paragraphs and hands them in. */
  settle(
    sectionId: string,
    paragraphsFor: (text: RefusedText) => readonly RefusedParagraph[],
  ): Promise<void> {
    return this.#settle((text) => text.sectionId === sectionId, paragraphsFor);
  }

  /** The section's accepted text will not come any more: all that was written is handed in. */
  settleAlone(isMeant: (text: RefusedText) => boolean): Promise<void> {
    const nothing = new Y.Doc();
    return this.#settle(isMeant, ({ ownState }) => refusedParagraphs(ownState, nothing, false));
  }

  async #settle(
    isMeant: (text: RefusedText) => boolean,
    paragraphsFor: (text: RefusedText) => readonly RefusedParagraph[],
  ): Promise<void> {
    await this.#loading;
    const unsettled = this.#texts.filter((text) => text.paragraphs === null && isMeant(text));
    if (unsettled.length === 0) return;
    for (const text of unsettled) {
      const [first, ...more] = inParts(paragraphsFor(text));
      // The first takes the place of the whole, so it comes last: ended in between, some is kept twice and nothing never.
      for (const [i, paragraphs] of more.entries())
        await this.#records.put({ ...text, id: newId(), at: text.at + i + 1, ownState: nothing, paragraphs });
      if (first) await this.#records.put({ ...text, ownState: nothing, paragraphs: first });
      else await this.#records.remove(text.id);
    }
    await this.#refresh();
    await this.handInAll();
  }

  async handInAll(): Promise<void> {
    for (const text of this.#texts) {
      if (text.paragraphs === null || this.#underWay.has(text.id)) continue;
      this.#underWay.add(text.id);
      try {
        if ((await this.#handIn(text)) === "kept") await this.discard(text.id);
      } finally {
        this.#underWay.delete(text.id);
      }
    }
  }

  async discard(id: string): Promise<void> {
    await this.#records.remove(id);
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.#texts = [...(await this.#records.all())].sort((a, b) => a.at - b.at);
    this.changed.emit();
  }
}
