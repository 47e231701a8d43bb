import type { Page, WebSocketRoute } from "playwright-core";

/** A page's line to the server that can be cut and mended: the browser's own "offline" leaves open sockets alone at times. */
export class CuttableLine {
  readonly #sockets = new Set<WebSocketRoute>();
  #isCut = false;

  /** Takes hold at the page's next load. */
  static async of(page: Page): Promise<CuttableLine> {
    const line = new CuttableLine();
    await page.routeWebSocket(/\/sync$/, (socket) => {
      if (line.#isCut) return void socket.close({ code: 1013 });
      socket.connectToServer();
      line.#sockets.add(socket);
    });
    return line;
  }

  async cut(): Promise<void> {
    this.#isCut = true;
    for (const socket of this.#sockets) await socket.close({ code: 1013 });
    this.#sockets.clear();
  }

  mend(): void {
    this.#isCut = false;
  }
}
