import type { Kysely } from "kysely";
import type { MailNotice, MailOutbox, QueuedMail } from "../../ports/mail.ts";
import { withStorageErrors } from "./storage-error.ts";
import type { Tables } from "./tables.ts";

export async function enqueueMail(db: Kysely<Tables>, mail: QueuedMail): Promise<void> {
  await db
    .insertInto("mail")
    .values({
      id: mail.id,
      recipient: mail.recipient,
      locale: mail.locale,
      notice: JSON.stringify(mail.notice),
      created_at: mail.createdAt,
      next_at: mail.createdAt,
      attempts: mail.attempts,
      sent_at: null,
      failed_at: null,
      last_error: null,
    })
    .execute();
}

export function sqlMailOutbox(db: Kysely<Tables>): MailOutbox {
  return withStorageErrors<MailOutbox>({
    async due(now, limit) {
      const rows = await db
        .selectFrom("mail")
        .selectAll()
        .where("next_at", "<=", now)
        .orderBy("next_at")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        recipient: row.recipient,
        locale: row.locale === "en" ? "en" : "vi",
        notice: JSON.parse(row.notice) as MailNotice,
        createdAt: row.created_at,
        attempts: row.attempts,
      }));
    },
    async nextDueAt() {
      const row = await db
        .selectFrom("mail")
        .select(({ fn }) => fn.min("next_at").as("at"))
        .executeTakeFirst();
      return row?.at ?? null;
    },
    async markSent(id, at) {
      await db
        .updateTable("mail")
        .set({ next_at: null, sent_at: at, last_error: null })
        .where("id", "=", id)
        .execute();
    },
    async markFailed(id, at, error, nextAt) {
      await db
        .updateTable("mail")
        .set(({ eb }) => ({
          next_at: nextAt,
          failed_at: nextAt === null ? at : null,
          last_error: error,
          attempts: eb("attempts", "+", 1),
        }))
        .where("id", "=", id)
        .execute();
    },
    async drop(id) {
      await db.deleteFrom("mail").where("id", "=", id).execute();
    },
    async counts() {
      const row = await db
        .selectFrom("mail")
        .select(({ fn }) => [fn.count("next_at").as("waiting"), fn.count("failed_at").as("failed")])
        .executeTakeFirstOrThrow();
      const last = await db
        .selectFrom("mail")
        .select("last_error")
        .where("last_error", "is not", null)
        .orderBy("created_at", "desc")
        .limit(1)
        .executeTakeFirst();
      return {
        waiting: Number(row.waiting),
        failed: Number(row.failed),
        lastError: last?.last_error ?? null,
      };
    },
    async forget(before) {
      const result = await db
        .deleteFrom("mail")
        .where("next_at", "is", null)
        .where("created_at", "<", before)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  });
}
