import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { WebsocketProvider } from "y-websocket";
import { WebSocket } from "ws";
import type { DraftNode, OutlineDraft, SealManifest } from "@dongsoan/shared/domain";
import type { DraftSection, FinaliseCheck, ReportView, SectionView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";
import { verifyPackage } from "../../server/src/adapters/seal/verify-package.ts";

const source = `UBND TỈNH AN BÌNH
UBND XÃ SUỐI NGÀN

Số: /BC-UBND

Suối Ngàn, ngày tháng 7 năm 2026

BÁO CÁO
Kết quả công tác quý II năm 2026

Kính gửi: Sở Nội vụ tỉnh An Bình.

Thực hiện kế hoạch năm 2026, UBND xã báo cáo như sau:

I. KẾT QUẢ

1. Kinh tế

- Gieo trồng được 120 ha lúa và

rau màu các loại.

2. An ninh

- Không có vụ việc phức tạp.

III. NHIỆM VỤ

1. Tiếp tục sản xuất vụ mùa theo đúng lịch thời vụ đã ban hành.

2. Bảo đảm an ninh trật tự trên địa bàn toàn xã trong mọi tình huống.

Trên đây là báo cáo quý II./.

Nơi nhận:

- Như trên;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Hà Công Trực`;

const toSections = (nodes: readonly DraftNode[]): DraftSection[] =>
  nodes.map((n) => ({ title: n.title, blocks: [...n.blocks], children: toSections(n.children) }));

/** An unmodified y-websocket client, with a person's cookie on the upgrade. */
function connect(person: TestPerson, sectionId: string) {
  class Cookied extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: person.cookie, origin: person.url } });
    }
  }
  const doc = new Y.Doc();
  const closed: number[] = [];
  const provider = new WebsocketProvider(person.url.replace("http", "ws") + "/sync", sectionId, doc, {
    WebSocketPolyfill: Cookied as never,
    disableBc: true,
  });
  provider.on("connection-close", (event) => closed.push((event as { code: number } | null)?.code ?? 0));
  const synced = new Promise<void>((resolve) => provider.on("sync", () => resolve()));
  return { doc, provider, closed, synced, content: doc.getXmlFragment("content") };
}
const until = async (condition: () => boolean) => {
  for (let i = 0; i < 200 && !condition(); i += 1) await new Promise((r) => setTimeout(r, 25));
  expect(condition()).toBe(true);
};
const write = (client: ReturnType<typeof connect>, text: string) =>
  client.doc.transact(() => {
    const paragraph = new Y.XmlElement("paragraph");
    paragraph.setAttribute("style", "body");
    paragraph.insert(0, [new Y.XmlText(text)]);
    client.content.push([paragraph]);
  });

