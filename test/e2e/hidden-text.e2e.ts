import { unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";

/** Put in at once, so that it would stand in one piece wherever it went. */
const secret = "Tổ bảy nằm vùng ở chợ Mường";
const shared = "Gieo cấy xong 120 ha lúa mùa";

/** Everything that comes into a browser: answers, WebSocket messages, what it keeps. */
class Inbox {
  readonly #heard: Promise<Buffer>[] = [];
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async of(page: Page): Promise<Inbox> {
    const inbox = new Inbox(page);
    page.context().on("response", (response) => {
      // A redirect and an aborted answer have no body.
      inbox.#heard.push(response.body().catch(() => Buffer.alloc(0)));
    });
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("Network.enable");
    protocol.on("Network.webSocketFrameReceived", ({ response: { opcode, payloadData } }) => {
      inbox.#heard.push(Promise.resolve(Buffer.from(payloadData, opcode === 2 ? "base64" : "utf8")));
    });
    return inbox;
  }

  async holds(text: string): Promise<boolean> {
    const heard = await Promise.all(this.#heard);
    if (heard.some((bytes) => bytes.includes(text))) return true;
    const kept = await this.#page.evaluate(async () => {
      const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          parts.push((await (await cache.match(request))?.text()) ?? "");
      }
      const decoder = new TextDecoder();
      for (const { name } of await indexedDB.databases()) {
        if (name === undefined) continue;
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const opening = indexedDB.open(name);
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(new Error("not opened"));
        });
        for (const store of db.objectStoreNames) {
          const values = await new Promise<unknown[]>((resolve, reject) => {
            const asking = db.transaction(store).objectStore(store).getAll();
            asking.onsuccess = () => resolve(asking.result as unknown[]);
            asking.onerror = () => reject(new Error("not read"));
          });
          for (const value of values)
            parts.push(value instanceof Uint8Array ? decoder.decode(value) : JSON.stringify(value));
        }
        db.close();
      }
      return parts.join("\n");
    });
    return kept.includes(text) || (await this.#page.content()).includes(text);
  }
}

describe("text that may not be read", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    reportId = (
      await coordinator.call<{ id: string }>("createReport", {
        body: {
          header: { ...emptyHeader, subject: "Quý II", symbol: "BC-UBND" },
          sections: ["AN NINH", "KINH TẾ"].map((title) => ({ title, blocks: [], children: [] })),
          dueAt: null,
          original: null,
        },
      })
    ).id;
    const { sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    for (const [i, section] of sections.entries())
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: {
          version: section.version,
          assignment: {
            unitId: [units.police.id, units.economy.id][i],
            ownerId: null,
            dueAt: null,
            contributingUnitIds: [],
            readScope: i === 0 ? "unit" : "inherit",
          },
        },
      });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it("[PERM11] [PERM6] reaches no other browser: by page, socket, search, history, export, or what is kept", async () => {
    const { page: police } = await openAs(browser, commune.police, `/bao-cao/${reportId}`);
    const { page: economy } = await openAs(browser, commune.economy, "/tro-giup");
    const inbox = await Inbox.of(economy);
    await economy.goto(`${server.url}/bao-cao/${reportId}`);
    const write = async (page: Page, name: RegExp, text: string) => {
      await page.getByRole("textbox", { name }).click();
      await andSaved(page, () => page.keyboard.insertText(text));
    };
    await write(police, /AN NINH/, secret);
    await write(economy, /KINH TẾ/, shared);
    await police.getByText(shared).waitFor();
    // Its place and whose it is are shown, nothing else.
    await economy
      .getByText(/Công an xã/)
      .first()
      .waitFor();
    await economy.keyboard.press("Control+f");
    await economy.getByRole("textbox", { name: "Tìm trong báo cáo" }).fill("nam vung");
    await economy.getByText("Không thấy").waitFor();
    for (const path of ["", "/muc", "/lich-su", "/chot"]) {
      await economy.goto(`${server.url}/bao-cao/${reportId}${path}`);
      await economy.waitForLoadState("networkidle");
    }
    await economy.goto(`${server.url}/bao-cao/${reportId}`);
    await economy.getByText(shared).waitFor();
    const word = await commune.economy.send("exportWord", { params: { id: reportId } });
    const parts = Object.values(unzipSync(new Uint8Array(await word.arrayBuffer()))).map((part) =>
      Buffer.from(part).toString("utf8"),
    );
    expect(parts.some((part) => part.includes(shared))).toBe(true);
    expect(parts.some((part) => part.includes(secret))).toBe(false);
    // The inbox does hear: the sentence that may be read is in it.
    expect(await inbox.holds(shared)).toBe(true);
    expect(await inbox.holds(secret)).toBe(false);
  });
});
