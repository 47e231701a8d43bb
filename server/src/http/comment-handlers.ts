import {
  type Mention,
  ok,
  parseCommentId,
  parseReportId,
  parseSectionId,
  parseThreadId,
  parseUnitId,
  parseUserId,
  refuse,
  type Result,
} from "@dongsoan/shared/domain";
import type { AnswerBody, EditCommentBody, StartThreadBody } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "../usecases/context.ts";
import { listComments, locateComments } from "../usecases/list-comments.ts";
import { listMentions, markMentionsRead } from "../usecases/list-mentions.ts";
import {
  answerThread,
  deleteComment,
  editComment,
  resolveThread,
  startThread,
  type WrittenComment,
} from "../usecases/write-comment.ts";
import type { Call, Handlers } from "./handlers.ts";

/** A malformed id names nothing: 404. */
const withId =
  <Id, T, B = unknown>(
    parse: (text: string) => Id | null,
    work: (caller: Caller, id: Id, body: B) => Promise<Result<T>>,
  ) =>
  (call: Call<B>): Promise<Result<T>> => {
    const id = parse(call.id);
    return id === null ? Promise.resolve(refuse("not-found")) : work(call.caller, id, call.body);
  };

/** @returns null when one of them is nobody's id. */
function parseMentions(mentions: AnswerBody["mentions"]): readonly Mention[] | null {
  const parsed = mentions.flatMap((mention): Mention[] => {
    const id = mention.kind === "person" ? parseUserId(mention.id) : null;
    const unitId = mention.kind === "unit" ? parseUnitId(mention.id) : null;
    if (id) return [{ kind: "person", id }];
    return unitId ? [{ kind: "unit", id: unitId }] : [];
  });
  return parsed.length === mentions.length ? parsed : null;
}

/** A comment whose ids were parsed goes to its use case. */
const withWords = (
  { text, mentions }: EditCommentBody,
  work: (words: Omit<WrittenComment, "id">) => Promise<Result<null>>,
): Promise<Result<null>> => {
  const parsed = parseMentions(mentions);
  return parsed ? work({ text, mentions: parsed }) : Promise.resolve(refuse("malformed"));
};

const withNew = (
  body: AnswerBody,
  work: (comment: WrittenComment) => Promise<Result<null>>,
): Promise<Result<null>> => {
  const id = parseCommentId(body.id);
  return id ? withWords(body, (words) => work({ id, ...words })) : Promise.resolve(refuse("malformed"));
};

export function commentHandlers(deps: Deps): Handlers {
  return {
    comments: withId(parseReportId, (caller, id) => listComments(deps, caller, id)),
    anchors: withId(parseSectionId, (caller, id) => locateComments(deps, caller, id)),
    startThread: withId(parseSectionId, (caller, id, body: StartThreadBody) =>
      withNew(body, (comment) => startThread(deps, caller, id, { ...body, ...comment })),
    ),
    answerThread: withId(parseThreadId, (caller, id, body: AnswerBody) =>
      withNew(body, (comment) => answerThread(deps, caller, id, comment)),
    ),
    resolveThread: withId(parseThreadId, (caller, id) => resolveThread(deps, caller, id, true)),
    reopenThread: withId(parseThreadId, (caller, id) => resolveThread(deps, caller, id, false)),
    editComment: withId(parseCommentId, (caller, id, body: EditCommentBody) =>
      withWords(body, (words) => editComment(deps, caller, id, words)),
    ),
    deleteComment: withId(parseCommentId, (caller, id) => deleteComment(deps, caller, id)),
    mentions: async ({ caller }: Call) => ok(await listMentions(deps, caller)),
    markMentionsRead: ({ caller, body }: Call<{ readonly commentIds: string[] }>) =>
      markMentionsRead(
        deps,
        caller,
        body.commentIds.flatMap((id) => parseCommentId(id) ?? []),
      ),
  };
}
