import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  type ICommentOptions,
  InsertedTextRun,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from "docx";
import type { CommentModel, ParagraphBlock, Revision, RevisionAuthor, Run } from "@dongsoan/shared/domain";
import { unbroken, xmlText } from "./units.ts";

/**
 * Suggestions as revisions of a word processor (ECMA-376 part 1, 17.13.5), and comments. A text without suggestions has
 * none of this.
 */

const changeOf = ({ id, author, at }: RevisionAuthor) => ({
  id,
  author: xmlText(author),
  date: new Date(at).toISOString(),
});

type Marks = Pick<Extract<Run, { readonly kind: "text" }>, "bold" | "italic" | "underline">;

/** @param size in half points. */
export function toRevisedRun(run: Run, size: number, isBold: boolean): ParagraphChild[] {
  if (run.kind === "comment")
    return run.edge === "start" ? [new CommentRangeStart(run.id)] : commentEnd(run.id);
  const marksOf = ({ bold, italic, underline }: Marks) => ({
    bold: bold || isBold,
    italics: italic,
    size,
    ...(underline ? { underline: {} } : {}),
  });
  const plain =
    run.kind === "break"
      ? { break: 1 }
      : {
          text: unbroken(run.text),
          ...marksOf(run),
          ...(run.former ? { revision: { ...changeOf(run.former), ...marksOf(run.former) } } : {}),
        };
  if (!run.revision) return [new TextRun(plain)];
  const options = { ...plain, ...changeOf(run.revision) };
  return [run.revision.kind === "insertion" ? new InsertedTextRun(options) : new DeletedTextRun(options)];
}

const commentEnd = (id: number): ParagraphChild[] => [
  new CommentRangeEnd(id),
  new TextRun({ children: [new CommentReference(id)] }),
];

/** Comments on a whole paragraph. */
export const commentedAll = (
  ids: readonly number[],
  children: readonly ParagraphChild[],
): ParagraphChild[] => [
  ...ids.map((id) => new CommentRangeStart(id)),
  ...children,
  ...ids.flatMap(commentEnd),
];

export const toComment = ({ id, parentId, author, initials, at, text }: CommentModel): ICommentOptions => ({
  id,
  ...(parentId === null ? {} : { parentId }),
  author: xmlText(author),
  initials: xmlText(initials),
  date: new Date(at),
  children: text
    .split("\n")
    .map((line) => new Paragraph({ children: [new TextRun({ text: xmlText(line) })] })),
});

/** Revisions of a table's row or cell. */
export const revisedPart = (revision: Revision | undefined) =>
  revision ? { [revision.kind]: changeOf(revision) } : {};

/** The end of a paragraph that is put in or taken out. */
export const markedEnd = (revision: Revision | undefined) =>
  revision ? { run: { [revision.kind]: changeOf(revision) } } : {};

type Look = Pick<ParagraphBlock, "style" | "level" | "align">;

/** A paragraph's looks, those that it had, and what is suggested about its end. Former looks are said in full: they replace all. */
export function revisedParagraph<Options extends object>(
  block: ParagraphBlock,
  optionsOf: (look: Look) => Options,
) {
  const { endRevision, formerLook } = block;
  return {
    ...optionsOf(block),
    ...markedEnd(endRevision),
    ...(formerLook ? { revision: { ...changeOf(formerLook), ...optionsOf(formerLook) } } : {}),
  };
}
