import type { SectionId } from "@dongsoan/shared/domain";
import { WrittenIndex } from "@dongsoan/shared/crdt";
import type { DocumentStore } from "../ports/document-store.ts";

/** So many rows are checked at a time: a long history must not hold up who is typing. */
const rowsAtATime = 500;
/** Sections whose log is kept read; opening one more forgets the one that was asked for longest ago. */
const maxKnown = 100;

/** Who wrote what, as the logs tell it; read on when they have grown. */
export class WrittenLogs {
  readonly #documents: DocumentStore;
  readonly #known = new Map<SectionId, { readonly index: WrittenIndex; seq: number }>();

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async upTo(sectionId: SectionId, head: number): Promise<WrittenIndex> {
    const known = this.#known.get(sectionId) ?? { index: new WrittenIndex(), seq: 0 };
    this.#known.delete(sectionId);
    this.#known.set(sectionId, known);
    for (const oldest of this.#known.keys()) if (this.#known.size > maxKnown) this.#known.delete(oldest);
    while (known.seq < head) {
      const updates = await this.#documents.readUpdates(sectionId, known.seq, rowsAtATime);
      if (updates.length === 0) break;
      for (const update of updates) {
        // Somebody else may have read on meanwhile.
        if (update.seq !== known.seq + 1) continue;
        known.index.add(update);
        known.seq = update.seq;
      }
    }
    return known.index;
  }
}
