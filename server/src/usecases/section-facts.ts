import type { Section, SectionId } from "@dongsoan/shared/domain";
import { countWords } from "@dongsoan/shared/crdt";
import type { DocumentStore } from "../ports/document-store.ts";
import { blocksOf } from "./model-report.ts";

export interface SectionFacts {
  readonly wordCount: number;
  readonly isDamaged: boolean;
}

/** Figures of a section's text, read again only when its head has moved. */
export class SectionFactsCache {
  readonly #documents: DocumentStore;
  readonly #known = new Map<SectionId, SectionFacts & { readonly head: number; readonly lineage: number }>();

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  async of(section: Pick<Section, "id" | "head" | "lineage">): Promise<SectionFacts> {
    const known = this.#known.get(section.id);
    // A damaged one may be mended without an edit: it is looked at again each time.
    if (known?.head === section.head && known.lineage === section.lineage && !known.isDamaged) return known;
    const stored = await this.#documents.load(section.id);
    const facts = {
      head: section.head,
      lineage: section.lineage,
      wordCount: countWords(blocksOf(stored)),
      isDamaged: stored?.damage != null,
    };
    this.#known.set(section.id, facts);
    return facts;
  }
}
