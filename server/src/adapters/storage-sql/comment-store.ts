import { type Kysely, type Selectable, sql } from "kysely";
import type {
  Anchor,
  CommentId,
  CommentThread,
  Mention,
  SectionId,
  ThreadComment,
  ThreadId,
  UserId,
} from "@dongsoan/shared/domain";
import type { CommentStore } from "../../ports/comment-store.ts";
import { withStorageErrors } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

const maxThreads = 5_000;

const toComment = (row: Selectable<Tables["comment"]>): ThreadComment => ({
  id: row.id as CommentId,
  threadId: row.thread_id as ThreadId,
  by: row.by_user as UserId,
  at: row.at,
  text: row.body,
  mentions: JSON.parse(row.mentions) as Mention[],
  editedAt: row.edited_at,
  deletedAt: row.deleted_at,
});
const toThread = (
  row: Selectable<Tables["comment_thread"]>,
  comments: readonly ThreadComment[],
): CommentThread => ({
  id: row.id as ThreadId,
  sectionId: row.section_id as SectionId,
  suggestionId: row.suggestion_id,
  anchor: row.anchor === null ? null : (JSON.parse(row.anchor) as Anchor),
  by: row.by_user as UserId,
  at: row.at,
  resolved:
    row.resolved_at === null || row.resolved_by === null
      ? null
      : { at: row.resolved_at, by: row.resolved_by as UserId },
  comments,
});

