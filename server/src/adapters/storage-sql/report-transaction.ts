import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { sql, type Transaction } from "kysely";
import {
  type ApprovedSeal,
  AppError,
  auditLinkContent,
  type AuditRecord,
  type DecisionId,
  type EpochMs,
  firstPreviousHash,
  must,
  type OriginalId,
  type PendingRecord,
  type Report,
  type ReportId,
  type RetainedId,
  type RetainedText,
  type Section,
  type SectionId,
  type SectionVersion,
  type SuggestionDecision,
  type UserId,
} from "@dongsoan/shared/domain";
import type { CommentStore } from "../../ports/comment-store.ts";
import type { DirectoryStore } from "../../ports/directory-store.ts";
import type { AccountStore } from "../../ports/identity.ts";
import type { QueuedMail } from "../../ports/mail.ts";
import type { FenceChange, OriginalFile, Repair, ReportTransaction, Seed } from "../../ports/report-store.ts";
import { sqlAccountStore } from "./account-store.ts";
import { rowChecksum } from "./checksum.ts";
import { sqlCommentStore } from "./comment-store.ts";
import { sqlDirectoryStore } from "./directory-store.ts";
import { enqueueMail } from "./mail-outbox.ts";
import { fromReport, fromSection, toReport, toSection } from "./rows.ts";
import { loadDocument, saveSnapshot, setCarriedAside } from "./stored-document.ts";
import type { EngineKind, Tables } from "./tables.ts";
import { retainedBytes } from "./retained-entries.ts";
import { toVersion, versionColumns } from "./version-store.ts";

/** Four values each: both databases bound how many one statement may have, at 32,766 the stricter. */
const suggestionsAtATime = 500;
/** One key for the whole installation's audit chain, so that two transactions never take the same link. */
const auditLockKey = 7_201_133;

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

export class SqlReportTransaction implements ReportTransaction {
  readonly #tx: Transaction<Tables>;
  readonly #engine: EngineKind;
  readonly directory: DirectoryStore;
  readonly accounts: AccountStore;
  readonly comments: CommentStore;

  constructor(tx: Transaction<Tables>, engine: EngineKind) {
    this.#tx = tx;
    this.#engine = engine;
    this.directory = sqlDirectoryStore(tx, this.#isRowLocking());
    this.accounts = sqlAccountStore(tx);
    this.comments = sqlCommentStore(tx);
  }

  #isRowLocking() {
    return this.#engine === "postgresql";
  }

