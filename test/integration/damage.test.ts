import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";
import { WebSocket } from "ws";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { DamageNotice, ReportView, SectionView, SystemHealth } from "@dongsoan/shared/http-api";
import { decodeServerFrame } from "@dongsoan/shared/protocol";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import type { TestPerson } from "../kit/person.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

function open(person: TestPerson, url: string, sectionId: string) {
  class Cookied extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie: person.cookie, origin: url } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace("http", "ws")}/sync`, sectionId, doc, {
    WebSocketPolyfill: Cookied as never,
    disableBc: true,
  });
  const closed = new Promise<number>((resolve) =>
    provider.once("connection-close", (event) => resolve((event as { code: number } | null)?.code ?? 0)),
  );
  return {
    doc,
    provider,
    closed,
    synced: new Promise<void>((resolve) => provider.once("sync", () => resolve())),
    text: () => doc.getXmlFragment("content").toString(),
  };
}
type Client = ReturnType<typeof open>;
function write(client: Client, text: string): void {
  client.doc.transact(() => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.setAttribute("style", "body");
    paragraph.insert(0, [new Y.XmlText(text)]);
    client.doc.getXmlFragment("content").push([paragraph]);
  });
}
/** Writes one after the other; each is on disk when another person has it. */
async function writeDurably(writer: Client, witness: Client, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const arrived = new Promise<void>((resolve) => {
      const look = () => {
        if (!witness.text().includes(text)) return;
        witness.doc.off("update", look);
        resolve();
      };
      witness.doc.on("update", look);
    });
    write(writer, text);
    await arrived;
  }
}

describe.each(engines)("damaged text on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  let env: Record<string, string>;
  let reportId = "";
  let bad: SectionView;
  let good: SectionView;
  const sectionOf = async (id: string): Promise<SectionView> => {
    const report = await commune.coordinator.call<ReportView>("report", { params: { id: reportId } });
    return must(
      report.sections.find((s) => s.id === id),
      "section",
    );
  };
  const actions = async () =>
    (await server.application.deps.reports.audit({ sectionId: bad.id as never }, 10)).map((r) => r.action);
  /** One bit of one stored update. */
  const flip = async (sectionId: string, seq: number) => {
    const { kysely } = server.application.storage;
    const row = await kysely
      .selectFrom("section_update")
      .select("payload")
      .where("section_id", "=", sectionId)
      .where("seq", "=", seq)
      .executeTakeFirstOrThrow();
    const payload = Uint8Array.from(row.payload);
    payload[payload.length >> 1] = (payload[payload.length >> 1] ?? 0) ^ 1;
    await kysely
      .updateTable("section_update")
      .set({ payload })
      .where("section_id", "=", sectionId)
      .where("seq", "=", seq)
      .execute();
  };
  const restart = async () => {
    await server.close();
    server = await LocalServer.start({ ...env, PORT: new URL(server.url).port }, server.dataDir);
  };
  const join = (person: TestPerson, id: string) => open(person, server.url, id);

  beforeAll(async () => {
    env = { DATABASE_URL: await throwawayDatabase(engine) };
    server = await LocalServer.start(env);
    commune = await setUpCommune(server);
    const { coordinator } = commune;
    ({ id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Kết quả quý II" },
        sections: ["KINH TẾ", "VĂN HÓA"].map((title) => ({ title, blocks: [], children: [] })),
        dueAt: null,
        original: null,
      },
    }));
    const report = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    [bad, good] = report.sections as [SectionView, SectionView];
    const [writer, witness] = [join(coordinator, bad.id), join(coordinator, bad.id)];
    await Promise.all([writer.synced, witness.synced]);
    await writeDurably(writer, witness, ["một", "hai", "ba", "bốn"]);
    writer.provider.destroy();
    witness.provider.destroy();
  });
  afterAll(() => server.stop());

  it("[DAMAGE2] opens that section read-only at its last good state, and tells the coordinator at once", async () => {
    await flip(bad.id, 4);
    await restart();
    const { coordinator, culture, admin } = commune;
    const page = new WebSocket(`${server.url.replace("http", "ws")}/sync`, {
      headers: { cookie: coordinator.cookie, origin: server.url },
    });
    const told = new Promise<void>((resolve) =>
      page.on("message", (data: Buffer) => {
        const frame = decodeServerFrame(data);
        if (frame.kind === "control" && JSON.stringify(frame).includes("mine-changed")) resolve();
      }),
    );
    await new Promise((resolve) => page.once("open", resolve));
    const reader = join(coordinator, bad.id);
    await reader.synced;
    expect(reader.text()).toContain("hai");
    expect(reader.text()).not.toContain("ba<");
    await told;
    page.close();
    const [notice, ...others] = await coordinator.call<DamageNotice[]>("notices");
    expect(notice).toMatchObject({
      sectionId: bad.id,
      title: "KINH TẾ",
      label: "I.",
      reportSubject: "Kết quả quý II",
      unreadableUpdates: 2,
      canRepair: true,
    });
    expect(others).toEqual([]);
    expect(await culture.call("notices")).toEqual([]);
    const { damagedSections } = await admin.call<SystemHealth>("systemHealth");
    expect(damagedSections).toMatchObject([{ sectionId: bad.id, label: "I.", title: "", canRepair: false }]);
    expect(await actions()).toEqual(["section.damaged"]);
    expect(await sectionOf(bad.id)).toMatchObject({ isDamaged: true, may: { write: false } });
    write(reader, "không được nhận");
    expect(await reader.closed).toBe(4424);
    reader.provider.destroy();
  });

  it("[WORD6] no Word file lacks its text without a word", async () => {
    const { coordinator } = commune;
    for (const route of ["exportWord", "exportWordOriginal", "exportWordTracked"] as const) {
      const refused = await coordinator.send(route, { params: { id: reportId } });
      expect(await refused.json()).toMatchObject({
        status: 423,
        code: "section-damaged",
        section: { id: bad.id, label: "I." },
      });
    }
  });

  it("[DAMAGE2] serves every other section", async () => {
    const [writer, witness] = [join(commune.coordinator, good.id), join(commune.coordinator, good.id)];
    await Promise.all([writer.synced, witness.synced]);
    await writeDurably(writer, witness, ["vẫn viết được"]);
    writer.provider.destroy();
    witness.provider.destroy();
  });

  it("[DAMAGE3] is ended by the coordinator alone, once, under a new lineage, with a record and nothing thrown away", async () => {
    const { coordinator, admin, culture } = commune;
    for (const other of [admin, culture])
      expect((await other.send("repairSection", { params: { id: bad.id } })).status).toBe(404);
    const reader = join(coordinator, bad.id);
    await reader.synced;
    const repaired = await coordinator.call<ReportView>("repairSection", { params: { id: bad.id } });
    expect(await reader.closed).toBe(4409);
    reader.provider.destroy();
    expect(repaired.sections[0]).toMatchObject({ isDamaged: false, lineage: 2, may: { write: true } });
    expect(await coordinator.call("notices")).toEqual([]);
    expect((await admin.call<SystemHealth>("systemHealth")).damagedSections).toEqual([]);
    expect((await actions())[0]).toBe("section.repair");
    const [record] = await server.application.deps.reports.audit({ sectionId: bad.id as never }, 1);
    expect(record).toMatchObject({
      byName: "Trần Thị Hà",
      before: { head: 5, damagedAt: 4, lineage: 1 },
      after: { head: 3, lineage: 2 },
    });
    const aside = await server.application.storage.kysely
      .selectFrom("section_update_aside")
      .select(["seq", "lineage"])
      .orderBy("seq")
      .execute();
    expect(aside).toEqual([
      { seq: 4, lineage: 1 },
      { seq: 5, lineage: 1 },
    ]);
    expect((await coordinator.send("repairSection", { params: { id: bad.id } })).status).toBe(409);
  });

  it("[DAMAGE3] goes on from the last good state, and keeps what is written then", async () => {
    const { coordinator } = commune;
    const [writer, witness] = [join(coordinator, bad.id), join(coordinator, bad.id)];
    await Promise.all([writer.synced, witness.synced]);
    await writeDurably(writer, witness, ["ba, viết lại"]);
    writer.provider.destroy();
    witness.provider.destroy();
    await restart();
    const reader = join(coordinator, bad.id);
    await reader.synced;
    expect(reader.text()).toContain("hai");
    expect(reader.text()).toContain("ba, viết lại");
    expect(await sectionOf(bad.id)).toMatchObject({ isDamaged: false });
    reader.provider.destroy();
  });

  it("[DAMAGE1] a room that holds the text whole writes it down again, and nothing is lost", async () => {
    const { coordinator } = commune;
    const [writer, witness] = [join(coordinator, bad.id), join(coordinator, bad.id)];
    await Promise.all([writer.synced, witness.synced]);
    await writeDurably(writer, witness, ["bốn, trong phòng mở"]);
    const { head } = must(await server.application.deps.documents.load(bad.id as never), "text");
    await flip(bad.id, head - 1);
    const written = new Promise<void>((resolve) => {
      const stop = server.application.deps.fanout.subscribe((hint) => {
        if (hint.kind !== "report") return;
        void server.application.deps.reports.damagedSections().then((all) => {
          if (all.length > 0) return;
          stop();
          resolve();
        });
      });
    });
    await server.application.deps.documents.load(bad.id as never);
    await written;
    expect(await coordinator.call("notices")).toEqual([]);
    writer.provider.destroy();
    witness.provider.destroy();
    await restart();
    const reader = join(coordinator, bad.id);
    await reader.synced;
    expect(reader.text()).toContain("bốn, trong phòng mở");
    expect(await sectionOf(bad.id)).toMatchObject({ isDamaged: false, may: { write: true } });
    reader.provider.destroy();
  });

  it("[DAMAGE3] begins with an empty text when not even the first update can be read", async () => {
    await flip(good.id, 1);
    await restart();
    const { coordinator } = commune;
    const reader = join(coordinator, good.id);
    await reader.synced;
    expect(reader.text()).toBe("");
    reader.provider.destroy();
    const { version } = await sectionOf(good.id);
    const removed = await coordinator.send("removeSection", { params: { id: good.id }, body: { version } });
    expect(removed.status).toBe(409);
    await coordinator.call("repairSection", { params: { id: good.id } });
    const text = await server.application.deps.documents.load(good.id as never);
    expect(text?.updates.map(({ at }) => Date.now() - at < 60_000)).toEqual([true]);
    const [writer, witness] = [join(coordinator, good.id), join(coordinator, good.id)];
    await Promise.all([writer.synced, witness.synced]);
    expect(writer.text()).toContain("<paragraph");
    await writeDurably(writer, witness, ["viết lại từ đầu"]);
    writer.provider.destroy();
    witness.provider.destroy();
  });
});
