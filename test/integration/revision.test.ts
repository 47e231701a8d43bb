import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";
import { WebSocket } from "ws";
import { contentOf, readBlocks, seedBlocks } from "@dongsoan/shared/crdt";
import { type Block, emptyHeader, must, type ParagraphBlock, type Run } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";

const run = (text: string, marks: Partial<Record<"bold" | "italic" | "underline", true>> = {}): Run => ({
  kind: "text",
  text,
  bold: false,
  italic: false,
  underline: false,
  ...marks,
});
const paragraph = (runs: readonly Run[], look: Partial<ParagraphBlock> = {}): ParagraphBlock => ({
  kind: "paragraph",
  style: "body",
  level: 1,
  align: "justify",
  runs,
  ...look,
});
const cell = (text: string, look: { isHeader?: boolean; colspan?: number; colwidth?: number[] } = {}) => ({
  isHeader: false,
  colspan: 1,
  rowspan: 1,
  colwidth: null,
  ...look,
  blocks: [paragraph([run(text)], { align: "center" })],
});
const written: readonly Block[] = [
  paragraph([run("Thu ngân sách "), run("6.845 triệu đồng", { bold: true }), run(", đạt 54%.")]),
  paragraph([run("Nghiêng", { italic: true }), { kind: "break" }, run("gạch chân", { underline: true })], {
    style: "dash",
    level: 2,
    align: "left",
  }),
  {
    kind: "table",
    rows: [
      { cells: [cell("Chỉ tiêu", { isHeader: true, colspan: 2, colwidth: [120, 240] })] },
      { cells: [cell("Lúa"), cell("1.236 ha")] },
    ],
  },
  paragraph([run("Ký duyệt")], { align: "right" }),
];

function open(person: TestPerson, sectionId: string) {
  class Cookied extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: person.cookie, origin: person.url } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${person.url.replace("http", "ws")}/sync`, sectionId, doc, {
    WebSocketPolyfill: Cookied as never,
    disableBc: true,
  });
  return { doc, provider, synced: new Promise<void>((resolve) => provider.once("sync", () => resolve())) };
}
/** Joined afresh, so what is read has been committed. */
async function blocksOf(person: TestPerson, sectionId: string): Promise<readonly Block[]> {
  const reader = open(person, sectionId);
  await reader.synced;
  const blocks = readBlocks(contentOf(reader.doc));
  reader.provider.destroy();
  return blocks;
}

describe("a revision of a sealed report", () => {
  let server: RunningServer;
  let commune: Commune;
  let sealedId = "";
  let revisionId = "";
  const view = (id: string) => commune.coordinator.call<ReportView>("report", { params: { id } });

  beforeAll(async () => {
    server = await RunningServer.start();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    const created = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: {
          ...emptyHeader,
          agency: "UBND XÃ SUỐI NGÀN",
          symbol: "BC-UBND",
          number: "137",
          place: "Suối Ngàn",
          subject: "Kết quả quý II",
          addressees: ["UBND tỉnh"],
          recipients: ["Như trên"],
          signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
        },
        sections: [{ title: "KINH TẾ", blocks: [], children: [] }],
        dueAt: null,
        original: null,
      },
    });
    sealedId = created.id;
    const section = (await view(sealedId)).sections[0] as SectionView;
    await coordinator.call("assignSection", {
      params: { id: section.id },
      body: {
        version: section.version,
        assignment: {
          unitId: units.economy.id,
          ownerId: null,
          dueAt: 1_800_000_000_000,
          contributingUnitIds: [],
          readScope: "unit",
        },
      },
    });
    const writer = open(commune.economy, section.id);
    await writer.synced;
    const witness = open(coordinator, section.id);
    await witness.synced;
    // What another person sees has been committed.
    const arrived = new Promise<void>((resolve) => witness.doc.once("update", () => resolve()));
    Y.applyUpdate(writer.doc, seedBlocks(written, 987_654));
    await arrived;
    writer.provider.destroy();
    witness.provider.destroy();
    await coordinator.call("submitSection", { params: { id: section.id } });
    await coordinator.call("approveSection", { params: { id: section.id } });
    await coordinator.call("finalise", { params: { id: sealedId }, body: { confirmation: "BC-UBND" } });
  });
  afterAll(() => server.stop());

  it("[SEAL8] is made once, also when two ask at the same moment", async () => {
    const { coordinator } = commune;
    const asked = await Promise.all(
      [1, 2].map(() => coordinator.send("revise", { params: { id: sealedId } })),
    );
    expect(asked.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 409]);
    const made = must(
      asked.find((a) => a.ok),
      "the one that was made",
    );
    ({ id: revisionId } = (await made.json()) as { id: string });
  });

  it("[SEAL8] holds all that was sealed: marks, tables, list levels, alignment, and whose it is", async () => {
    const { coordinator, units } = commune;
    const [sealed, revision] = await Promise.all([view(sealedId), view(revisionId)]);
    const [from, to] = [sealed.sections[0] as SectionView, revision.sections[0] as SectionView];
    const before = await blocksOf(coordinator, from.id);
    expect(before).toEqual(expect.arrayContaining([...written]));
    expect(await blocksOf(coordinator, to.id)).toEqual(before);
    expect(to).toMatchObject({
      title: "KINH TẾ",
      state: { kind: "assigned" },
      lock: null,
      assignment: { unitId: units.economy.id, readScope: "unit", dueAt: null },
    });
    expect(revision).toMatchObject({ replacesId: sealedId, state: { kind: "collecting" } });
    expect(revision.header).toEqual({ ...sealed.header, number: "" });
    expect(sealed.replacedById).toBe(revisionId);
  });
});
