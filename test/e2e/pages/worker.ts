import type { Browser, Download, Locator, Page, WebSocketRoute } from "playwright-core";
import { officeScreen } from "../../kit/browser.ts";
import type { Hand } from "./hand.ts";

/** One person at a machine of their own: a browser context, its page, the hand they work with, a line that can be cut. */
export class Worker {
  readonly page: Page;
  readonly hand: Hand;
  readonly errors: string[] = [];
  /** How often a pointer touched a page: a keyboard person must stay at none. */
  pointerCount = 0;
  readonly #sockets = new Set<WebSocketRoute>();
  #isCut = false;

  private constructor(page: Page, hand: Hand) {
    this.page = page;
    this.hand = hand;
  }

  static async sitDown(browser: Browser, hand: Hand): Promise<Worker> {
    const context = await browser.newContext({
      viewport: officeScreen,
      locale: "vi-VN",
      timezoneId: "Asia/Ho_Chi_Minh",
      acceptDownloads: true,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const worker = new Worker(await context.newPage(), hand);
    const { page } = worker;
    page.on("pageerror", (error) => worker.errors.push(error.message));
    await page.exposeFunction("countPointer", () => (worker.pointerCount += 1));
    await page.addInitScript(() =>
      addEventListener(
        "pointerdown",
        () => void (window as unknown as { countPointer(): Promise<void> }).countPointer(),
        true,
      ),
    );
    await page.routeWebSocket(/\/sync$/, (socket) => {
      if (worker.#isCut) return void socket.close({ code: 1013 });
      socket.connectToServer();
      worker.#sockets.add(socket);
    });
    return worker;
  }

  /** The network cable is out: no socket, no request. */
  async cutLine(): Promise<void> {
    this.#isCut = true;
    await this.page.context().setOffline(true);
    for (const socket of this.#sockets) await socket.close({ code: 1013 });
    this.#sockets.clear();
  }

  async mendLine(): Promise<void> {
    this.#isCut = false;
    await this.page.context().setOffline(false);
  }

  /** @returns the path of what the browser saved when this was pressed. */
  async download(target: Locator): Promise<{ path: string; fileName: string }> {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.hand.press(target)]);
    return { path: await (download as Download).path(), fileName: download.suggestedFilename() };
  }
}
