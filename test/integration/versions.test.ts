import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  autoVersionAfterEdits,
  autoVersionAfterIdleMs,
  versionsPerDay,
  must,
  type ReportId,
  type SectionId,
  type UserId,
  type VersionId,
} from "@dongsoan/shared/domain";
import {
  contentOf,
  listChanges,
  plainBlock,
  plainText,
  readBlocks,
  type TracedBlock,
  unpackRanges,
} from "@dongsoan/shared/crdt";
import type {
  Difference,
  ReportView,
  SectionView,
  SessionView,
  VersionView,
} from "@dongsoan/shared/http-api";
import { limits } from "../../server/src/sync/limits.ts";
import { keepVersions, noteVersion } from "../../server/src/usecases/keep-versions.ts";
import { textOfVersion } from "../../server/src/usecases/version-text.ts";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import type { TestPerson } from "../kit/person.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { wholeHeader } from "../kit/sealed-report.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("versions on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  /** A report with one section of the economy's. */
  async function newReport(): Promise<{ reportId: string; section: SectionView }> {
    const { coordinator, units } = commune;
    const { id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: wholeHeader,
        sections: [
          {
            title: "KINH TẾ",
            blocks: [{ style: "body", level: 1, text: "Gieo trồng được 95 ha lúa." }],
            children: [],
          },
        ],
        dueAt: null,
        original: null,
      },
    });
    const view = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    const created = must(view.sections[0], "section");
    const { sections } = await coordinator.call<ReportView>("assignSection", {
      params: { id: created.id },
      body: {
        version: created.version,
        assignment: {
          unitId: units.economy.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          readScope: "unit",
        },
      },
    });
    return { reportId, section: must(sections[0], "section") };
  }
  const versionsOf = (person: TestPerson, section: SectionView) =>
    person.call<VersionView[]>("versions", { params: { id: section.id } });
  const blocksOf = (textJson: string) => (JSON.parse(textJson) as readonly TracedBlock[]).map(plainBlock);
  async function textOf(version: VersionView): Promise<string> {
    const { deps } = server.application;
    const row = must(await deps.versions.version(version.id as VersionId), "version");
    const { textJson } = await textOfVersion(deps, row);
    return blocksOf(textJson).map(plainText).join("\n");
  }
  async function type(person: TestPerson, section: SectionView, ...words: string[]): Promise<void> {
    const client = new AckClient(person, section.id);
    await client.synced;
    // One by one: what waits for the same commit would be one update (GATE16).
    for (const word of words)
      await client.saved(() => client.firstText.insert(client.firstText.length, word));
    client.leave();
  }
  /** The keeper's round as it would be after so long. */
  const keepAfter = (ms: number) =>
    keepVersions({
      ...server.application.deps,
      clock: { now: () => Date.now() + ms },
      onError: (error) => {
        throw error;
      },
    });

  it("[VER1] [VER3] each step of the workflow keeps the very text that it was about", async () => {
    const { coordinator, economy } = commune;
    const { reportId, section } = await newReport();
    const params = { id: section.id };
    await type(economy, section, " Nuôi 300 con lợn.");
    await coordinator.call("submitSection", { params });
    await coordinator.call("returnSection", { params, body: { reason: "thiếu số liệu" } });
    await type(economy, section, " Trồng 12 ha ngô.");
    await coordinator.call("submitSection", { params });
    await coordinator.call("approveSection", { params });
    await coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id], reason: "" },
    });
    await coordinator.call("finalise", { params: { id: reportId }, body: { confirmation: "BC-UBND" } });
    const versions = (await versionsOf(coordinator, section)).toReversed();
    expect(versions.map((v) => `${v.number} ${v.kind} ${v.byName}`)).toEqual([
      "1 submitted Trần Thị Hà",
      "2 returned Trần Thị Hà",
      "3 submitted Trần Thị Hà",
      "4 approved Trần Thị Hà",
      "5 locked Trần Thị Hà",
      "6 sealed Trần Thị Hà",
    ]);
    const first = "Gieo trồng được 95 ha lúa. Nuôi 300 con lợn.";
    const last = `${first} Trồng 12 ha ngô.`;
    expect(await Promise.all(versions.map(textOf))).toEqual([first, first, last, last, last, last]);
    expect(new Set(versions.slice(2).map((v) => v.head)).size).toBe(1);
  });

  it("[VER3] [VER6] a version that is written late holds what was there when it was noted", async () => {
    const { economy } = commune;
    const { section } = await newReport();
    const { deps } = server.application;
    const noted = await deps.reports.transact(async (tx) => {
      const row = must(await tx.section(section.id as SectionId), "section");
      return noteVersion(deps, tx, row, { kind: "named", name: "Bản đầu", by: "an" as UserId });
    });
    // More than a snapshot's worth, so that the stored state is far beyond the version.
    await type(economy, section, ...Array.from({ length: 230 }, (_, i) => ` ${i}`));
    const { textJson, hash } = await textOfVersion(deps, noted);
    const blocks = blocksOf(textJson);
    expect(blocks.map(plainText)).toEqual(["Gieo trồng được 95 ha lúa."]);
    expect(hash).toBe(deps.sealer.hash(deps.sealer.canonical(blocks)));
    expect((await deps.versions.content(noted.id))?.hash).toBe(hash);
  });

  it("[VER2] a text that rests is kept once; one that a person edits often is kept while they write", async () => {
    const { economy } = commune;
    const { section } = await newReport();
    await type(economy, section, " Thu 40 tấn.");
    const counted = async () => (await versionsOf(economy, section)).length;
    await keepAfter(autoVersionAfterIdleMs - 60_000);
    expect(await counted()).toBe(0);
    await keepAfter(autoVersionAfterIdleMs + 1_000);
    await keepAfter(autoVersionAfterIdleMs + 2_000);
    const [idle] = await versionsOf(economy, section);
    expect([await counted(), idle?.kind, idle?.byName]).toEqual([1, "auto", "Phạm Minh Khôi"]);
    await type(economy, section, ...Array.from({ length: autoVersionAfterEdits - 1 }, () => "a"));
    await keepAfter(0);
    expect(await counted()).toBe(1);
    await type(economy, section, "a");
    await keepAfter(0);
    expect(await counted()).toBe(2);
  });

  it("[VER4] [VER7] who writes names a version, and who reads sees it; others learn nothing", async () => {
    const { coordinator, economy, culture } = commune;
    const { section } = await newReport();
    const params = { id: section.id };
    const named = await economy.call<VersionView>("nameVersion", {
      params,
      body: { name: " Bản gửi huyện " },
    });
    expect(named).toMatchObject({
      number: 1,
      kind: "named",
      name: "Bản gửi huyện",
      byName: "Phạm Minh Khôi",
    });
    expect(await versionsOf(coordinator, section)).toEqual([named]);
    const body = { name: "x" };
    expect((await culture.send("nameVersion", { params, body })).status).toBe(404);
    expect((await culture.send("versions", { params })).status).toBe(404);
    await coordinator.call("submitSection", { params });
    // Handed in: its people cannot write any more, and so they do not name; the coordinator still does.
    expect((await economy.send("nameVersion", { params, body })).status).toBe(423);
    expect((await coordinator.send("nameVersion", { params, body })).status).toBe(200);
    expect((await economy.send("nameVersion", { params, body: { name: "  " } })).status).toBe(400);
  });

  it("[VER4] nobody fills the disk with versions", async () => {
    const { economy, coordinator } = commune;
    const { section } = await newReport();
    const named = { params: { id: section.id }, body: { name: "Bản sao" } };
    const answers = await Promise.all(
      Array.from({ length: versionsPerDay + 50 }, () => economy.send("nameVersion", named)),
    );
    // However many ask at once.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(versionsPerDay);
    expect((await economy.send("nameVersion", named)).status).toBe(429);
    expect((await coordinator.send("nameVersion", named)).status).toBe(200);
  });

  it("[VER9] [VER10] restores a text that is larger than any message of a page may be", async () => {
    const { economy, coordinator } = commune;
    const { section } = await newReport();
    const client = new AckClient(economy, section.id);
    await client.synced;
    const large = "Một đoạn rất dài. ".repeat(25_000);
    for (let i = 0; i < 3; i += 1) await client.saved(() => client.firstText.insert(0, large));
    const params = { id: section.id };
    const { id } = await economy.call<VersionView>("nameVersion", { params, body: { name: "Đủ" } });
    await client.saved(() => client.doc.getXmlFragment("content").delete(0, 1));
    await coordinator.call("restoreVersion", { params, body: { versionId: id } });
    await client.heard((doc) => plainOf(doc).startsWith(large));
    client.leave();
  });

  it("[VER9] [VER10] restores while two people type: the older text is back, and nothing that they typed is lost", async () => {
    const { coordinator, economy } = commune;
    const { section } = await newReport();
    const params = { id: section.id };
    await economy.call("nameVersion", { params, body: { name: "Bản đầu" } });
    const [first] = await versionsOf(economy, section);
    const [a, b] = [connect(economy, section), connect(coordinator, section)];
    await Promise.all([a.synced, b.synced]);
    firstText(a.doc).delete(16, 2);
    firstText(a.doc).insert(0, "Sai hết. ");
    await expect.poll(() => plainOf(b.doc), { timeout: 15_000 }).toContain("Sai hết.");
    // One writes on without a line, and hands it in when the text is another.
    a.provider.disconnect();
    const late = new Y.XmlElement("paragraph");
    late.insert(0, [new Y.XmlText("Viết trong lúc khôi phục.")]);
    a.doc.getXmlFragment("content").push([late]);
    await coordinator.call("restoreVersion", {
      params,
      body: { versionId: must(first, "version").id },
    });
    await expect.poll(() => plainOf(b.doc), { timeout: 15_000 }).toBe("Gieo trồng được 95 ha lúa.");
    a.provider.connect();
    const wanted = "Gieo trồng được 95 ha lúa.\nViết trong lúc khôi phục.";
    for (const { doc } of [a, b]) await expect.poll(() => plainOf(doc), { timeout: 15_000 }).toBe(wanted);
    // The lines stood all the while, and what they write goes on being taken.
    firstText(b.doc).insert(0, "Xã ");
    await expect.poll(() => plainOf(a.doc), { timeout: 15_000 }).toBe(`Xã ${wanted}`);
    const kept = (await versionsOf(economy, section)).find((v) => v.kind === "before-restore");
    expect(await textOf(must(kept, "version before the restore"))).toContain("Sai hết. Gieo trồng");
    const { deps } = server.application;
    const [record] = await deps.reports.audit({ sectionId: section.id as SectionId }, 1);
    expect(record).toMatchObject({ action: "section.restore", byName: "Trần Thị Hà", after: { version: 1 } });
    const stored = must(await deps.documents.load(section.id as SectionId), "document");
    expect([...stored.claims.values()]).toContain("system");
    for (const { provider } of [a, b]) provider.destroy();
  });

  it("[VER9] several who restore one version at once get its text once", async () => {
    const { coordinator, economy } = commune;
    const { section } = await newReport();
    const params = { id: section.id };
    const version = await economy.call<VersionView>("nameVersion", { params, body: { name: "Bản đầu" } });
    const client = new AckClient(economy, section.id);
    await client.synced;
    await client.saved(() => {
      client.firstText.delete(0, client.firstText.length);
      client.firstText.insert(0, "Câu khác hẳn.");
    });
    const restore = (person: TestPerson) =>
      person.call("restoreVersion", { params, body: { versionId: version.id } });
    await Promise.all([coordinator, economy, coordinator, economy].map(restore));
    await client.saved(() => client.firstText.insert(0, "Xã "));
    expect(plainOf(client.doc)).toBe("Xã Gieo trồng được 95 ha lúa.");
    client.leave();
  });

  it("[VER10] whoever may not write does not restore, and a lock stands", async () => {
    const { coordinator, economy, culture } = commune;
    const { reportId, section } = await newReport();
    const params = { id: section.id };
    const version = await economy.call<VersionView>("nameVersion", { params, body: { name: "Bản đầu" } });
    await type(economy, section, " Thêm.");
    const body = { versionId: version.id };
    expect((await culture.send("restoreVersion", { params, body })).status).toBe(404);
    const other = await newReport();
    expect((await economy.send("restoreVersion", { params: { id: other.section.id }, body })).status).toBe(
      404,
    );
    await coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id], reason: "" },
    });
    expect((await coordinator.send("restoreVersion", { params, body })).status).toBe(423);
    const stored = must(await server.application.deps.documents.load(section.id as SectionId), "document");
    expect(stored.head).toBe(2);
  });

  it("[VER8] the difference of two versions names who put in and who took out, by the log", async () => {
    const { coordinator, economy } = commune;
    const { section } = await newReport();
    const params = { id: section.id };
    const name = (text: string) =>
      coordinator.call<VersionView>("nameVersion", { params, body: { name: text } });
    const one = await name("một");
    const [a, b] = [connect(economy, section), connect(coordinator, section)];
    await Promise.all([a.synced, b.synced]);
    firstText(a.doc).delete(16, 2);
    await expect.poll(() => plainOf(b.doc), { timeout: 15_000 }).toBe("Gieo trồng được  ha lúa.");
    firstText(b.doc).insert(16, "97");
    await expect.poll(() => plainOf(a.doc), { timeout: 15_000 }).toBe("Gieo trồng được 97 ha lúa.");
    for (const { provider } of [a, b]) provider.destroy();
    const two = await name("hai");
    const compare = (from: object, to: object, by = economy) =>
      by.call<Difference>("difference", { params, body: { from, to } });
    const ref = ({ id }: VersionView) => ({ kind: "version", id });
    const difference = await compare(ref(one), ref(two));
    const names = new Map(difference.people.map((p) => [p.id, p.name]));
    const [block] = difference.blocks;
    const changes = block?.kind === "paragraph" ? block.pieces.filter((p) => p.change !== "same") : [];
    expect(changes.map((p) => `${p.change} ${p.text} ${names.get(p.by ?? "")}`)).toEqual([
      "deleted 95 Phạm Minh Khôi",
      "inserted 97 Trần Thị Hà",
    ]);
    expect([difference.from.version, difference.to.version]).toEqual([one, two]);
    expect((await compare(ref(two), ref(one))).blocks).toEqual(difference.blocks);
    expect((await compare(ref(one), { kind: "now" })).blocks).toEqual(difference.blocks);
    const { culture } = commune;
    const hidden = await culture.send("difference", {
      params,
      body: { from: ref(one), to: { kind: "now" } },
    });
    expect(hidden.status).toBe(404);
    const missing = await economy.send("difference", {
      params,
      body: { from: { kind: "last-approved" }, to: { kind: "now" } },
    });
    expect(missing.status).toBe(404);
  });

  it("[VER16] a rejected suggestion is no change, an accepted one is its suggester's", async () => {
    const { coordinator, economy } = commune;
    const { section } = await newReport();
    const params = { id: section.id };
    const { user } = await economy.call<SessionView>("session");
    const line = new AckClient(economy, section.id, "suggest");
    await line.synced;
    const suggest = () =>
      line.saved(() => {
        const id = crypto.randomUUID();
        line.firstText.format(16, 2, letterRecord("del", user.id, id));
        line.firstText.insert(18, "97", letterRecord("ins", user.id, id));
      });
    const decide = async (verdict: "accept" | "reject") => {
      const seen = listChanges(contentOf(line.doc)).map(({ ids, seen: hash }) => ({ ids, seen: hash }));
      const decided = line.heard((doc) => listChanges(contentOf(doc)).length === 0);
      await coordinator.call("decideSuggestions", { params, body: { verdict, changes: seen } });
      await decided;
    };
    const sinceLastVisit = async () => {
      const { blocks, people, pendingCount } = await coordinator.call<Difference>("difference", {
        params,
        body: { from: { kind: "last-visit" }, to: { kind: "now" } },
      });
      const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name;
      const pieces = blocks.flatMap((block) => (block.kind === "paragraph" ? block.pieces : []));
      const told = pieces
        .filter(({ change }) => change !== "same")
        .map((p) => `${p.change} ${p.text}: ${nameOf(p.by)}, ${nameOf(p.acceptedBy)}`);
      return { told, pendingCount };
    };
    await suggest();
    await coordinator.call("markOpened", { params });
    expect(await sinceLastVisit()).toEqual({ told: [], pendingCount: 1 });
    await decide("reject");
    expect(await sinceLastVisit()).toEqual({ told: [], pendingCount: 0 });
    await suggest();
    await decide("accept");
    expect(await sinceLastVisit()).toEqual({
      told: ["deleted 95: Phạm Minh Khôi, Trần Thị Hà", "inserted 97: Phạm Minh Khôi, Trần Thị Hà"],
      pendingCount: 0,
    });
    line.leave();
  });

  it("[VER16] restoring a version with an open suggestion gives the text that stood", async () => {
    const { coordinator, economy } = commune;
    const { section } = await newReport();
    const params = { id: section.id };
    const { user } = await economy.call<SessionView>("session");
    const line = new AckClient(economy, section.id, "suggest");
    await line.synced;
    await line.saved(() => line.firstText.format(16, 2, letterRecord("del", user.id, crypto.randomUUID())));
    line.leave();
    const { id } = await coordinator.call<VersionView>("nameVersion", { params, body: { name: "Bản đầu" } });
    const writer = new AckClient(coordinator, section.id);
    await writer.synced;
    await writer.saved(() => writer.doc.getXmlFragment("content").delete(0, 1));
    await coordinator.call("restoreVersion", { params, body: { versionId: id } });
    await writer.heard((doc) => plainOf(doc) === "Gieo trồng được 95 ha lúa.");
    writer.leave();
  });

  it("[VER8] [LINE10] who took out what was moved before is told also when its ids are of no use to the room", async () => {
    const { coordinator, economy } = commune;
    const { reportId, section } = await newReport();
    const params = { id: section.id };
    const version = await economy.call<VersionView>("nameVersion", { params, body: { name: "Bản đầu" } });
    const [a, b] = [new AckClient(coordinator, section.id), new AckClient(economy, section.id)];
    await Promise.all([a.synced, b.synced]);
    const { deps } = server.application;
    const carried = async () =>
      must(await deps.documents.load(section.id as SectionId), "document").carried.flatMap(unpackRanges);
    const snapshot = () =>
      deps.fanout.publish({
        kind: "damaged",
        reportId: reportId as ReportId,
        sectionId: section.id as SectionId,
      });
    const { maxGoneCarried } = limits;
    Object.assign(limits, { maxGoneCarried: 0 });
    try {
      await a.saved(() => {
        const text = a.firstText.toString();
        a.firstText.delete(0, text.length);
        const paragraph = new Y.XmlElement("paragraph");
        paragraph.insert(0, [new Y.XmlText(text)]);
        contentOf(a.doc).insert(0, [paragraph]);
      });
      snapshot();
      await expect.poll(() => plainOf(b.doc)).toMatch(/^Gieo/);
      await b.saved(() => b.firstText.delete(0, b.firstText.length));
      snapshot();
      await expect.poll(carried).toEqual([]);
    } finally {
      Object.assign(limits, { maxGoneCarried });
      a.leave();
      b.leave();
    }
    const { blocks, people } = await economy.call<Difference>("difference", {
      params,
      body: { from: { kind: "version", id: version.id }, to: { kind: "now" } },
    });
    const pieces = blocks.flatMap((block) => (block.kind === "paragraph" ? block.pieces : []));
    const deleted = pieces.filter(({ change }) => change === "deleted");
    expect(deleted.map(({ text }) => text).join("")).toBe("Gieo trồng được 95 ha lúa.");
    const [name] = new Set(deleted.map(({ by }) => people.find((p) => p.id === by)?.name));
    expect(name).toBe("Phạm Minh Khôi");
  });
});

/** An unmodified y-websocket client, with a person's cookie on the upgrade. */
function connect(person: TestPerson, section: SectionView) {
  class Cookied extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: person.cookie, origin: person.url } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${person.url.replace("http", "ws")}/sync`, section.id, doc, {
    WebSocketPolyfill: Cookied as never,
    disableBc: true,
  });
  const synced = new Promise<void>((resolve) => provider.on("sync", () => resolve()));
  return { doc, provider, synced };
}
const firstText = (doc: Y.Doc): Y.XmlText =>
  (doc.getXmlFragment("content").get(0) as Y.XmlElement).get(0) as Y.XmlText;
const plainOf = (doc: Y.Doc): string => readBlocks(contentOf(doc)).map(plainText).join("\n");
