/** What of an open report the server does not have yet. */
export interface OpenTextFacts {
  readonly unsavedCount: number;
  readonly isKeptHere: boolean;
}

/** An open report, as far as signing out must know of it. */
export interface OpenTexts {
  /** Writes down which texts are acknowledged. */
  tidy(): Promise<void>;
  facts(): OpenTextFacts;
  /** Ends it without asking: the person was asked. */
  close(): void;
}

const open = new Set<OpenTexts>();

/** @returns what takes it off the list again. */
export function registerOpenTexts(texts: OpenTexts): () => void {
  open.add(texts);
  return () => {
    open.delete(texts);
  };
}

export const openTexts = (): readonly OpenTexts[] => [...open];
