import type { DocumentStore } from "../ports/document-store.ts";
import type { TextFigures, TextWork } from "../ports/text-work.ts";
import { ByHead, partsOf, type SectionAt } from "./by-head.ts";

export interface SectionFacts extends TextFigures {
  readonly isDamaged: boolean;
}

const nothing: TextFigures = { wordCount: 0, hasOpenSuggestions: false };

/** Figures of a section's text, read again only when its head has moved. */
export class SectionFactsCache {
  readonly #textWork: TextWork;
  readonly #known: ByHead<SectionFacts>;

  constructor(documents: DocumentStore, textWork: TextWork) {
    this.#textWork = textWork;
    this.#known = new ByHead(documents);
  }

  of(section: SectionAt): Promise<SectionFacts> {
    return this.#known.of(section, async (stored) => ({
      ...(stored ? await this.#textWork.measure(partsOf(stored)) : nothing),
      isDamaged: stored?.damage != null,
    }));
  }
}