describe("a report from import to seal", () => {
  let server: RunningServer;
  let commune: Commune;
  let reportId = "";
  let sections: SectionView[] = [];
  const view = (person: TestPerson) => person.call<ReportView>("report", { params: { id: reportId } });

  beforeAll(async () => {
    server = await RunningServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("reads a text into an outline and creates the report with its original", async () => {
    const { coordinator } = commune;
    const { draft, encoding } = await coordinator.call<{ draft: OutlineDraft; encoding: string }>(
      "previewImport",
      { raw: new TextEncoder().encode(source) },
    );
    expect(encoding).toBe("utf-8");
    expect(draft.nodes.map((n) => n.typedLabel)).toEqual(["I.", "III."]);
    expect(draft.issues.map((i) => i.code)).toContain("number-gap");
    const created = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: draft.header,
        sections: toSections(draft.nodes),
        dueAt: null,
        original: { fileName: "quy-2.txt", contentBase64: Buffer.from(source).toString("base64") },
      },
    });
    reportId = created.id;
    const report = await view(coordinator);
    sections = report.sections;
    expect(sections.map((s) => s.label)).toEqual(["I.", "1.", "2.", "II."]);
    expect(report.hasOriginal).toBe(true);
    expect(report.header.addressees).toEqual(["Sở Nội vụ tỉnh An Bình"]);
  });

  it("assigns, and hides a restricted section from the others", async () => {
    const { coordinator, police, economy, units } = commune;
    const [, kinhTe, anNinh] = sections as [SectionView, SectionView, SectionView];
    const assign = (s: SectionView, unitId: string, readScope: string) =>
      coordinator.call("assignSection", {
        params: { id: s.id },
        body: {
          version: s.version,
          assignment: { unitId, ownerId: null, dueAt: null, contributingUnitIds: [], readScope },
        },
      });
    await assign(kinhTe, units.economy.id, "inherit");
    await assign(anNinh, units.police.id, "unit");
    const seen = await view(economy);
    const hidden = seen.sections.find((s) => s.id === anNinh.id);
    expect(hidden).toMatchObject({ isHidden: true, title: "", may: { write: false } });
    const stranger = connect(economy, anNinh.id);
    await until(() => stranger.closed.length > 0);
    expect(stranger.closed[0]).toBe(4404);
    expect(stranger.content.length).toBe(0);
    stranger.provider.destroy();
    expect((await view(police)).sections.find((s) => s.id === anNinh.id)?.may.write).toBe(true);
  });

  it("[FENCE1] [WF9] lets two write at once, and a lock ends it exactly and leaves the state as it was", async () => {
    const { coordinator, economy } = commune;
    const kinhTe = (sections as [SectionView, SectionView])[1];
    const a = connect(economy, kinhTe.id);
    const b = connect(coordinator, kinhTe.id);
    await Promise.all([a.synced, b.synced]);
    expect(a.content.toString()).toContain("Gieo trồng được 120 ha lúa và rau màu");
    write(a, "Thu ngân sách đạt 54%.");
    write(b, "Đề nghị bổ sung số liệu.");
    await until(
      () => a.content.toString().includes("Đề nghị") && b.content.toString().includes("Thu ngân sách"),
    );
    const stateOf = async () => (await view(coordinator)).sections.find((s) => s.id === kinhTe.id)?.state;
    const before = await stateOf();
    await coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [kinhTe.id], reason: "chốt số liệu" },
    });
    write(a, "muộn rồi");
    await until(() => a.closed.includes(4423));
    b.provider.destroy();
    const fresh = connect(coordinator, kinhTe.id);
    await fresh.synced;
    expect(fresh.content.toString()).not.toContain("muộn rồi");
    a.provider.destroy();
    fresh.provider.destroy();
    await coordinator.call("unlockSections", { params: { id: reportId }, body: { sectionIds: [kinhTe.id] } });
    expect(await stateOf()).toEqual(before);
  });

  it("keeps every acknowledged text through kill -9", async () => {
    const { economy } = commune;
    const kinhTe = (sections as [SectionView, SectionView])[1];
    const a = connect(economy, kinhTe.id);
    await a.synced;
    const b = connect(economy, kinhTe.id);
    await b.synced;
    write(a, "Còn nguyên sau khi mất điện.");
    // What another peer shows has been committed: nothing leaves before its commit.
    await until(() => b.content.toString().includes("mất điện"));
    await server.kill();
    a.provider.destroy();
    b.provider.destroy();
    await server.launch();
    const fresh = connect(economy, kinhTe.id);
    await fresh.synced;
    expect(fresh.content.toString()).toContain("Còn nguyên sau khi mất điện.");
    fresh.provider.destroy();
  });

  it("[SEAL2] [SEAL5] seals what is approved, once, and refuses everything after", async () => {
    const { coordinator, economy } = commune;
    const check = await coordinator.call<FinaliseCheck>("finaliseCheck", { params: { id: reportId } });
    expect(check.obstacles.some((o) => o.code === "section-not-approved")).toBe(true);
    expect(
      (await coordinator.send("finalise", { params: { id: reportId }, body: { confirmation: "BC-UBND" } }))
        .status,
    ).toBe(409);
    for (const section of (await view(coordinator)).sections) {
      await coordinator.call("submitSection", { params: { id: section.id } });
      await coordinator.call("approveSection", { params: { id: section.id } });
    }
    const { rootHash } = await coordinator.call<{ rootHash: string }>("finalise", {
      params: { id: reportId },
      body: { confirmation: "BC-UBND" },
    });
    expect(
      (
        await coordinator.call<{ rootHash: string }>("finalise", {
          params: { id: reportId },
          body: { confirmation: "BC-UBND" },
        })
      ).rootHash,
    ).toBe(rootHash);
    const sealed = await view(coordinator);
    expect(sealed.state).toMatchObject({ kind: "sealed", rootHash });
    expect(
      (
        await coordinator.send("unlockSections", {
          params: { id: reportId },
          body: { sectionIds: [sealed.sections[0]?.id] },
        })
      ).status,
    ).toBe(423);
    const late = connect(economy, (sections as [SectionView, SectionView])[1].id);
    await late.synced;
    write(late, "sau niêm phong");
    await until(() => late.closed.includes(4423));
    late.provider.destroy();
  });

  it("[SEAL3] [SEAL4] [SEAL7] its package says who sealed what, and names a section that was altered", async () => {
    const { coordinator } = commune;
    const zip = new Uint8Array(
      await (await coordinator.send("exportPackage", { params: { id: reportId } })).arrayBuffer(),
    );
    expect(verifyPackage(zip)).toMatchObject({ isSound: true });
    const files = unzipSync(zip);
    const manifest = JSON.parse(Buffer.from(files["manifest.json"] ?? []).toString("utf8")) as SealManifest;
    expect(manifest.sealedBy.name).toBe("Trần Thị Hà");
    expect(manifest.sections.map((s) => s.label)).toEqual(["I.", "1.", "2.", "II."]);
    expect(manifest.sections.every((s) => /^[0-9a-f]{64}$/.test(s.hash) && s.head > 0)).toBe(true);
    const content = Buffer.from(files["content.json"] ?? [])
      .toString("utf8")
      .replace("54%", "64%");
    const verdict = verifyPackage(zipSync({ ...files, "content.json": new TextEncoder().encode(content) }));
    expect(verdict.isSound ? [] : verdict.findings).toEqual([expect.stringContaining("Mục 1. Kinh tế")]);
  });
});
