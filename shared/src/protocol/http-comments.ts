import { z } from "zod";
import { maxAnchorRanges, maxCommentLength, maxMentions, maxQuoteLength } from "../domain/comment.ts";
import { epochMs, userId, uuid } from "./http-values.ts";

/** Comments: threads, their answers, where they stand in the text, and mentions. See `http-api.ts`. */

const mention = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("person"), id: userId }),
  z.object({ kind: z.literal("unit"), id: uuid }),
]);
/** Letters with neighbouring ids (Yjs client and clock). */
const letterRange = z.object({
  client: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  clock: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  length: z.number().int().positive().max(maxQuoteLength),
});

const written = {
  text: z.string().trim().min(1).max(maxCommentLength),
  mentions: z.array(mention).max(maxMentions),
};
/** `id` is made by the client, so that a comment that is sent again after a lost answer is stored once. */
const commentBody = z.object({ id: uuid, ...written });

export const startThreadBody = commentBody.extend({
  /** Null: about the whole section. */
  anchor: z
    .object({
      ranges: z.array(letterRange).min(1).max(maxAnchorRanges),
      /** What the letters say, as the page shows it; a line break between blocks. */
      quote: z.string().min(1).max(maxQuoteLength),
    })
    .nullable(),
  suggestionId: z.string().min(1).max(64).nullable(),
});
export const answerBody = commentBody;
export const editCommentBody = z.object(written);

const comment = z.object({
  id: uuid,
  by: userId,
  at: epochMs,
  text: z.string(),
  /** `mayRead` false: whoever is mentioned does not see this section, nor that they are mentioned. */
  mentions: z.array(z.object({ mention, mayRead: z.boolean() })),
  editedAt: epochMs.nullable(),
  isDeleted: z.boolean(),
});
const thread = z.object({
  /** Also the id of its first comment. */
  id: uuid,
  sectionId: uuid,
  suggestionId: z.string().nullable(),
  /** Null: about the whole section. */
  quote: z.string().nullable(),
  by: userId,
  at: epochMs,
  resolved: z.object({ at: epochMs, by: userId }).nullable(),
  mayResolve: z.boolean(),
  comments: z.array(comment),
});
/** Of every section that the caller may read, oldest first. */
export const commentThreads = z.array(thread);
/** Where each quoting thread of a section stands now, the first in the text first; no ranges: its text is gone, it comes last. */
export const anchors = z.array(z.object({ threadId: uuid, ranges: z.array(letterRange) }));

export const mentionView = z.object({
  commentId: uuid,
  threadId: uuid,
  reportId: uuid,
  reportSubject: z.string(),
  sectionId: uuid,
  label: z.string(),
  title: z.string(),
  by: userId,
  byName: z.string(),
  at: epochMs,
  text: z.string(),
  /** The caller's unit is mentioned, not they themselves. */
  isForUnit: z.boolean(),
  isRead: z.boolean(),
});
export const mentionsReadBody = z.object({ commentIds: z.array(uuid).min(1).max(500) });

export type ThreadView = z.infer<typeof thread>;
export type CommentView = z.infer<typeof comment>;
export type AnchorView = z.infer<typeof anchors>[number];
export type MentionView = z.infer<typeof mentionView>;
export type StartThreadBody = z.infer<typeof startThreadBody>;
export type AnswerBody = z.infer<typeof answerBody>;
export type EditCommentBody = z.infer<typeof editCommentBody>;
