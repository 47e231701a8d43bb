import type { OutlineDraft, Result, WordFindings } from "@dongsoan/shared/domain";

/** Reads a text file, or the text of a Word file, as the draft of a report. */
export interface ImportReader {
  /**
   * @param bytes of a whole file, at most `maxImportBytes`.
   * @returns the draft and what is to be told about the file; a refusal of its own for each kind of file that is not read (IMP10, IMP13, IMP27).
   */
  read(bytes: Uint8Array): Promise<Result<ReadImport>>;
  /** May this file be kept? The same refusals, but IMP27. */
  check(bytes: Uint8Array): Promise<Result<null>>;
  /** At once: what was begun is given up, and its asker refused. */
  close(): Promise<void>;
}

export interface ReadImport {
  /** Null of a Word file. */
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1258" | "tcvn3" | null;
  /** What a Word file holds that is not in the draft (IMP29, IMP30). */
  readonly word: WordFindings | null;
  readonly draft: OutlineDraft;
}
