/**
 * Branded ids. Only the parsers here make one, so that a value typed `SectionId` has been looked at.
 * Every id is a lower-case UUID; user ids come from the identity provider and are 1-64 URL-safe characters.
 */
declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type ReportId = Id<"report">;
export type SectionId = Id<"section">;
export type UnitId = Id<"unit">;
export type UserId = Id<"user">;
/** Whom a Word file names as the author of a revision (SUG31): nobody's account. */
export type WordAuthorId = `word:${string}` & Id<"word-author">;
export type SuggesterId = UserId | WordAuthorId;
export type RetainedId = Id<"retained">;
export type OriginalId = Id<"original">;
export type VersionId = Id<"version">;
export type DecisionId = Id<"decision">;
export type ThreadId = Id<"thread">;
export type CommentId = Id<"comment">;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const USER = /^[A-Za-z0-9_-]{1,64}$/;

const parser =
  <T extends string>(pattern: RegExp) =>
  (text: string): T | null =>
    pattern.test(text) ? (text as T) : null;

/** @returns the id, or null when the text is not one. */
export const parseReportId = parser<ReportId>(UUID);
export const parseSectionId = parser<SectionId>(UUID);
export const parseUnitId = parser<UnitId>(UUID);
export const parseUserId = parser<UserId>(USER);
export const parseRetainedId = parser<RetainedId>(UUID);
export const parseOriginalId = parser<OriginalId>(UUID);
export const parseVersionId = parser<VersionId>(UUID);
export const parseDecisionId = parser<DecisionId>(UUID);
export const parseThreadId = parser<ThreadId>(UUID);
export const parseCommentId = parser<CommentId>(UUID);
