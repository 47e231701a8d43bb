import type { Section, SectionId } from "@dongsoan/shared/domain";
import { WrittenIndex } from "@dongsoan/shared/crdt";
import type { DocumentStore } from "../ports/document-store.ts";

/** So many rows are checked at a time: a long history must not hold up who is typing. */
const rowsAtATime = 500;
/** Sections whose log is kept read; opening one more forgets the one that was asked for longest ago. */
const maxKnown = 100;

interface KnownLog {
  readonly index: WrittenIndex;
  readonly lineage: number;
  seq: number;
}

/** Who wrote what, as the logs tell it; read on when they have grown, and anew in another lineage, which uses seqs again. */
export class WrittenLogs {
  readonly #documents: DocumentStore;
  readonly #known = new Map<SectionId, KnownLog>();

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async upTo({
    sectionId,
    lineage,
    head,
  }: Pick<Section, "lineage" | "head"> & { readonly sectionId: SectionId }): Promise<WrittenIndex> {
    const former = this.#known.get(sectionId);
    const known = former?.lineage === lineage ? former : { index: new WrittenIndex(), lineage, seq: 0 };
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