  async report(id: ReportId): Promise<Report | null> {
    const row = await this.#tx
      .selectFrom("report")
      .selectAll()
      .where("id", "=", id)
      .$if(this.#isRowLocking(), (q) => q.forUpdate())
      .executeTakeFirst();
    return row ? toReport(row) : null;
  }

  async sections(reportId: ReportId): Promise<readonly Section[]> {
    const rows = await this.#tx
      .selectFrom("section")
      .selectAll()
      .where("report_id", "=", reportId)
      .orderBy("id")
      .$if(this.#isRowLocking(), (q) => q.forUpdate())
      .execute();
    return rows.map(toSection);
  }

  async section(id: SectionId): Promise<Section | null> {
    const row = await this.#tx
      .selectFrom("section")
      .selectAll()
      .where("id", "=", id)
      .$if(this.#isRowLocking(), (q) => q.forUpdate())
      .executeTakeFirst();
    return row ? toSection(row) : null;
  }

  async replacedBy(id: ReportId): Promise<ReportId | null> {
    const row = await this.#tx
      .selectFrom("report")
      .select("id")
      .where("replaces_id", "=", id)
      .executeTakeFirst();
    return (row?.id as ReportId | undefined) ?? null;
  }

  async insertReport(report: Report): Promise<void> {
    await this.#tx.insertInto("report").values(fromReport(report)).execute();
  }

  async updateReport(report: Report): Promise<void> {
    const { id, ...fields } = fromReport(report);
    await this.#tx.updateTable("report").set(fields).where("id", "=", id).execute();
  }

  async insertSection(section: Section, seed: Seed): Promise<void> {
    await this.#tx
      .insertInto("section")
      .values({
        id: section.id,
        report_id: section.reportId,
        ...fromSection(section),
        head: 1,
        epoch: section.epoch,
        lineage: section.lineage,
        fence: section.lock === null ? "open" : "closed",
        last_edit_at: section.lastEdit?.at ?? null,
        last_edit_by: section.lastEdit?.by ?? null,
      })
      .execute();
    await this.#insertSeed(section.id, seed);
  }

  async #insertSeed(id: SectionId, seed: Seed): Promise<void> {
    await this.#tx
      .insertInto("section_update")
      .values({
        section_id: id,
        seq: 1,
        payload: seed.payload,
        by_user: seed.by,
        at: seed.at,
        checksum: rowChecksum(id, 1, seed.payload),
      })
      .execute();
    const { suggestions = [], at } = seed;
    const rows = suggestions.map((one) => ({ section_id: id, id: one.id, by_user: one.by, at }));
    for (let i = 0; i < rows.length; i += suggestionsAtATime)
      await this.#tx
        .insertInto("suggestion")
        .values(rows.slice(i, i + suggestionsAtATime))
        .execute();
  }

  async updateSection(section: Section, fence: FenceChange): Promise<void> {
    await this.#tx
      .updateTable("section")
      .set(fromSection(section))
      .$if(fence !== "keep", (q) => q.set({ epoch: sql<number>`epoch + 1` }))
      .$if(fence === "open", (q) => q.set({ fence: "open" }))
      .$if(fence === "close", (q) => q.set({ fence: "closed" }))
      .where("id", "=", section.id)
      .execute();
  }

  async repairSection(id: SectionId, seed: Seed): Promise<Repair | null> {
    const section = await this.section(id);
    const stored = section && (await loadDocument(this.#tx, id));
    if (!section || !stored?.damage) return null;
    const { snapshot, updates, damage } = stored;
    // What is read is what stays: a noted damage whose rows are whole again costs nothing.
    const kept = (snapshot?.seq ?? 0) + updates.length;
    const lineage = section.lineage + 1;
    const lost = this.#tx
      .selectFrom("section_update")
      .select([
        "section_id",
        sql<number>`${section.lineage}`.as("lineage"),
        "seq",
        "payload",
        "by_user",
        "at",
        "checksum",
        sql<number>`${seed.at}`.as("set_aside_at"),
      ])
      .where("section_id", "=", id)
      .where("seq", ">", kept);
    await this.#tx
      .insertInto("section_update_aside")
      .columns(["section_id", "lineage", "seq", "payload", "by_user", "at", "checksum", "set_aside_at"])
      .expression(lost)
      .execute();
    await this.#tx
      .deleteFrom("section_update")
      .where("section_id", "=", id)
      .where("seq", ">", kept)
      .execute();
    const isCarriedAside = await setCarriedAside(this.#tx, id, kept);
    if (!snapshot) await this.#tx.deleteFrom("section_snapshot").where("section_id", "=", id).execute();
    // A commit's carried ids lie at its last seq. Its first updates may stay: what they carried is read from the log.
    else if (isCarriedAside) await saveSnapshot(this.#tx, id, { ...snapshot, carried: null });
    await this.#tx.deleteFrom("section_damage").where("section_id", "=", id).execute();
    if (kept === 0) await this.#insertSeed(id, seed);
    const head = Math.max(kept, 1);
    await this.#tx
      .updateTable("section")
      .set({ head, lineage, epoch: sql<number>`epoch + 1` })
      .where("id", "=", id)
      .execute();
    return { damagedSeq: damage.seq, formerHead: section.head, head, lineage };
  }

  async deleteSection(id: SectionId): Promise<void> {
    // Under its lock: an update that is acknowledged between the look and the deletion would be deleted with it.
    const row = await this.#tx
      .selectFrom("section")
      .select("head")
      .where("id", "=", id)
      .$if(this.#isRowLocking(), (q) => q.forUpdate())
      .executeTakeFirst();
    const child = await this.#tx
      .selectFrom("section")
      .select("id")
      .where("parent_id", "=", id)
      .executeTakeFirst();
    const kept = await this.#tx
      .selectFrom("retained")
      .select("id")
      .where("section_id", "=", id)
      .executeTakeFirst();
    if (!row || row.head > 1 || child || kept || (await this.comments.threadCount(id)) > 0)
      throw new AppError("wrong-state", "section has text, children, kept texts or comments");
    for (const table of [
      "section_update",
      "section_snapshot",
      "section_claim",
      "carried_log",
      "suggestion",
      "suggestion_decision",
      "section_damage",
      "section_update_aside",
      "section_opened",
      "section_version",
    ] as const)
      await this.#tx.deleteFrom(table).where("section_id", "=", id).execute();
    await this.#tx.deleteFrom("section").where("id", "=", id).execute();
  }

  document(sectionId: SectionId) {
    return loadDocument(this.#tx, sectionId);
  }

  async insertVersion(version: Omit<SectionVersion, "number">): Promise<SectionVersion> {
    const last = await this.lastVersion(version.sectionId);
    const numbered = { ...version, number: (last?.number ?? 0) + 1 };
    await this.#tx
      .insertInto("section_version")
      .values({
        id: numbered.id,
        section_id: numbered.sectionId,
        number: numbered.number,
        kind: numbered.kind,
        name: numbered.name,
        by_user: numbered.by,
        at: numbered.at,
        head: numbered.head,
        lineage: numbered.lineage,
        state: null,
        text: null,
        hash: null,
      })
      .execute();
    return numbered;
  }

  async countVersions(
    sectionId: SectionId,
    { kind, by }: Pick<SectionVersion, "kind" | "by">,
    since: EpochMs,
  ): Promise<number> {
    const { count } = await this.#tx
      .selectFrom("section_version")
      .select((eb) => eb.fn.countAll().as("count"))
      .where("section_id", "=", sectionId)
      .where("kind", "=", kind)
      .where("by_user", "=", by)
      .where("at", ">", since)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async lastVersion(sectionId: SectionId): Promise<SectionVersion | null> {
    const row = await this.#tx
      .selectFrom("section_version")
      .select(versionColumns)
      .where("section_id", "=", sectionId)
      .orderBy("number", "desc")
      .limit(1)
      .executeTakeFirst();
    return row ? toVersion(row) : null;
  }

  async takePendingRecord(id: string): Promise<{ record: PendingRecord; seq: number } | null> {
    const row = await this.#tx
      .deleteFrom("pending_record")
      .where("id", "=", id)
      .returning(["record", "seq"])
      .executeTakeFirst();
    return row ? { record: JSON.parse(row.record) as PendingRecord, seq: row.seq } : null;
  }

  async insertDecision(decision: SuggestionDecision): Promise<void> {
    const { id, sectionId, verdict, by, at, seq, lineage, changes } = decision;
    await this.#tx
      .insertInto("suggestion_decision")
      .values({
        id,
        section_id: sectionId,
        verdict,
        by_user: by,
        at,
        seq,
        lineage,
        changes: JSON.stringify(changes),
        taken_back_at: null,
        taken_back_by: null,
      })
      .execute();
  }

  async takeBackDecision(id: DecisionId, taken: { at: EpochMs; by: UserId }): Promise<boolean> {
    const { numUpdatedRows } = await this.#tx
      .updateTable("suggestion_decision")
      .set({ taken_back_at: taken.at, taken_back_by: taken.by })
      .where("id", "=", id)
      .where("taken_back_at", "is", null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async insertOriginal(id: OriginalId, file: OriginalFile): Promise<void> {
    await this.#tx
      .insertInto("original")
      .values({ id, file_name: file.fileName, content: file.content })
      .execute();
  }

  async insertSeal(seal: ApprovedSeal): Promise<void> {
    await this.#tx
      .insertInto("seal")
      .values({
        report_id: seal.reportId,
        manifest: JSON.stringify(seal.manifest),
        content: seal.contentJson,
        signature: seal.signature,
        public_key: seal.publicKey,
      })
      .execute();
  }

  async audit(entry: Omit<AuditRecord, "seq" | "hash" | "previousHash">): Promise<AuditRecord> {
    if (this.#engine === "postgresql")
      await sql`select pg_advisory_xact_lock(${auditLockKey})`.execute(this.#tx);
    const last = await this.#tx
      .selectFrom("audit")
      .select(["seq", "hash"])
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst();
    const link = {
      ...entry,
      // As they are read back: what is hashed must be what is stored.
      before: stored(entry.before),
      after: stored(entry.after),
      seq: (last?.seq ?? 0) + 1,
      previousHash: last?.hash ?? firstPreviousHash,
    };
    const record: AuditRecord = {
      ...link,
      hash: createHash("sha256")
        .update(must(canonicalize(auditLinkContent(link)), "audit link"))
        .digest("hex"),
    };
    await this.#tx
      .insertInto("audit")
      .values({
        seq: record.seq,
        at: record.at,
        by_user: record.by,
        by_name: record.byName,
        action: record.action,
        report_id: record.reportId,
        section_id: record.sectionId,
        before: JSON.stringify(record.before),
        after: JSON.stringify(record.after),
        ip_address: record.ipAddress,
        session_id: record.sessionId,
        previous_hash: record.previousHash,
        hash: record.hash,
      })
      .execute();
    return record;
  }

  enqueueMail(mail: QueuedMail): Promise<void> {
    return enqueueMail(this.#tx, mail);
  }

  async retainedOf(userId: UserId, exceptId: RetainedId): Promise<{ bytes: number; count: number }> {
    await this.directory.person(userId);
    const row = await this.#tx
      .selectFrom("retained")
      .select((eb) => [eb.fn.sum(retainedBytes).as("bytes"), eb.fn.countAll().as("count")])
      .where("user_id", "=", userId)
      .where("id", "!=", exceptId)
      .executeTakeFirstOrThrow();
    return { bytes: Number(row.bytes ?? 0), count: Number(row.count) };
  }

  async insertRetained(text: RetainedText): Promise<boolean> {
    const result = await this.#tx
      .insertInto("retained")
      .values({
        id: text.id,
        section_id: text.sectionId,
        report_id: text.reportId,
        user_id: text.by,
        at: text.at,
        expires_at: text.expiresAt,
        reason: text.reason,
        sent_at: text.sentAt,
        paragraphs: JSON.stringify(text.paragraphs),
      })
      .onConflict((c) => c.column("id").doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async markRetainedSent(id: RetainedId, at: number): Promise<void> {
    await this.#tx.updateTable("retained").set({ sent_at: at }).where("id", "=", id).execute();
  }

  async deleteRetained(id: RetainedId): Promise<void> {
    await this.#tx.deleteFrom("retained").where("id", "=", id).execute();
  }
}
