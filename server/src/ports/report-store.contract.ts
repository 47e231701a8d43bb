import { createHash, randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wordAuthorId } from "@dongsoan/shared/crdt";
import {
  AppError,
  type ApprovedSeal,
  emptyHeader,
  findBrokenLink,
  must,
  type OriginalId,
  type Report,
  type ReportId,
  type RetainedId,
  type RetainedText,
  type Section,
  type SectionId,
  type UnitId,
  type UserId,
} from "@dongsoan/shared/domain";
import type { Person } from "./directory-store.ts";
import type { StoreUnderTest } from "./document-store.contract.ts";

const an = "an" as UserId;
const binh = "binh" as UserId;
const seed = { payload: new Uint8Array([0, 0]), by: an, at: 1_700_000_000_000 };

export const sampleReport = (): Report => ({
  id: randomUUID() as ReportId,
  header: { ...emptyHeader, subject: "Kết quả công tác quý II\nxã Suối Ngàn" },
  version: 1,
  state: { kind: "collecting" },
  coordinatorIds: [an],
  readerIds: [binh],
  dueAt: 1_800_000_000_000,
  originalId: null,
  replacesId: null,
  createdAt: 1_700_000_000_000,
  createdBy: an,
});

export const sampleSection = (reportId: ReportId, position = 0): Section => ({
  id: randomUUID() as SectionId,
  reportId,
  parentId: null,
  position,
  title: "Quốc phòng – an ninh",
  assignment: {
    unitId: null,
    ownerId: binh,
    dueAt: 5,
    contributingUnitIds: [],
    reviewingUnitIds: [],
    readScope: "unit",
  },
  state: { kind: "assigned" },
  lock: null,
  version: 1,
  head: 1,
  epoch: 1,
  lineage: 1,
  lastEdit: null,
});

