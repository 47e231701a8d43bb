import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packRanges, unpackRanges } from "@dongsoan/shared/crdt";
import {
  AppError,
  emptyHeader,
  must,
  type PendingRecord,
  type Report,
  type ReportId,
  type Section,
  type SectionId,
  type UserId,
} from "@dongsoan/shared/domain";
import type { DocumentStore } from "./document-store.ts";
import type { CommentStore } from "./comment-store.ts";
import type { ReportStore } from "./report-store.ts";
import type { VersionStore } from "./version-store.ts";

/** What every store must keep. Rules FENCE1-FENCE6 and STORE1-STORE8 in docs/spec. */
export interface StoreUnderTest {
  readonly documents: DocumentStore;
  readonly reports: ReportStore;
  readonly versions: VersionStore;
  readonly comments: CommentStore;
  /** Runs a statement as somebody with the database password could. */
  raw(sql: string): Promise<void>;
  close(): Promise<void>;
}

const an = "an" as UserId;
const binh = "binh" as UserId;
const bytes = (...values: number[]) => new Uint8Array(values);

export function describeStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} store`, () => {
    let store: StoreUnderTest;
    beforeAll(async () => {
      store = await make();
    });
    afterAll(() => store.close());

    const newReport = async (count = 1): Promise<{ report: Report; ids: SectionId[] }> => {
      const report: Report = {
        id: randomUUID() as ReportId,
        header: emptyHeader,
        version: 1,
        state: { kind: "collecting" },
        coordinatorIds: [an],
        readerIds: [],
        dueAt: null,
        originalId: null,
        replacesId: null,
        createdAt: 1,
        createdBy: an,
      };
      const ids = Array.from({ length: count }, () => randomUUID() as SectionId);
      await store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        for (const [position, id] of ids.entries())
          await tx.insertSection(section(id, report.id, position), { payload: bytes(0, 0), by: an, at: 1 });
      });
      return { report, ids };
    };
    const section = (id: SectionId, reportId: ReportId, position: number): Section => ({
      id,
      reportId,
      parentId: null,
      position,
      title: "Kinh tế",
      assignment: {
        unitId: null,
        ownerId: null,
        dueAt: null,
        contributingUnitIds: [],
        reviewingUnitIds: [],
        readScope: "inherit",
      },
      state: { kind: "assigned" },
      lock: null,
      version: 1,
      head: 1,
      epoch: 1,
      lineage: 1,
      lastEdit: null,
    });
    const append = async (id: SectionId, expectedHead: number, epoch = 1, by = an, claims: number[] = []) => {
      const [outcome] = await store.documents.append([
        {
          sectionId: id,
          epoch,
          expectedHead,
          updates: [{ payload: bytes(1, expectedHead % 256), by }],
          claims: claims.map((clientId) => ({ clientId, userId: by })),
          at: 1_700_000_000_000,
        },
      ]);
      return outcome;
    };

    it("[STORE1] gives gapless seqs and loads what was appended", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      expect(await append(id, 1)).toEqual({ ok: true, head: 2, stateKind: "drafting" });
      expect(await append(id, 2)).toEqual({ ok: true, head: 3, stateKind: "drafting" });
      const stored = await store.documents.load(id);
      expect(stored).toMatchObject({ head: 3, epoch: 1, lineage: 1, damage: null });
      expect(stored?.updates.map((u) => [u.seq, ...u.payload])).toEqual([
        [1, 0, 0],
        [2, 1, 1],
        [3, 1, 2],
      ]);
      expect((await store.reports.sections(stored?.reportId as ReportId))[0]?.lastEdit).toEqual({
        at: 1_700_000_000_000,
        by: an,
      });
    });

    it("[STORE2] one refused request of a batch stores nothing of itself, the others stand", async () => {
      const { ids } = await newReport(2);
      const [a, b] = ids as [SectionId, SectionId];
      const request = (sectionId: SectionId, expectedHead: number) => ({
        sectionId,
        epoch: 1,
        expectedHead,
        updates: [{ payload: bytes(7), by: an }],
        claims: [],
        at: 1,
      });
      expect(await store.documents.append([request(a, 9), request(b, 1)])).toEqual([
        { ok: false, reason: "behind" },
        { ok: true, head: 2, stateKind: "drafting" },
      ]);
      expect((await store.documents.load(a))?.updates).toHaveLength(1);
    });

    it("[AUDIT2] keeps what is to be recorded of an update with it, and gives it out once", async () => {
      const { report, ids } = await newReport();
      const id = ids[0] as SectionId;
      const pending = (name: string): PendingRecord => ({
        id: name,
        audit: {
          at: 5,
          by: an,
          byName: "An",
          action: "section.restore",
          reportId: report.id,
          sectionId: id,
          before: { head: 1 },
          after: { version: 3 },
          ipAddress: null,
          sessionId: null,
        },
        decision: null,
        takesBack: null,
      });
      const request = (expectedHead: number, name: string) => ({
        sectionId: id,
        epoch: 1,
        expectedHead,
        updates: [
          { payload: bytes(7), by: an },
          { payload: bytes(8), by: an, pending: pending(name) },
        ],
        claims: [],
        at: 5,
      });
      const [kept, refused] = [randomUUID(), randomUUID()];
      await store.documents.append([request(1, kept)]);
      expect((await store.documents.append([request(1, refused)]))[0]).toEqual({
        ok: false,
        reason: "behind",
      });
      const waiting = await store.reports.pendingRecords(1000);
      expect(waiting).toContain(kept);
      expect(waiting).not.toContain(refused);
      expect(await store.reports.pendingRecords(1000, id)).toEqual([kept]);
      const other = (await newReport()).ids[0] as SectionId;
      expect(await store.reports.pendingRecords(1000, other)).toEqual([]);
      const take = () => store.reports.transact((tx) => tx.takePendingRecord(kept));
      // A transaction that does not come about takes nothing.
      const undone = store.reports.transact(async (tx) => {
        await tx.takePendingRecord(kept);
        throw new AppError("internal", "undone");
      });
      await expect(undone).rejects.toThrow("undone");
      expect(await take()).toEqual({ record: pending(kept), seq: 3 });
      expect(await take()).toBeNull();
    });

    it("[STORE3] a clientID belongs to the first who claimed it", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      expect(await append(id, 1, 1, an, [77])).toMatchObject({ ok: true });
      expect(await append(id, 2, 1, binh, [77])).toEqual({ ok: false, reason: "claimed" });
      expect(await append(id, 2, 1, an, [77])).toMatchObject({ ok: true });
      expect((await store.documents.load(id))?.claims.get(77)).toBe(an);
    });

    it("[LINE6] what was carried is stored with its update, and nothing of a refused one", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      const range = { client: 4_000_000_000, clock: 7, length: 3, origin: { client: 12, clock: 900 } };
      const request = (expectedHead: number, clock: number) => ({
        sectionId: id,
        epoch: 1,
        expectedHead,
        updates: [{ payload: bytes(7), by: an }],
        claims: [],
        carried: packRanges([{ ...range, clock }]),
        at: 1,
      });
      expect(await store.documents.append([request(1, 7)])).toMatchObject([{ ok: true }]);
      expect(await store.documents.append([request(9, 70)])).toMatchObject([{ ok: false }]);
      expect((await store.documents.load(id))?.carried.flatMap(unpackRanges)).toEqual([range]);
    });

    it("[LINE10] a snapshot's carried ids are loaded for those before it, never for later ones; all are kept", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      const range = (clock: number) => ({
        client: 5,
        clock,
        length: 1,
        origin: { client: 9, clock: 90 - clock },
      });
      const carry = (expectedHead: number) =>
        store.documents.append([
          {
            sectionId: id,
            epoch: 1,
            expectedHead,
            updates: [
              { payload: bytes(7), by: an },
              { payload: bytes(8), by: an },
            ],
            claims: [],
            carried: packRanges([range(expectedHead)]),
            at: 1,
          },
        ]);
      const loaded = async () =>
        (await store.documents.load(id))?.carried.flatMap(unpackRanges).map(({ clock }) => clock);
      for (const head of [1, 3, 5, 7]) await carry(head);
      expect(await loaded()).toEqual([1, 3, 5, 7]);
      // Another node's room writes on meanwhile: what came after the seq of the snapshot is not the snapshot's.
      const kept = { seq: 5, state: bytes(5), carried: packRanges([range(3)]) };
      await store.documents.saveSnapshot(id, kept);
      expect(await loaded()).toEqual([3, 5, 7]);
      await store.documents.saveSnapshot(id, { seq: 3, state: bytes(3), carried: packRanges([]) });
      expect(await loaded()).toEqual([3, 5, 7]);
      const all = async () => (await store.documents.readCarried(id)).flatMap(unpackRanges);
      expect((await all()).map(({ clock }) => clock)).toEqual([1, 3, 5, 7]);
      await store.raw(
        `update section_snapshot set carried = ${name === "PostgreSQL" ? "'\\x00'::bytea" : "x'00'"} where section_id = '${id}'`,
      );
      expect(await loaded()).toEqual([1, 3, 5, 7]);
      await store.documents.saveSnapshot(id, { seq: 9, state: bytes(9) });
      expect(await loaded()).toEqual([1, 3, 5, 7]);
    });

    it("[LINE10] after a repair the carried ids of what was taken out are still told of, and their seqs are free", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      const carry = (expectedHead: number, epoch: number, clock: number) =>
        store.documents.append([
          {
            sectionId: id,
            epoch,
            expectedHead,
            updates: [{ payload: bytes(7), by: an }],
            claims: [],
            carried: packRanges([{ client: 5, clock, length: 1, origin: { client: 9, clock } }]),
            at: 1,
          },
        ]);
      const clocksOf = (parts: readonly Uint8Array[] = []) =>
        parts.flatMap(unpackRanges).map(({ clock }) => clock);
      const breakAt = (seq: number) =>
        store.raw(
          `update section_update set checksum = ${name === "PostgreSQL" ? "'\\x00'::bytea" : "x'00'"} where section_id = '${id}' and seq = ${seq}`,
        );
      const repair = () =>
        store.reports.transact((tx) => tx.repairSection(id, { payload: bytes(0, 0), by: an, at: 2 }));
      for (const head of [1, 2, 3]) await carry(head, 1, head * 10);
      await breakAt(3);
      expect(await repair()).toMatchObject({ head: 2 });
      expect(await carry(2, 2, 50)).toMatchObject([{ ok: true }]);
      await breakAt(2);
      expect(await repair()).toMatchObject({ head: 1 });
      expect(await carry(1, 3, 60)).toMatchObject([{ ok: true }]);
      expect(clocksOf(await store.documents.readCarried(id))).toEqual([20, 30, 10, 50, 60]);
      expect(clocksOf((await store.documents.load(id))?.carried)).toContain(60);
    });

    it("[LINE10] after a repair the carried ids of an update that stays are loaded, though its commit is damaged", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      const commit = (expectedHead: number, clocks: readonly number[]) =>
        store.documents.append([
          {
            sectionId: id,
            epoch: 1,
            expectedHead,
            updates: clocks.map((clock) => ({ payload: bytes(clock), by: an })),
            claims: [],
            carried: packRanges(
              clocks.map((clock) => ({ client: 5, clock, length: 1, origin: { client: 9, clock } })),
            ),
            at: 1,
          },
        ]);
      await commit(1, [20]);
      const carried = packRanges([{ client: 5, clock: 20, length: 1, origin: { client: 9, clock: 20 } }]);
      await store.documents.saveSnapshot(id, { seq: 2, state: bytes(2), carried });
      await commit(2, [30, 40]);
      await store.raw(
        `update section_update set checksum = ${name === "PostgreSQL" ? "'\\x00'::bytea" : "x'00'"} where section_id = '${id}' and seq = 4`,
      );
      await store.reports.transact((tx) => tx.repairSection(id, { payload: bytes(0, 0), by: an, at: 2 }));
      const loaded = must(await store.documents.load(id), "section");
      expect(loaded).toMatchObject({ head: 3, damage: null, snapshot: { seq: 2 } });
      expect([...(loaded.snapshot?.state ?? [])]).toEqual([2]);
      const clocks = loaded.carried.flatMap(unpackRanges).map(({ clock }) => clock);
      expect(clocks).toEqual(expect.arrayContaining([20, 30]));
    });

    it("[SUG1] a suggestion belongs to the person who stored it first, and nothing of a refused one is kept", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      const request = (expectedHead: number, suggestion: string, by: UserId) => ({
        sectionId: id,
        epoch: 1,
        expectedHead,
        updates: [{ payload: bytes(7), by }],
        claims: [],
        suggestions: [{ id: suggestion, by }],
        at: 1,
      });
      expect(await store.documents.append([request(1, "s-1", an)])).toMatchObject([{ ok: true }]);
      expect(await store.documents.append([request(9, "s-2", an)])).toMatchObject([{ ok: false }]);
      expect(await store.documents.append([request(2, "s-1", binh)])).toEqual([
        { ok: false, reason: "claimed" },
      ]);
      expect(await store.documents.append([request(2, "s-1", an)])).toMatchObject([{ ok: true }]);
      expect([...((await store.documents.load(id))?.suggestions ?? [])]).toEqual([["s-1", an]]);
      expect(await store.reports.isSuggested(id, ["s-2", "s-1"])).toBe(true);
      expect(await store.reports.isSuggested(id, ["s-2"])).toBe(false);
    });

    it("[STORE1] reads a log by pieces, with who and when", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      for (let head = 1; head < 4; head += 1) await append(id, head, 1, binh);
      const piece = await store.documents.readUpdates(id, 1, 2);
      expect(piece.map(({ seq, by, at }) => ({ seq, by, at }))).toEqual([
        { seq: 2, by: binh, at: 1_700_000_000_000 },
        { seq: 3, by: binh, at: 1_700_000_000_000 },
      ]);
      expect((await store.documents.readUpdates(id, 3, 2)).map((u) => u.seq)).toEqual([4]);
    });

    it("[STORE4] a flipped byte shows, and leaves the other sections alone", async () => {
      const { ids } = await newReport(2);
      const [bad, good] = ids as [SectionId, SectionId];
      for (let head = 1; head < 5; head += 1) for (const id of ids) await append(id, head);
      await store.raw(
        `update section_update set checksum = ${name === "PostgreSQL" ? "'\\x00'::bytea" : "x'00'"} where section_id = '${bad}' and seq = 4`,
      );
      const stored = await store.documents.load(bad);
      expect(stored?.damage).toEqual({ seq: 4 });
      expect(stored?.updates.map((u) => u.seq)).toEqual([1, 2, 3]);
      expect((await store.documents.load(good))?.damage).toBeNull();
      expect(await store.reports.damagedSections()).toContainEqual(
        expect.objectContaining({ sectionId: bad, seq: 4, head: 5 }),
      );
    });

    it("[STORE5] a snapshot shortens loading and never goes back", async () => {
      const { ids } = await newReport();
      const id = ids[0] as SectionId;
      for (let head = 1; head < 6; head += 1) await append(id, head);
      await store.documents.saveSnapshot(id, { seq: 4, state: bytes(4, 4) });
      await store.documents.saveSnapshot(id, { seq: 2, state: bytes(2, 2) });
      const stored = await store.documents.load(id);
      expect([...(stored?.snapshot?.state ?? [])]).toEqual([4, 4]);
      expect(stored?.updates.map((u) => u.seq)).toEqual([5, 6]);
    });

    it("[WF7] an edit after approval takes it back to submitted, with its submitter", async () => {
      const { report, ids } = await newReport();
      const id = ids[0] as SectionId;
      await store.reports.transact((tx) =>
        tx.updateSection(
          { ...section(id, report.id, 0), state: { kind: "approved", at: 5, by: binh } },
          "renew",
        ),
      );
      expect(await append(id, 1, 2)).toEqual({ ok: true, head: 2, stateKind: "submitted" });
      expect((await store.reports.sections(report.id))[0]?.state).toEqual({
        kind: "submitted",
        at: 5,
        by: binh,
      });
    });

    it("[FENCE1] not one update enters after the lock has returned, under a storm of writers", async () => {
      const { report, ids } = await newReport(4);
      let isStopped = false;
      const storm = ids.map(async (id) => {
        for (let head = 1; !isStopped;) {
          const outcome = await append(id, head);
          if (outcome?.ok) head = outcome.head;
          else if (outcome?.reason === "fenced") return;
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 120));
      await store.reports.transact(async (tx) => {
        for (const s of await tx.sections(report.id))
          await tx.updateSection({ ...s, lock: { at: 1, by: an, reason: "" } }, "close");
      });
      const heads = (await store.reports.sections(report.id)).map((s) => [s.id, s.head]);
      await Promise.all(storm);
      isStopped = true;
      expect((await store.reports.sections(report.id)).map((s) => [s.id, s.head])).toEqual(heads);
      expect(Math.max(...heads.map(([, head]) => head as number))).toBeGreaterThan(2);
    });

    it("[FENCE2] unlocking opens under a new epoch; the old one stays void", async () => {
      const { report, ids } = await newReport();
      const id = ids[0] as SectionId;
      const change = (fence: "open" | "close") =>
        store.reports.transact((tx) => tx.updateSection(section(id, report.id, 0), fence));
      await change("close");
      expect(await append(id, 1, 2)).toEqual({ ok: false, reason: "fenced" });
      await change("open");
      expect(await append(id, 1, 1)).toEqual({ ok: false, reason: "fenced" });
      expect(await append(id, 1, 3)).toMatchObject({ ok: true });
    });

    it("[SEAL6] what is sealed cannot be changed by raw statements either, nor can the audit log", async () => {
      const { report, ids } = await newReport();
      const id = ids[0] as SectionId;
      await store.reports.transact(async (tx) => {
        await tx.updateSection(section(id, report.id, 0), "close");
        await tx.insertSeal({
          reportId: report.id,
          manifest: {} as never,
          contentJson: "{}",
          signature: "",
          publicKey: "",
        });
        await tx.audit({
          at: 1,
          by: an,
          byName: "An",
          action: "report.finalise",
          reportId: report.id,
          sectionId: null,
          before: null,
          after: null,
          ipAddress: null,
          sessionId: "s1",
        });
      });
      for (const sql of [
        `update section_update set payload = payload where section_id = '${id}'`,
        `delete from section_update where section_id = '${id}'`,
        `update section set title = 'x' where id = '${id}'`,
        `update seal set content = 'x' where report_id = '${report.id}'`,
        "update audit set by_name = 'x'",
        "delete from audit",
      ])
        await expect(store.raw(sql), sql).rejects.toThrow();
    });

    it("[AUDIT1] the chain holds, link by link", async () => {
      const { report } = await newReport();
      const entry = (action: string) => ({
        at: 1,
        by: an,
        byName: "An",
        action,
        reportId: report.id,
        sectionId: null,
        before: { n: 1 },
        after: { n: 2 },
        ipAddress: "127.0.0.1",
        sessionId: "s1",
      });
      await Promise.all(
        ["a", "b", "c", "d"].map((action) => store.reports.transact((tx) => tx.audit(entry(action)))),
      );
      const chain = await store.reports.auditChain(report.id);
      expect(chain).toHaveLength(4);
      for (const [i, record] of chain.entries())
        if (i > 0) expect(record.previousHash).toBe(chain[i - 1]?.hash);
    });
  });
}
