import type { Section, SectionId } from "@dongsoan/shared/domain";
import type { DocumentStore, StoredDocument } from "../ports/document-store.ts";

/** Sections of which it is kept; one more forgets the one that was asked for longest ago. */
const maxKnown = 500;

export type SectionAt = Pick<Section, "id" | "head" | "lineage">;

interface Known<V> {
  readonly mark: string;
  readonly value: Promise<V>;
}

/**
 * What whole texts say, for everybody who asks: read once, until the section's head moves. Whoever asks while it is being
 * read shares the answer, which holds at least the head that they know of.
 */
export class ByHead<V> {
  readonly #documents: DocumentStore;
  readonly #known = new Map<SectionId, Known<V>>();

  constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  /** @param about what else the answer depends on. */
  of(
    { id, head, lineage }: SectionAt,
    read: (stored: StoredDocument | null) => Promise<V>,
    about = "",
  ): Promise<V> {
    const mark = `${lineage} ${head} ${about}`;
    const known = this.#known.get(id);
    this.#known.delete(id);
    const asked = known?.mark === mark ? known : { mark, value: this.#read(id, read) };
    this.#known.set(id, asked);
    for (const oldest of this.#known.keys()) if (this.#known.size > maxKnown) this.#known.delete(oldest);
    return asked.value;
  }

  async #read(id: SectionId, read: (stored: StoredDocument | null) => Promise<V>): Promise<V> {
    let isKept = false;
    try {
      const stored = await this.#documents.load(id);
      const value = await read(stored);
      // A damaged one may be mended without an edit: it is looked at again each time.
      isKept = stored?.damage === null;
      return value;
    } finally {
      if (!isKept) this.#known.delete(id);
    }
  }
}

/** What a stored text is replayed from: its nearest state, and what came after. */
export const partsOf = ({ snapshot, updates }: StoredDocument): readonly Uint8Array[] => [
  ...(snapshot ? [snapshot.state] : []),
  ...updates.map(({ payload }) => payload),
];
