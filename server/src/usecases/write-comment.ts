import {
  type Anchor,
  type CommentId,
  type CommentThread,
  distinctMentions,
  maxAnchorRanges,
  maxAnswers,
  maxCommentsAMinute,
  maxQuoteLength,
  maxThreadsInSection,
  type Mention,
  ok,
  refuse,
  type Result,
  sectionAccess,
  type SectionId,
  surroundingLength,
  type ThreadComment,
  type ThreadId,
} from "@dongsoan/shared/domain";
import type { TextRange } from "@dongsoan/shared/crdt";
import type { CommentStore } from "../ports/comment-store.ts";
import type { ReportTransaction } from "../ports/report-store.ts";
import { partsOf } from "./by-head.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { changeInSection, type LoadedSection, readSection } from "./in-report.ts";
import { reachedBy } from "./mention-reach.ts";

export interface WrittenComment {
  readonly id: CommentId;
  readonly text: string;
  readonly mentions: readonly Mention[];
}

interface NewThread extends WrittenComment {
  readonly anchor: { readonly ranges: readonly TextRange[]; readonly quote: string } | null;
  readonly suggestionId: string | null;
}

/** COM1-COM4: a comment on letters of a section's text, or on the whole section. */
export async function startThread(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  body: NewThread,
): Promise<Result<null>> {
  const readable = await readSection(deps, caller, sectionId, "comment");
  if (!readable.ok) return readable;
  const { suggestionId } = body;
  if (suggestionId !== null && !(await deps.reports.isSuggested(sectionId, [suggestionId])))
    return refuse("not-found");
  const known = await deps.comments.threadOfComment(body.id);
  if (known) return isRepeated(known, known.id, body.id, caller) ? ok(null) : refuse("wrong-state");
  // Before the text is read: that is the costly part.
  if (await isCommentingTooOften(deps, deps.comments, caller)) return refuse("rate-limited");
  const anchor = body.anchor === null ? ok(null) : await anchorOf(deps, sectionId, body.anchor);
  if (!anchor.ok) return anchor;
  return changeComments(deps, caller, sectionId, async (tx, loaded, tell) => {
    const known = await tx.comments.threadOfComment(body.id);
    if (known) return isRepeated(known, known.id, body.id, caller) ? ok(null) : refuse("wrong-state");
    if ((await tx.comments.threadCount(sectionId)) >= maxThreadsInSection) return refuse("too-many");
    const id = body.id as string as ThreadId;
    const comment = await newComment(deps, caller, tx, id, body);
    if (!comment.ok) return comment;
    await tx.comments.insertThread({
      id,
      sectionId,
      suggestionId: body.suggestionId,
      anchor: anchor.value,
      by: comment.value.by,
      at: comment.value.at,
      resolved: null,
      comments: [comment.value],
    });
    await record(deps, caller, tx, loaded, "comment.add", comment.value);
    tell(comment.value.mentions);
    return ok(null);
  });
}

/** COM3: what is quoted must be what stands there, letter by letter; kept are the ids under which it was first written. */
async function anchorOf(
  deps: Deps,
  sectionId: SectionId,
  { ranges, quote }: { readonly ranges: readonly TextRange[]; readonly quote: string },
): Promise<Result<Anchor>> {
  if (ranges.reduce((sum, { length }) => sum + length, 0) > maxQuoteLength) return refuse("too-large");
  const stored = await deps.documents.load(sectionId);
  if (!stored) return refuse("not-found");
  const anchor = await deps.textWork.quote({
    updates: partsOf(stored),
    carried: stored.carried,
    ranges,
    surrounding: surroundingLength,
  });
  if (anchor?.quote !== quote) return refuse("quote-changed");
  return anchor.ranges.length > maxAnchorRanges ? refuse("too-large") : ok(anchor);
}

export async function answerThread(
  deps: Deps,
  caller: Caller,
  threadId: ThreadId,
  body: WrittenComment,
): Promise<Result<null>> {
  const thread = await deps.comments.thread(threadId);
  if (!thread) return refuse("not-found");
  return changeComments(deps, caller, thread.sectionId, async (tx, loaded, tell) => {
    const known = await tx.comments.threadOfComment(body.id);
    if (known) return isRepeated(known, threadId, body.id, caller) ? ok(null) : refuse("wrong-state");
    const now = await tx.comments.thread(threadId);
    if ((now?.comments.length ?? 0) > maxAnswers) return refuse("too-many");
    const comment = await newComment(deps, caller, tx, threadId, body);
    if (!comment.ok) return comment;
    await tx.comments.insertComment(comment.value);
    await record(deps, caller, tx, loaded, "comment.add", comment.value);
    tell(comment.value.mentions);
    return ok(null);
  });
}

/** COM10: one's own words; the former ones are gone, that they were changed is said. */
export const editComment = (
  deps: Deps,
  caller: Caller,
  id: CommentId,
  body: Omit<WrittenComment, "id">,
): Promise<Result<null>> =>
  changeOwn(deps, caller, id, "comment.edit", async (comment, tx) => {
    const mentions = await knownMentions(tx, body.mentions);
    return mentions.ok
      ? ok({ ...comment, text: body.text, mentions: mentions.value, editedAt: deps.clock.now() })
      : mentions;
  });

export const deleteComment = (deps: Deps, caller: Caller, id: CommentId): Promise<Result<null>> =>
  changeOwn(deps, caller, id, "comment.delete", (comment) =>
    Promise.resolve(ok({ ...comment, text: "", mentions: [], deletedAt: deps.clock.now() })),
  );