/** What every `ReportStore` must keep. Rules in docs/spec/storage.md. */
export function describeReportStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} report store`, () => {
    let store: StoreUnderTest;
    beforeAll(async () => {
      store = await make();
    });
    afterAll(() => store.close());

    const insert = async (count = 1) => {
      const report = sampleReport();
      const sections = Array.from({ length: count }, (_, i) => sampleSection(report.id, i));
      await store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        for (const section of sections) await tx.insertSection(section, seed);
      });
      return { report, sections, first: must(sections[0], "section") };
    };
    it("[SUG31] what a first text suggests is known, by id, as that of whom its Word file names", async () => {
      const report = sampleReport();
      const section = sampleSection(report.id);
      const suggestions = Array.from({ length: 1_200 }, (_, i) => ({
        id: `s-${i}`,
        by: wordAuthorId(i === 0 ? "" : "Lò Thị Mây"),
      }));
      await store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        await tx.insertSection(section, { ...seed, suggestions });
      });
      const stored = await store.reports.suggestions(section.id);
      expect(new Set(stored)).toEqual(new Set(suggestions.map((one) => ({ ...one, at: seed.at }))));
      const loaded = must(await store.documents.load(section.id), "section");
      expect(loaded.suggestions.get("s-7")).toBe(wordAuthorId("Lò Thị Mây"));
    });

    const append = async (section: Section, expectedHead: number, epoch: number) => {
      const outcomes = await store.documents.append([
        {
          sectionId: section.id,
          epoch,
          expectedHead,
          updates: [{ payload: new Uint8Array([9]), by: an }],
          claims: [],
          at: 7,
        },
      ]);
      return must(outcomes[0], "outcome");
    };
    const entry = (reportId: ReportId) => ({
      at: 1,
      by: an,
      byName: "An",
      action: "report.test",
      reportId,
      sectionId: null,
      before: undefined,
      after: { figure: 12, left: undefined },
      ipAddress: "127.0.0.1",
      sessionId: "s1",
    });
    const sealOf = (report: Report): ApprovedSeal => ({
      reportId: report.id,
      manifest: {
        format: "dongsoan-seal",
        formatVersion: 1,
        reportId: report.id,
        replacesId: null,
        sealedAt: 9,
        sealedBy: { id: an, name: "An" },
        organisation: "UBND xã Suối Ngàn",
        headerHash: "h",
        sections: [],
        rootHash: "r",
        auditHash: "a",
      },
      contentJson: "{}",
      signature: "s",
      publicKey: "p",
    });
    const sealed = async () => {
      const { report, first } = await insert();
      const state = { kind: "sealed", at: 9, by: an, rootHash: "r" } as const;
      await store.reports.transact(async (tx) => {
        await tx.updateSection(first, "close");
        await tx.updateReport({ ...report, state, version: 2 });
        await tx.insertSeal(sealOf(report));
      });
      return { report: { ...report, state, version: 2 } satisfies Report, section: first };
    };

    it("[STORE8] reads back what was written, field by field", async () => {
      const { report, sections } = await insert(2);
      expect(await store.reports.report(report.id)).toEqual(report);
      const read = await store.reports.sections(report.id);
      expect([...read].sort((a, b) => a.position - b.position)).toEqual(sections);
      expect((await store.reports.reports()).some((r) => r.report.id === report.id)).toBe(true);
      const text = await store.documents.load(must(sections[0], "section").id);
      expect(text?.updates).toMatchObject([{ seq: 1, by: seed.by, at: seed.at }]);
    });

    it("[STORE8] a transaction that throws leaves nothing, and the store goes on", async () => {
      const report = sampleReport();
      const failed = store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        await tx.audit(entry(report.id));
        throw new AppError("not-ready", "stop");
      });
      await expect(failed).rejects.toMatchObject({ code: "not-ready" });
      expect(await store.reports.report(report.id)).toBeNull();
      expect(await store.reports.auditChain(report.id)).toEqual([]);
      await insert();
    });

    it("[STORE8] transactions on one report take turns: no raise is lost", async () => {
      const { report } = await insert();
      await Promise.all(
        Array.from({ length: 12 }, () =>
          store.reports.transact(async (tx) => {
            const now = must(await tx.report(report.id), "report");
            await tx.updateReport({ ...now, version: now.version + 1 });
          }),
        ),
      );
      expect((await store.reports.report(report.id))?.version).toBe(13);
    });

    it("[DIR7] people are read under their lock: of two who take each other's role one keeps it", async () => {
      const administrator = (id: string): Person => ({
        id: randomUUID() as UserId,
        name: "Nguyễn Thị Ánh",
        username: `${id}-${randomUUID()}`,
        unitId: null,
        roles: ["administrator"],
        isActive: true,
        email: null,
        locale: "vi",
      });
      for (let round = 0; round < 5; round += 1) {
        const both = [administrator("an"), administrator("binh")];
        await store.reports.transact(async (tx) => {
          for (const person of both) await tx.directory.savePerson(person);
        });
        const demote = (person: Person) =>
          store.reports.transact(async (tx) => {
            const people = (await tx.directory.people()).filter(({ id }) => both.some((b) => b.id === id));
            if (people.filter(({ roles }) => roles.length > 0).length < 2) return false;
            await tx.directory.savePerson({ ...person, roles: [] });
            return true;
          });
        expect((await Promise.all(both.map(demote))).filter(Boolean)).toHaveLength(1);
      }
    });

    it("[STORE10] a store that is asked from inside a transaction refuses at once, and the next command goes on", async () => {
      const { report, first } = await insert();
      const asks: readonly (() => Promise<unknown>)[] = [
        () => store.reports.report(report.id),
        () => store.documents.load(first.id),
        () => store.versions.list(first.id),
        () => store.comments.threadCount(first.id),
        () => append(first, 1, 1),
        () => store.reports.transact((tx) => tx.report(report.id)),
      ];
      for (const ask of asks)
        await expect(store.reports.transact(ask)).rejects.toMatchObject({ code: "internal" });
      // What is asked when the work is done, and not waited for, is nobody's trap.
      const later: Promise<unknown>[] = [];
      await store.reports.transact(async (tx) => {
        await tx.report(report.id);
        later.push(
          Promise.resolve()
            .then(() => Promise.resolve())
            .then(() => store.reports.report(report.id)),
        );
      });
      expect(await Promise.all(later)).toEqual([report]);
    });

    it("[WF7] a voided approval is again the submission of its submitter, not of who approved", async () => {
      const { report, first } = await insert();
      const set = (state: Section["state"]) =>
        store.reports.transact((tx) => tx.updateSection({ ...first, state }, "renew"));
      await set({ kind: "submitted", at: 3, by: binh });
      await set({ kind: "approved", at: 4, by: an });
      expect(await append(first, 1, 3)).toEqual({ ok: true, head: 2, stateKind: "submitted" });
      const [now] = await store.reports.sections(report.id);
      expect(now?.state).toEqual({ kind: "submitted", at: 3, by: binh });
    });

    it("[WF7] the first edit starts drafting, also after a return, and drops the reason", async () => {
      const { report, first } = await insert();
      await store.reports.transact((tx) =>
        tx.updateSection(
          { ...first, state: { kind: "returned", at: 3, by: an, reason: "số liệu" } },
          "renew",
        ),
      );
      expect(await append(first, 1, 2)).toMatchObject({ ok: true, stateKind: "drafting" });
      expect((await store.reports.sections(report.id))[0]?.state).toEqual({ kind: "drafting" });
    });

    it("[FENCE2] keep leaves the epoch, renew raises it, close and open raise it and turn the fence", async () => {
      const { report, first } = await insert();
      const steps = [];
      for (const fence of ["keep", "renew", "close", "renew", "open"] as const) {
        await store.reports.transact((tx) => tx.updateSection(first, fence));
        const now = must((await store.reports.sections(report.id))[0], "section");
        const outcome = await append(first, now.head, now.epoch);
        steps.push([fence, now.epoch, outcome.ok ? "in" : outcome.reason]);
      }
      expect(steps).toEqual([
        ["keep", 1, "in"],
        ["renew", 2, "in"],
        ["close", 3, "fenced"],
        ["renew", 4, "fenced"],
        ["open", 5, "in"],
      ]);
    });

    it("[FENCE5] two nodes that write at one head: one enters, the other is behind and keeps its text", async () => {
      const { first } = await insert();
      const outcomes = await Promise.all([append(first, 1, 1), append(first, 1, 1), append(first, 1, 1)]);
      expect(outcomes.filter((o) => o.ok)).toHaveLength(1);
      expect(outcomes.filter((o) => !o.ok && o.reason === "behind")).toHaveLength(2);
      expect((await store.documents.load(first.id))?.head).toBe(2);
    });

    it("[STORE2] a section whose rows contradict themselves is fenced off alone", async () => {
      const { sections } = await insert(2);
      const [bad, good] = sections as [Section, Section];
      await store.raw(
        `insert into section_update (section_id, seq, payload, by_user, at, checksum) select section_id, 2, payload, by_user, at, checksum from section_update where section_id = '${bad.id}'`,
      );
      const request = (section: Section) => ({
        sectionId: section.id,
        epoch: 1,
        expectedHead: 1,
        updates: [{ payload: new Uint8Array([1]), by: an }],
        claims: [{ clientId: 5, userId: an }],
        at: 1,
      });
      expect(await store.documents.append([request(bad), request(good)])).toEqual([
        { ok: false, reason: "fenced" },
        { ok: true, head: 2, stateKind: "drafting" },
      ]);
      const stored = await store.documents.load(bad.id);
      expect(stored).toMatchObject({ head: 1, stateKind: "assigned" });
      expect(stored?.claims.size).toBe(0);
    });

    it("[STORE8] a section is deleted only without text, and a racing edit is never deleted with it", async () => {
      for (let round = 0; round < 10; round += 1) {
        const { report, first } = await insert();
        const [appended, deleted] = await Promise.allSettled([
          append(first, 1, 1),
          store.reports.transact((tx) => tx.deleteSection(first.id)),
        ]);
        const isIn = appended.status === "fulfilled" && appended.value.ok;
        const isGone = (await store.reports.sections(report.id)).length === 0;
        expect({ isIn, isGone }).toEqual({ isIn: !isGone, isGone: deleted.status === "fulfilled" });
        if (isIn) expect((await store.documents.load(first.id))?.updates).toHaveLength(2);
      }
    });

    it("[SEAL6] the sealed report's own row takes nothing but its replacement; nothing is put below a seal", async () => {
      const { report, section } = await sealed();
      const refused = (work: Parameters<typeof store.reports.transact>[0]) =>
        expect(store.reports.transact(work)).rejects.toMatchObject({ code: "storage-unavailable" });
      await refused((tx) => tx.updateReport({ ...report, header: { ...report.header, number: "12" } }));
      await refused((tx) => tx.updateReport({ ...report, state: { kind: "collecting" } }));
      await refused((tx) => tx.insertSection(sampleSection(report.id, 1), seed));
      await refused((tx) => tx.updateSection(section, "open"));
      for (const sql of [
        `delete from report where id = '${report.id}'`,
        `insert into section_update (section_id, seq, payload, by_user, at, checksum) select section_id, 2, payload, by_user, at, checksum from section_update where section_id = '${section.id}'`,
        `update report set header = '{}' where id = '${report.id}'`,
      ])
        await expect(store.raw(sql), sql).rejects.toThrow();
      expect(await append(section, 1, 2)).toEqual({ ok: false, reason: "fenced" });
      expect(await store.reports.report(report.id)).toEqual(report);
      const replaced = { ...report, state: { ...report.state, kind: "replaced" }, version: 3 } as const;
      await store.reports.transact((tx) => tx.updateReport(replaced));
      expect(await store.reports.report(report.id)).toEqual(replaced);
      expect(await store.reports.seal(report.id)).toEqual(sealOf(report));
    });

    it("[AUDIT1] every link hashes to what is read back, also with figures left out, and tampering shows", async () => {
      const { report } = await insert();
      for (let i = 0; i < 3; i += 1) await store.reports.transact((tx) => tx.audit(entry(report.id)));
      const chain = await store.reports.auditChain(report.id);
      const hashOf = (content: Readonly<Record<string, unknown>>) =>
        createHash("sha256")
          .update(must(canonicalize(content), "link"))
          .digest("hex");
      expect(chain).toHaveLength(3);
      expect(findBrokenLink(chain, hashOf)).toBeNull();
      const forged = chain.map((link, i) => (i === 1 ? { ...link, byName: "Bình" } : link));
      expect(findBrokenLink(forged, hashOf)).toBe(chain[1]?.seq);
    });

    it("[RET11] tells who has ever had something stored in a section", async () => {
      const { sections } = await insert(2);
      const [written, other] = sections as [Section, Section];
      const hung = "hung" as UserId;
      await store.documents.append([
        {
          sectionId: written.id,
          epoch: 1,
          expectedHead: 1,
          updates: [{ payload: new Uint8Array([1]), by: hung }],
          claims: [{ clientId: 5, userId: binh }],
          at: 1,
        },
      ]);
      const hasWritten = (section: Section, userId: UserId) => store.reports.hasWritten(section.id, userId);
      expect(await hasWritten(written, binh)).toBe(true);
      expect(await hasWritten(written, hung)).toBe(true);
      expect(await hasWritten(other, binh)).toBe(false);
      expect(await hasWritten(written, "la" as UserId)).toBe(false);
    });

    it("[STORE8] retained texts: once by id, sent, expired; originals byte by byte", async () => {
      const { report, first } = await insert();
      const text: RetainedText = {
        id: randomUUID() as RetainedId,
        sectionId: first.id,
        reportId: report.id,
        by: binh,
        at: 10,
        expiresAt: 100,
        reason: "section-locked",
        sentAt: null,
        paragraphs: [{ text: "Diện tích 12 ha", before: null }],
      };
      await store.reports.transact(async (tx) => {
        await tx.insertRetained(text);
        await tx.insertRetained(text);
      });
      const { paragraphs, ...facts } = text;
      const entry = { ...facts, bytes: Buffer.byteLength(JSON.stringify(paragraphs)) };
      expect((await store.reports.retainedBy(binh)).filter((t) => t.id === text.id)).toEqual([entry]);
      expect(await store.reports.retainedTexts([text.id])).toEqual([text]);
      const other = randomUUID() as RetainedId;
      const kept = (exceptId: RetainedId) => store.reports.transact((tx) => tx.retainedOf(binh, exceptId));
      const [all, others] = [await kept(other), await kept(text.id)];
      expect([all.bytes - others.bytes, all.count - others.count]).toEqual([entry.bytes, 1]);
      expect(await store.reports.retainedSent([report.id])).toEqual([]);
      await store.reports.transact((tx) => tx.markRetainedSent(text.id, 11));
      expect(await store.reports.retainedSent([report.id])).toEqual([{ ...entry, sentAt: 11 }]);
      expect(await store.reports.expireRetained(100)).toBe(0);
      expect(await store.reports.expireRetained(101)).toBe(1);
      expect(await store.reports.retained(text.id)).toBeNull();

      const id = randomUUID() as OriginalId;
      const content = Uint8Array.from({ length: 256 }, (_, i) => i);
      await store.reports.transact((tx) => tx.insertOriginal(id, { fileName: "báo cáo.txt", content }));
      const original = must(await store.reports.original(id), "original");
      expect(original.fileName).toBe("báo cáo.txt");
      expect([...original.content]).toEqual([...content]);
    });

    it("[OUT4] tells when people of each unit, and the persons asked for, last opened a section", async () => {
      const { report, first } = await insert(2);
      const unitId = randomUUID() as UnitId;
      const join = (unit: UnitId | null): Person => ({
        id: randomUUID() as UserId,
        name: "Nguyễn Thị Ánh",
        username: randomUUID(),
        unitId: unit,
        roles: [],
        isActive: true,
        email: null,
        locale: "vi",
      });
      const people = [join(unitId), join(unitId), join(null), join(null)];
      const [former, latter, owner, follower] = people.map(({ id }) => id) as [
        UserId,
        UserId,
        UserId,
        UserId,
      ];
      await store.reports.transact(async ({ directory }) => {
        await directory.saveUnit(
          { id: unitId, name: "Phòng Kinh tế", shortName: "KT", version: 1, isActive: true },
          null,
        );
        for (const person of people) await directory.savePerson(person);
      });
      for (const [userId, at] of [
        [former, 20],
        [latter, 30],
        [former, 25],
        [owner, 10],
        [follower, 40],
      ] as const)
        await store.reports.markOpened(first.id, userId, { at, head: 1 });
      const opened = await store.reports.lastOpened(report.id, [owner, former]);
      expect([...opened.keys()]).toEqual([first.id]);
      expect(opened.get(first.id)).toEqual(
        new Map<UnitId | UserId, number>([
          [unitId, 30],
          [owner, 10],
          [former, 25],
        ]),
      );
      expect((await store.reports.lastOpened(report.id, [])).get(first.id)).toEqual(new Map([[unitId, 30]]));
    });
  });
}
