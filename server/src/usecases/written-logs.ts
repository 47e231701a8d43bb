import type { Section, SectionId } from "@dongsoan/shared/domain";
import { WrittenIndex } from "@dongsoan/shared/crdt";
import type { DocumentStore } from "../ports/document-store.ts";
import type { TextWork } from "../ports/text-work.ts";

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
  readonly #textWork: TextWork;
  readonly #known = new Map<SectionId, KnownLog>();

  constructor(documents: DocumentStore, textWork: TextWork) {
    this.#documents = documents;
    this.#textWork = textWork;
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
      const after = known.seq;
      const updates = await this.#documents.readUpdates(sectionId, after, rowsAtATime);
      const last = updates.at(-1);
      if (!last) break;
      const parts = await this.#textWork.written(updates);
      // Somebody else may have read on meanwhile.
      if (known.seq !== after) continue;
      known.index.extend(parts);
      known.seq = last.seq;
    }
    return known.index;
  }
}
