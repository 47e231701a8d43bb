import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Section, type SectionVersion, type UserId, type VersionId } from "@dongsoan/shared/domain";
import type { StoreUnderTest } from "./document-store.contract.ts";
import { sampleReport, sampleSection } from "./report-store.contract.ts";
import type { VersionContent } from "./version-store.ts";

const an = "an" as UserId;
const binh = "binh" as UserId;
const seed = { payload: new Uint8Array([0, 0]), by: an, at: 1_700_000_000_000 };

/** What every `VersionStore` must keep. Rules in docs/spec/versions.md. */
export function describeVersionStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} version store`, () => {
    let store: StoreUnderTest;
    beforeAll(async () => {
      store = await make();
    });
    afterAll(() => store.close());

    const newSection = async (): Promise<Section> => {
      const report = sampleReport();
      const section = sampleSection(report.id);
      await store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        await tx.insertSection(section, seed);
      });
      return section;
    };
    const note = (section: Section, more: Partial<SectionVersion> = {}) =>
      store.reports.transact((tx) =>
        tx.insertVersion({
          id: randomUUID() as VersionId,
          sectionId: section.id,
          kind: "auto",
          name: null,
          by: an,
          at: 100,
          head: 1,
          lineage: 1,
          ...more,
        }),
      );
    const edit = (section: Section, expectedHead: number, by: UserId, count: number, at: number) =>
      store.documents.append([
        {
          sectionId: section.id,
          epoch: 1,
          expectedHead,
          updates: Array.from({ length: count }, () => ({ payload: new Uint8Array([9]), by })),
          claims: [],
          at,
        },
      ]);
    const content = (mark: number): VersionContent => ({
      state: Uint8Array.from({ length: 3_000 }, (_, i) => (i * mark) % 256),
      textJson: JSON.stringify([{ kind: "paragraph", text: "Diện tích lúa 95 ha", clock: mark }]),
      hash: String(mark),
    });
    const isDue = async (section: Section, restingSince: number, edits: number) =>
      (await store.versions.due({ restingSince, edits, limit: 1_000 })).find(
        (due) => due.sectionId === section.id,
      )?.by ?? null;

    it("[VER1] numbers a section's versions 1, 2, 3 … also when two commands note one at once", async () => {
      const section = await newSection();
      const other = await newSection();
      await note(other);
      const noted = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          store.reports.transact(async (tx) => {
            await tx.section(section.id);
            return tx.insertVersion({
              id: randomUUID() as VersionId,
              sectionId: section.id,
              kind: "named",
              name: `Bản ${i}`,
              by: an,
              at: i,
              head: 1,
              lineage: 1,
            });
          }),
        ),
      );
      expect(new Set(noted.map((v) => v.number))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
      const listed = await store.versions.list(section.id);
      expect(listed.map((v) => v.number)).toEqual([6, 5, 4, 3, 2, 1]);
      expect(listed).toEqual([...noted].sort((a, b) => b.number - a.number));
      expect(await store.reports.transact((tx) => tx.lastVersion(section.id))).toEqual(listed[0]);
      expect(await store.reports.transact((tx) => tx.lastVersion(randomUUID() as Section["id"]))).toBeNull();
    });

    it("[VER4] counts what one person has noted of a kind since a time", async () => {
      const section = await newSection();
      const count = (by: UserId, since: number) =>
        store.reports.transact((tx) => tx.countVersions(section.id, { kind: "named", by }, since));
      for (const at of [100, 200, 300]) await note(section, { kind: "named", name: "x", at });
      await note(section, { kind: "auto", at: 300 });
      await note(await newSection(), { kind: "named", name: "x", at: 300 });
      expect([await count(an, 0), await count(an, 100), await count(an, 300), await count(binh, 0)]).toEqual([
        3, 2, 0, 0,
      ]);
    });

    it("[VER3] [VER6] content is written once and read back byte by byte", async () => {
      const section = await newSection();
      const version = await note(section);
      expect(await store.versions.version(version.id)).toEqual(version);
      expect(await store.versions.content(version.id)).toBeNull();
      expect((await store.versions.unfilled(1_000)).some((v) => v.id === version.id)).toBe(true);
      await store.versions.fill(version.id, content(3));
      await store.versions.fill(version.id, content(5));
      expect(await store.versions.content(version.id)).toEqual(content(3));
      expect((await store.versions.unfilled(1_000)).some((v) => v.id === version.id)).toBe(false);
    });

    it("[VER3] the nearest state is of the same lineage, filled, and not beyond the head", async () => {
      const section = await newSection();
      for (const [head, lineage] of [
        [2, 1],
        [5, 1],
        [4, 2],
      ] as const)
        await store.versions.fill((await note(section, { head, lineage })).id, content(head));
      await note(section, { head: 6 });
      const nearest = async (lineage: number, head: number) =>
        (await store.versions.nearestState(section.id, lineage, head))?.head ?? null;
      expect(await Promise.all([nearest(1, 1), nearest(1, 4), nearest(1, 9), nearest(2, 9)])).toEqual([
        null,
        2,
        5,
        4,
      ]);
    });

    it("[VER2] a text is due when it rests, or when one author has edited it often, and not twice", async () => {
      const section = await newSection();
      expect(await isDue(section, 1_000, 3)).toBeNull();
      await edit(section, 1, an, 2, 500);
      await edit(section, 3, binh, 2, 600);
      // Four edits, but nobody made three of them, and the last one is not long ago.
      expect(await isDue(section, 599, 3)).toBeNull();
      expect(await isDue(section, 600, 3)).toBe(binh);
      await edit(section, 5, an, 1, 700);
      expect(await isDue(section, 599, 3)).toBe(an);
      await note(section, { head: 6 });
      expect(await isDue(section, 10_000, 3)).toBeNull();
      await edit(section, 6, binh, 1, 800);
      expect(await isDue(section, 10_000, 3)).toBe(binh);
    });

    it("[VER5] a version's row and a written content never change", async () => {
      const section = await newSection();
      const version = await note(section, { kind: "named", name: "Bản gửi huyện" });
      const where = `where id = '${version.id}'`;
      await expect(
        store.raw(`update section_version set name = 'khác', hash = '0' ${where}`),
      ).rejects.toThrow();
      await store.versions.fill(version.id, content(3));
      for (const set of ["hash = '0'", "hash = null", "by_user = 'x'", "state = null"])
        await expect(store.raw(`update section_version set ${set} ${where}`), set).rejects.toThrow();
      expect(await store.versions.version(version.id)).toEqual(version);
      expect(await store.versions.content(version.id)).toEqual(content(3));
    });

    it("[VER5] below a seal no version is added or removed, and a noted one still gets its content", async () => {
      const report = sampleReport();
      const section = sampleSection(report.id);
      const version = await store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        await tx.insertSection(section, seed);
        const noted = await tx.insertVersion({
          id: randomUUID() as VersionId,
          sectionId: section.id,
          kind: "sealed",
          name: null,
          by: an,
          at: 9,
          head: 1,
          lineage: 1,
        });
        await tx.insertSeal({
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
        return noted;
      });
      await expect(note(section)).rejects.toMatchObject({ code: "storage-unavailable" });
      await store.versions.fill(version.id, content(3));
      expect(await store.versions.content(version.id)).toEqual(content(3));
      await expect(store.raw(`delete from section_version where id = '${version.id}'`)).rejects.toThrow();
      expect(await isDue(section, 1e15, 1)).toBeNull();
    });
  });
}