async function changeOwn(
  deps: Deps,
  caller: Caller,
  id: CommentId,
  action: "comment.edit" | "comment.delete",
  change: (comment: ThreadComment, tx: ReportTransaction) => Promise<Result<ThreadComment>>,
): Promise<Result<null>> {
  const thread = await deps.comments.threadOfComment(id);
  if (!thread) return refuse("not-found");
  return changeComments(deps, caller, thread.sectionId, async (tx, loaded, tell) => {
    const comment = (await tx.comments.threadOfComment(id))?.comments.find((each) => each.id === id);
    if (!comment) return refuse("not-found");
    if (comment.by !== caller.actor.userId) return refuse("forbidden");
    if (comment.deletedAt !== null) return action === "comment.delete" ? ok(null) : refuse("wrong-state");
    const changed = await change(comment, tx);
    if (!changed.ok) return changed;
    await tx.comments.updateComment(changed.value);
    await record(deps, caller, tx, loaded, action, changed.value);
    tell([...comment.mentions, ...changed.value.mentions]);
    return ok(null);
  });
}

/** COM7: settled, or open again: by whoever started it, the section's writers and the coordinator. */
export async function resolveThread(
  deps: Deps,
  caller: Caller,
  threadId: ThreadId,
  isResolved: boolean,
): Promise<Result<null>> {
  const thread = await deps.comments.thread(threadId);
  if (!thread) return refuse("not-found");
  const action = thread.by === caller.actor.userId ? "comment" : "resolve-comments";
  return changeComments(
    deps,
    caller,
    thread.sectionId,
    async (tx, { report, section }) => {
      const now = await tx.comments.thread(threadId);
      if (!now || (now.resolved !== null) === isResolved) return ok(null);
      const { userId } = caller.actor;
      await tx.comments.setResolved(threadId, isResolved ? { at: deps.clock.now(), by: userId } : null);
      await tx.audit(
        entryOf(deps, caller, isResolved ? "comment.resolve" : "comment.reopen", {
          reportId: report.id,
          sectionId: section.id,
          after: { thread: threadId },
        }),
      );
      return ok(null);
    },
    action,
  );
}

/** The answer to the first sending was lost. */
const isRepeated = (known: CommentThread, threadId: ThreadId, id: CommentId, { actor }: Caller): boolean =>
  known.id === threadId && known.comments.some((comment) => comment.id === id && comment.by === actor.userId);

const isCommentingTooOften = async (
  { clock }: Pick<Deps, "clock">,
  comments: Pick<CommentStore, "countSince">,
  { actor }: Caller,
): Promise<boolean> => (await comments.countSince(actor.userId, clock.now() - 60_000)) >= maxCommentsAMinute;

async function newComment(
  deps: Deps,
  caller: Caller,
  tx: ReportTransaction,
  threadId: ThreadId,
  { id, text, mentions }: WrittenComment,
): Promise<Result<ThreadComment>> {
  const at = deps.clock.now();
  if (await isCommentingTooOften(deps, tx.comments, caller)) return refuse("rate-limited");
  const known = await knownMentions(tx, mentions);
  if (!known.ok) return known;
  return ok({
    id,
    threadId,
    by: caller.actor.userId,
    at,
    text,
    mentions: known.value,
    editedAt: null,
    deletedAt: null,
  });
}

/** Everybody who is mentioned must be somebody. */
async function knownMentions(
  tx: ReportTransaction,
  mentions: readonly Mention[],
): Promise<Result<readonly Mention[]>> {
  if (mentions.length === 0) return ok([]);
  const [people, units] = await Promise.all([tx.directory.people(), tx.directory.units()]);
  const known = new Set<string>([...people.map(({ id }) => id), ...units.map(({ id }) => id)]);
  return mentions.every(({ id }) => known.has(id)) ? ok(distinctMentions(mentions)) : refuse("malformed");
}

/** The action without the words. */
const record = (
  deps: Deps,
  caller: Caller,
  tx: ReportTransaction,
  { report, section }: LoadedSection,
  action: "comment.add" | "comment.edit" | "comment.delete",
  { id, threadId }: ThreadComment,
) =>
  tx.audit(
    entryOf(deps, caller, action, {
      reportId: report.id,
      sectionId: section.id,
      after: { thread: threadId, comment: id },
    }),
  );

type CommentWork = (
  tx: ReportTransaction,
  loaded: LoadedSection,
  /** Whose mentions changed. */
  tell: (mentions: readonly Mention[]) => void,
) => Promise<Result<null>>;

/** A command on a section's comments: the right is asked inside the transaction, and pages are told after its commit. */
async function changeComments(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  work: CommentWork,
  action: "comment" | "resolve-comments" = "comment",
): Promise<Result<null>> {
  const reportId = await deps.reports.reportOfSection(sectionId);
  if (!reportId) return refuse("not-found");
  let told: { readonly mentions: readonly Mention[]; readonly loaded: LoadedSection } | null = null;
  const result = await changeInSection(deps, caller, reportId, sectionId, action, (tx, loaded) => {
    told = null;
    return work(tx, loaded, (mentions) => {
      told = { mentions, loaded };
    });
  });
  if (!result.ok) return result;
  deps.fanout.publish({ kind: "comments", reportId, sectionId });
  if (told !== null) await tellMentioned(deps, caller, told);
  return result;
}

async function tellMentioned(
  deps: Deps,
  caller: Caller,
  { mentions, loaded }: { readonly mentions: readonly Mention[]; readonly loaded: LoadedSection },
): Promise<void> {
  if (mentions.length === 0) return;
  const { report, sections, section } = loaded;
  const people = await deps.directory.people();
  const access = sectionAccess(section, report, sections, false);
  const reached = new Set(mentions.flatMap((mention) => reachedBy(mention, people, access)));
  reached.delete(caller.actor.userId);
  for (const userId of reached) deps.fanout.publish({ kind: "person", userId });
}
