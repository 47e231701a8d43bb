import type { CommentedLetters } from "@dongsoan/shared/crdt";
import type { ReportModel, RevisionAuthor } from "@dongsoan/shared/domain";

/** Makes a document file of a report in the layout of Nghị định 30/2020/NĐ-CP. */
export interface ReportRenderer {
  /**
   * @param texts stand in place of their sections' blocks, and are read where the file is made: a text of megabytes stays
   * bytes for everybody else. Revisions are numbered in this order.
   * @returns the bytes of a .docx file.
   * @throws AppError too-large when the report needs more memory than a file is given.
   */
  render(model: ReportModel, texts?: readonly TextToRender[]): Promise<Uint8Array>;
  /** At once: what was begun is given up, and its asker refused. */
  close(): Promise<void>;
}

export interface TextToRender {
  readonly sectionId: string;
  /** Yjs v1, in order; a state may come first. */
  readonly updates: readonly Uint8Array[];
  readonly form: TextForm;
}

/** WORD1. */
export type TextForm =
  | { readonly kind: "final" | "base" }
  | {
      readonly kind: "tracked";
      /** Who stored each suggestion, and when. */
      readonly stamps: ReadonlyMap<string, Stamp>;
      /** Of what no suggestion is known for. */
      readonly unknown: Stamp;
      readonly commented: readonly CommentedLetters[];
    };
type Stamp = Omit<RevisionAuthor, "id">;
