import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AckClient } from "../kit/ack-client.ts";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { RunningServer } from "../kit/running-server.ts";

/** The page's line to the server, which can be held (nothing comes back) and cut. */
class HeldLine {
  isCut = false;
  isHeld = false;
  readonly #sockets = new Set<WebSocketRoute>();

  async on(page: Page): Promise<this> {
    await page.routeWebSocket(/\/sync$/, (socket) => {
      if (this.isCut) return void socket.close({ code: 1013 });
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (!this.isHeld) socket.send(message);
      });
      this.#sockets.add(socket);
    });
    return this;
  }

  async cut(): Promise<void> {
    this.isCut = true;
    await this.end(1013);
  }

  async end(code: number): Promise<void> {
    for (const socket of this.#sockets) await socket.close({ code, reason: "" });
    this.#sockets.clear();
  }
}

const words = {
  saved: /^Đã lưu trên máy chủ \d\d:\d\d:\d\d$/,
  saving: /^Đang lưu…$/,
  unsaved: /^Chưa lưu: [1-9]\d* thay đổi$/,
  offline: /^Mất kết nối – đang giữ trên máy này$/,
  reconnecting: /^Đang kết nối lại \(lần \d+/,
  retained: /^Mục đã khóa – 1 đoạn được giữ lại$/,
  noLocalStore: /^Máy này không lưu tạm được/,
  signedOut: /^Phiên đăng nhập hết hạn$/,
  clientTooOld: /^Cần tải lại để dùng phiên bản mới$/,
};

describe("the one line that says whether text is safe", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const line = (page: Page) => page.locator(".save-words");
  const says = async (page: Page, what: RegExp) => {
    await line(page).filter({ hasText: what }).waitFor({ timeout: 40_000 });
    // Where there is text to lose, the line is in sight, whatever the width.
    expect(await line(page).isVisible()).toBe(true);
  };
  const type = async (page: Page, text: string) => {
    await page.getByRole("textbox", { name: /KINH TẾ/ }).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(text);
  };
  /** A section of its own for each case, and its writer's page. */
  const openSection = async (
    prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
    width = 1366,
  ) => {
    const made = await makeOneSection(commune.coordinator, commune.units.economy.id);
    const { page } = await openAs(browser, commune.economy, "/tro-giup", { width, height: 768 });
    await prepare(page);
    await page.goto(`${server.url}/bao-cao/${made.reportId}`);
    await says(page, words.saved);
    return { ...made, page };
  };
  const stored = async (sectionId: string): Promise<string> => {
    const reader = new AckClient(commune.coordinator, sectionId);
    await reader.synced;
    const { text } = reader;
    reader.leave();
    return text;
  };

  it("[SAVE1] [SAVE2] [SAVE3] goes from saving over unsaved to saved, and asks before it is left", async () => {
    const held = new HeldLine();
    const { page, section } = await openSection((p) => held.on(p));
    held.isHeld = true;
    await type(page, " Thu đạt 54,1%.");
    await says(page, words.saving);
    await says(page, words.unsaved);
    const asked = page.waitForEvent("dialog");
    const leaving = page.close({ runBeforeUnload: true });
    await (await asked).dismiss();
    await leaving;
    held.isHeld = false;
    await says(page, words.saved);
    expect(await stored(section.id)).toContain("Thu đạt 54,1%.");
    await page.context().close();
  });

  it.each([900, 390])(
    "[SAVE4] [SAVE5] says that the line is lost, tries again, and merges, %i wide",
    async (width) => {
      const held = new HeldLine();
      const { page, section } = await openSection((p) => held.on(p), width);
      await held.cut();
      await says(page, words.offline);
      if (width > 820) await type(page, " Viết lúc mất mạng.");
      await says(page, words.reconnecting);
      held.isCut = false;
      await page.getByRole("button", { name: "Thử ngay" }).click();
      await says(page, words.saved);
      if (width > 820) expect(await stored(section.id)).toContain("Viết lúc mất mạng.");
      await page.context().close();
    },
  );

  it("[SAVE7] warns where the browser keeps nothing, and saves all the same", async () => {
    const held = new HeldLine();
    const { page, section } = await openSection(async (p) => {
      await p.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("refused", "SecurityError");
        };
      });
      await held.on(p);
    });
    held.isHeld = true;
    await type(page, " Máy không có chỗ.");
    await says(page, words.noLocalStore);
    held.isHeld = false;
    await says(page, words.saved);
    expect(await stored(section.id)).toContain("Máy không có chỗ.");
    await page.context().close();
  });

  it("[SAVE8] says how much a lock kept back, and shows it", async () => {
    const held = new HeldLine();
    const { page, section, reportId } = await openSection((p) => held.on(p));
    await held.cut();
    await type(page, " Muộn rồi.");
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id], reason: "chốt số liệu" },
    });
    held.isCut = false;
    await says(page, words.retained);
    await page.getByRole("button", { name: "Xem" }).click();
    await page.getByRole("complementary").getByText("Muộn rồi.").first().waitFor();
    expect(await stored(section.id)).not.toContain("Muộn rồi.");
    await page.context().close();
  });

  it("[SAVE9] says that the session has expired; the text is saved after signing in again", async () => {
    const { page, section } = await openSection();
    const signIn = { ...commune.economy };
    await commune.economy.call("signOut");
    await says(page, words.signedOut);
    await page.getByRole("textbox", { name: /KINH TẾ/ }).waitFor();
    await page.getByLabel(/Mật khẩu/).fill(signIn.password);
    const name = page.getByLabel(/Tên đăng nhập/);
    if (await name.isEditable()) await name.fill(signIn.username);
    await page.getByRole("button", { name: /Đăng nhập|Tiếp tục/ }).click();
    await says(page, words.saved);
    await type(page, " Sau khi đăng nhập lại.");
    await expect.poll(() => stored(section.id), { timeout: 20_000 }).toContain("Sau khi đăng nhập lại.");
    await page.context().close();
    await commune.economy.signIn();
  });

  it("[SAVE10] asks for a reload when the server wants a newer page", async () => {
    const held = new HeldLine();
    const { page } = await openSection((p) => held.on(p));
    await held.end(4426);
    await says(page, words.clientTooOld);
    await page.getByRole("button", { name: "Tải lại" }).waitFor();
    await page.context().close();
  });

  it("[SAVE1] [ACK1] never says saved of what a server that is killed under typing has not got", async () => {
    const { page, section } = await openSection();
    // Every word that the line ever says, with what the page held at that moment.
    await page.evaluate(() => {
      const log: { said: string; text: string }[] = [];
      (globalThis as unknown as { log: unknown }).log = log;
      const line = document.querySelector(".save-words");
      const text = document.querySelector(".section-text");
      if (!line || !text) throw new Error("nothing to watch");
      new MutationObserver(() =>
        log.push({ said: line.textContent ?? "", text: text.textContent ?? "" }),
      ).observe(line, { characterData: true, childList: true, subtree: true });
    });
    await page.getByRole("textbox", { name: /KINH TẾ/ }).click();
    await page.keyboard.press("Control+End");
    const typing = page.keyboard.type(" một hai ba bốn năm sáu bảy tám chín mười mười một mười hai", {
      delay: 25,
    });
    await page.waitForFunction(
      () =>
        (globalThis as unknown as { log: { said: string }[] }).log.filter((l) => l.said.startsWith("Đã lưu"))
          .length > 2,
    );
    await server.kill();
    await typing;
    const log = await page.evaluate(
      () => (globalThis as unknown as { log: { said: string; text: string }[] }).log,
    );
    await page.locator('[data-save]:not([data-save="saved"])').waitFor();
    await server.launch();
    const known = await stored(section.id);
    const saved = log.filter((l) => words.saved.test(l.said));
    expect(saved.length).toBeGreaterThan(2);
    // Read before the page has come back: what is there was on the disk when the server died.
    const durable = known.replace(/<[^>]*>/g, "");
    for (const { text } of saved) expect(durable).toContain(text);
    await says(page, words.saved);
    await expect.poll(() => stored(section.id), { timeout: 20_000 }).toContain("mười hai");
    await page.context().close();
  });
});
