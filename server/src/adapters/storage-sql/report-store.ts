import { type Kysely, sql } from "kysely";
import {
  type OriginalId,
  type ReportId,
  type RetainedId,
  type SectionId,
  type SealManifest,
  type UnitId,
  type SuggesterId,
  type UserId,
  visitGapMs,
} from "@dongsoan/shared/domain";
import type { ReportStore, ReportTransaction } from "../../ports/report-store.ts";
import { inTransaction } from "./open-transaction.ts";
import { asStorageError, persevering } from "./storage-error.ts";
import { SqlReportTransaction } from "./report-transaction.ts";
import { retainedEntries } from "./retained-entries.ts";
import { toAudit, toDecision, toReport, toRetained, toRetainedEntry, toSection } from "./rows.ts";
import type { EngineKind, Tables } from "./tables.ts";

const maxReports = 1000;

export function sqlReportStore(db: Kysely<Tables>, engine: EngineKind): ReportStore {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asStorageError(error);
    }
  };

  return {
    transact: <T>(work: (tx: ReportTransaction) => Promise<T>) =>
      guarded(() => persevering(() => inTransaction(db, (tx) => work(new SqlReportTransaction(tx, engine))))),
    report: (id) =>
      guarded(async () => {
        const row = await db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst();
        return row ? toReport(row) : null;
      }),
    sections: (reportId) =>
      guarded(async () =>
        (await db.selectFrom("section").selectAll().where("report_id", "=", reportId).execute()).map(
          toSection,
        ),
      ),
    reportOfSection: (sectionId) =>
      guarded(async () => {
        const row = await db
          .selectFrom("section")
          .select("report_id")
          .where("id", "=", sectionId)
          .executeTakeFirst();
        return (row?.report_id as ReportId | undefined) ?? null;
      }),
    reports: () =>
      guarded(async () => {
        const reports = await db
          .selectFrom("report")
          .selectAll()
          .orderBy("created_at", "desc")
          .limit(maxReports)
          .execute();
        const sections = (await db.selectFrom("section").selectAll().execute()).map(toSection);
        const byReport = Map.groupBy(sections, (s) => s.reportId);
        return reports.map((row) => ({
          report: toReport(row),
          sections: byReport.get(row.id as ReportId) ?? [],
        }));
      }),
    original: (id: OriginalId) =>
      guarded(async () => {
        const row = await db.selectFrom("original").selectAll().where("id", "=", id).executeTakeFirst();
        return row ? { fileName: row.file_name, content: row.content } : null;
      }),
    seal: (reportId) =>
      guarded(async () => {
        const row = await db
          .selectFrom("seal")
          .selectAll()
          .where("report_id", "=", reportId)
          .executeTakeFirst();
        return row
          ? {
              reportId,
              manifest: JSON.parse(row.manifest) as SealManifest,
              contentJson: row.content,
              signature: row.signature,
              publicKey: row.public_key,
            }
          : null;
      }),
    replacedBy: (reportId) =>
      guarded(async () => {
        const row = await db
          .selectFrom("report")
          .select("id")
          .where("replaces_id", "=", reportId)
          .executeTakeFirst();
        return (row?.id as ReportId | undefined) ?? null;
      }),
    audit: ({ reportId, sectionId }, limit) =>
      guarded(async () => {
        const rows = await db
          .selectFrom("audit")
          .selectAll()
          .$if(reportId !== undefined, (q) => q.where("report_id", "=", reportId ?? ""))
          .$if(sectionId !== undefined, (q) => q.where("section_id", "=", sectionId ?? ""))
          .orderBy("seq", "desc")
          .limit(limit)
          .execute();
        return rows.map(toAudit);
      }),
    auditChain: (reportId) =>
      guarded(async () =>
        (
          await db.selectFrom("audit").selectAll().where("report_id", "=", reportId).orderBy("seq").execute()
        ).map(toAudit),
      ),
    auditFrom: (seq, limit) =>
      guarded(async () =>
        (
          await db
            .selectFrom("audit")
            .selectAll()
            .where("seq", ">=", seq)
            .orderBy("seq")
            .limit(limit)
            .execute()
        ).map(toAudit),
      ),
    retainedBy: (userId) =>
      guarded(async () =>
        (await retainedEntries(db).where("user_id", "=", userId).execute()).map(toRetainedEntry),
      ),
    retainedSent: (reportIds) =>
      guarded(async () => {
        if (reportIds.length === 0) return [];
        const rows = await retainedEntries(db)
          .where("report_id", "in", [...reportIds])
          .where("sent_at", "is not", null)
          .execute();
        return rows.map(toRetainedEntry);
      }),
    retainedTexts: (ids) =>
      guarded(async () => {
        if (ids.length === 0) return [];
        return (
          await db
            .selectFrom("retained")
            .selectAll()
            .where("id", "in", [...ids])
            .execute()
        ).map(toRetained);
      }),
    retained: (id: RetainedId) =>
      guarded(async () => {
        const row = await db.selectFrom("retained").selectAll().where("id", "=", id).executeTakeFirst();
        return row ? toRetained(row) : null;
      }),
    hasWritten: (sectionId, userId) =>
      guarded(async () => {
        const row =
          (await db
            .selectFrom("section_claim")
            .select("user_id")
            .where("section_id", "=", sectionId)
            .where("user_id", "=", userId)
            .limit(1)
            .executeTakeFirst()) ??
          // What was suggested or decided without a claim of one's own.
          (await db
            .selectFrom("section_update")
            .select("by_user")
            .where("section_id", "=", sectionId)
            .where("by_user", "=", userId)
            .limit(1)
            .executeTakeFirst());
        return row !== undefined;
      }),
    lastOpened: (reportId, userIds) =>
      guarded(async () => {
        const openedBy = (who: "person.unit_id" | "section_opened.user_id") =>
          db
            .selectFrom("section_opened")
            .innerJoin("section", "section.id", "section_opened.section_id")
            .innerJoin("person", "person.id", "section_opened.user_id")
            .select((eb) => ["section.id", eb.ref(who).as("who"), eb.fn.max("section_opened.at").as("at")])
            .where("section.report_id", "=", reportId)
            .groupBy(["section.id", who]);
        const rows = [
          ...(await openedBy("person.unit_id").where("person.unit_id", "is not", null).execute()),
          ...(userIds.length === 0
            ? []
            : await openedBy("section_opened.user_id")
                .where("section_opened.user_id", "in", [...userIds])
                .execute()),
        ];
        const bySection = Map.groupBy(rows, ({ id }) => id as SectionId);
        return new Map(
          [...bySection].map(([id, times]) => [
            id,
            new Map(times.map(({ who, at }) => [who as UnitId | UserId, Number(at)])),
          ]),
        );
      }),
    markOpened: (sectionId, userId, { at, head }) =>
      guarded(async () => {
        const isNewVisit = sql<boolean>`excluded.at - section_opened.at > ${visitGapMs}`;
        await db
          .insertInto("section_opened")
          .values({ section_id: sectionId, user_id: userId, at, head, former_at: null, former_head: null })
          .onConflict((c) =>
            c.columns(["section_id", "user_id"]).doUpdateSet({
              at,
              head,
              former_at: sql`case when ${isNewVisit} then section_opened.at else section_opened.former_at end`,
              former_head: sql`case when ${isNewVisit} then section_opened.head else section_opened.former_head end`,
            }),
          )
          .execute();
      }),
    visits: (sectionId, userId) =>
      guarded(async () => {
        const row = await db
          .selectFrom("section_opened")
          .selectAll()
          .where("section_id", "=", sectionId)
          .where("user_id", "=", userId)
          .executeTakeFirst();
        if (!row || row.head === null) return null;
        return {
          last: { at: row.at, head: row.head },
          former:
            row.former_at === null || row.former_head === null
              ? null
              : { at: row.former_at, head: row.former_head },
        };
      }),
    sectionsWithNews: (reportId, userId) =>
      guarded(async () => {
        const rows = await db
          .selectFrom("section_opened")
          .innerJoin("section", "section.id", "section_opened.section_id")
          .select("section.id")
          .where("section.report_id", "=", reportId)
          .where("section_opened.user_id", "=", userId)
          .whereRef("section_opened.head", "<", "section.head")
          .where((eb) =>
            eb.exists(
              eb
                .selectFrom("section_update")
                .select("section_update.seq")
                .whereRef("section_update.section_id", "=", "section.id")
                .whereRef("section_update.seq", ">", "section_opened.head")
                .where("section_update.by_user", "!=", userId),
            ),
          )
          .execute();
        return new Set(rows.map((row) => row.id as SectionId));
      }),
    suggestions: (sectionId) =>
      guarded(async () => {
        const rows = await db
          .selectFrom("suggestion")
          .select(["id", "by_user", "at"])
          .where("section_id", "=", sectionId)
          .orderBy("at")
          .limit(10_000)
          .execute();
        return rows.map((row) => ({ id: row.id, by: row.by_user as SuggesterId, at: row.at }));
      }),
    isSuggested: (sectionId, ids) =>
      guarded(async () => {
        const row = await db
          .selectFrom("suggestion")
          .select("id")
          .where("section_id", "=", sectionId)
          .where("id", "in", ids)
          .limit(1)
          .executeTakeFirst();
        return row !== undefined;
      }),
    decisions: (sectionId, limit) =>
      guarded(async () => {
        const rows = await db
          .selectFrom("suggestion_decision")
          .selectAll()
          .where("section_id", "=", sectionId)
          .orderBy("at", "desc")
          .orderBy("seq", "desc")
          .limit(Math.min(limit, 1000))
          .execute();
        return rows.map(toDecision);
      }),
    decision: (id) =>
      guarded(async () => {
        const row = await db
          .selectFrom("suggestion_decision")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst();
        return row ? toDecision(row) : null;
      }),
    pendingRecords: (limit, sectionId) =>
      guarded(async () => {
        const rows = await db
          .selectFrom("pending_record")
          .select("id")
          .$if(sectionId !== undefined, (q) => q.where("section_id", "=", sectionId ?? null))
          .orderBy("at")
          .orderBy("seq")
          .limit(limit)
          .execute();
        return rows.map(({ id }) => id);
      }),
    expireRetained: (now) =>
      guarded(async () =>
        Number(
          (await db.deleteFrom("retained").where("expires_at", "<", now).executeTakeFirst()).numDeletedRows,
        ),
      ),
    damagedSections: () =>
      guarded(async () => {
        const rows = await db
          .selectFrom("section_damage")
          .innerJoin("section", "section.id", "section_damage.section_id")
          .select(["section.id", "section.report_id", "section.head", "section_damage.seq", "noticed_at"])
          .orderBy("noticed_at")
          .limit(maxReports)
          .execute();
        return rows.map((row) => ({
          sectionId: row.id as SectionId,
          reportId: row.report_id as ReportId,
          seq: row.seq,
          head: row.head,
          noticedAt: row.noticed_at,
        }));
      }),
    close: () => Promise.resolve(),
  };
}
