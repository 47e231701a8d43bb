import type { OutlineDraft, Result } from "@dongsoan/shared/domain";

/** Reads a text file as the draft of a report. */
export interface ImportReader {
  /**
   * @param bytes of a whole file, at most `maxImportBytes`.
   * @returns its encoding and the draft; a refusal of its own for each kind of file that is not read (IMP10, IMP13, IMP27).
   */
  read(bytes: Uint8Array): Promise<Result<ReadImport>>;
  /** At once: what was begun is given up, and its asker refused. */
  close(): Promise<void>;
}

export interface ReadImport {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1258" | "tcvn3";
  readonly draft: OutlineDraft;
}