export function sqlCommentStore(db: Kysely<Tables>): CommentStore {
  const threadRows = () => db.selectFrom("comment_thread").selectAll("comment_thread");
  const withComments = async (
    rows: readonly Selectable<Tables["comment_thread"]>[],
  ): Promise<readonly CommentThread[]> => {
    const comments = new Map<string, ThreadComment[]>();
    // A few hundred ids a question: both engines bound the parameters of one.
    for (let i = 0; i < rows.length; i += 500) {
      const found = await db
        .selectFrom("comment")
        .selectAll()
        .where(
          "thread_id",
          "in",
          rows.slice(i, i + 500).map(({ id }) => id),
        )
        .orderBy("at")
        .orderBy("id")
        .execute();
      for (const row of found) {
        const list = comments.get(row.thread_id) ?? [];
        list.push(toComment(row));
        comments.set(row.thread_id, list);
      }
    }
    return rows.map((row) => toThread(row, comments.get(row.id) ?? []));
  };
  const one = async (id: string): Promise<CommentThread | null> => {
    const [thread] = await withComments(await threadRows().where("id", "=", id).execute());
    return thread ?? null;
  };
  const writeMentions = async ({ id, mentions }: ThreadComment): Promise<void> => {
    await db.deleteFrom("comment_mention").where("comment_id", "=", id).execute();
    if (mentions.length > 0)
      await db
        .insertInto("comment_mention")
        .values(mentions.map((mention) => ({ comment_id: id, kind: mention.kind, target_id: mention.id })))
        .execute();
  };
  const insertComment = async (comment: ThreadComment): Promise<void> => {
    await db
      .insertInto("comment")
      .values({
        id: comment.id,
        thread_id: comment.threadId,
        by_user: comment.by,
        at: comment.at,
        body: comment.text,
        mentions: JSON.stringify(comment.mentions),
        edited_at: comment.editedAt,
        deleted_at: comment.deletedAt,
      })
      .execute();
    await writeMentions(comment);
  };

  return withStorageErrors({
    threadsOfReport: async (reportId) =>
      withComments(
        await threadRows()
          .innerJoin("section", "section.id", "comment_thread.section_id")
          .where("section.report_id", "=", reportId)
          .orderBy("comment_thread.at")
          .orderBy("comment_thread.id")
          .limit(maxThreads)
          .execute(),
      ),
    threadsOfSection: async (sectionId) =>
      withComments(
        await threadRows()
          .where("section_id", "=", sectionId)
          .orderBy("at")
          .orderBy("id")
          .limit(maxThreads)
          .execute(),
      ),
    thread: one,
    threadOfComment: async (id) => {
      const row = await db.selectFrom("comment").select("thread_id").where("id", "=", id).executeTakeFirst();
      return row ? one(row.thread_id) : null;
    },
    threadCount: async (sectionId) => {
      const row = await db
        .selectFrom("comment_thread")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("section_id", "=", sectionId)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
    countSince: async (by, at) => {
      const row = await db
        .selectFrom("comment")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("by_user", "=", by)
        .where("at", ">=", at)
        .executeTakeFirst();
      return Number(row?.count ?? 0);
    },
    mentionsOf: async (userId, unitId, limit) => {
      const isMine = sql<number>`max(case when comment_mention.kind = 'person' then 1 else 0 end)`;
      const rows = await db
        .selectFrom("comment_mention")
        .innerJoin("comment", "comment.id", "comment_mention.comment_id")
        .innerJoin("comment_thread", "comment_thread.id", "comment.thread_id")
        .leftJoin("comment_read", (join) =>
          join.onRef("comment_read.comment_id", "=", "comment.id").on("comment_read.user_id", "=", userId),
        )
        .selectAll("comment")
        .select(["comment_thread.section_id", "comment_read.at as read_at", isMine.as("is_mine")])
        .where((eb) => {
          const me = eb.and([
            eb("comment_mention.kind", "=", "person"),
            eb("comment_mention.target_id", "=", userId),
          ]);
          return unitId === null
            ? me
            : eb.or([
                me,
                eb.and([
                  eb("comment_mention.kind", "=", "unit"),
                  eb("comment_mention.target_id", "=", unitId),
                ]),
              ]);
        })
        .where("comment.by_user", "!=", userId)
        .where("comment.deleted_at", "is", null)
        .groupBy(["comment.id", "comment_thread.section_id", "comment_read.at"])
        .orderBy("comment.at", "desc")
        .orderBy("comment.id")
        .limit(Math.min(limit, 1000))
        .execute();
      return rows.map((row) => ({
        comment: toComment(row),
        sectionId: row.section_id as SectionId,
        isForUnit: Number(row.is_mine) === 0,
        isRead: row.read_at !== null,
      }));
    },
    markRead: async (commentIds, userId, at) => {
      if (commentIds.length === 0) return;
      const known = await db
        .selectFrom("comment")
        .select("id")
        .where("id", "in", [...commentIds])
        .execute();
      if (known.length > 0)
        await db
          .insertInto("comment_read")
          .values(known.map(({ id }) => ({ comment_id: id, user_id: userId, at })))
          .onConflict((c) => c.columns(["comment_id", "user_id"]).doNothing())
          .execute();
    },
    insertThread: async (thread) => {
      await db
        .insertInto("comment_thread")
        .values({
          id: thread.id,
          section_id: thread.sectionId,
          suggestion_id: thread.suggestionId,
          anchor: thread.anchor === null ? null : JSON.stringify(thread.anchor),
          by_user: thread.by,
          at: thread.at,
          resolved_at: thread.resolved?.at ?? null,
          resolved_by: thread.resolved?.by ?? null,
        })
        .execute();
      for (const comment of thread.comments) await insertComment(comment);
    },
    insertComment,
    updateComment: async (comment) => {
      await db
        .updateTable("comment")
        .set({
          body: comment.text,
          mentions: JSON.stringify(comment.mentions),
          edited_at: comment.editedAt,
          deleted_at: comment.deletedAt,
        })
        .where("id", "=", comment.id)
        .execute();
      await writeMentions(comment);
    },
    setResolved: async (id, resolved) => {
      await db
        .updateTable("comment_thread")
        .set({ resolved_at: resolved?.at ?? null, resolved_by: resolved?.by ?? null })
        .where("id", "=", id)
        .execute();
    },
  } satisfies CommentStore);
}
