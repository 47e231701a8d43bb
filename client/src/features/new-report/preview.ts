import type { OutlineDraft } from "@dongsoan/shared/domain";
import type { ImportPreview } from "../../api/answers.ts";

/** What was read, before anything is created. */
export interface Preview {
  readonly draft: OutlineDraft;
  /** What was found out about the file; null when the report starts empty. */
  readonly file: Pick<ImportPreview, "encoding" | "word"> | null;
  /** The bytes as they came, kept with the report. */
  readonly original: { readonly fileName: string; readonly content: Blob } | null;
}

let madeCount = 0;
/** A key for a node made in the preview. (`crypto.randomUUID` is missing on plain http.) */
export const newNodeKey = (): string => `new-${++madeCount}`;
