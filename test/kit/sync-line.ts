import { must } from "@dongsoan/shared/domain";
import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { openAs } from "./browser.ts";
import type { TestPerson } from "./person.ts";

type Bytes = string | Buffer;

/** The page's one way to the server, in the hand of a test: cut, held back, or with frames altered. */
export class SyncLine {
  /** Every frame that the server sent to this page, as bytes. */
  readonly received: Buffer[] = [];
  /** Alters what the page sends. */
  alter: (frame: Buffer) => Buffer = (frame) => frame;
  readonly #sockets = new Set<WebSocketRoute>();
  #isCut = false;
  #held: (() => void)[] | null = null;

  private constructor() {}

  /** Before the page is opened or loaded anew. The browser's own "offline" leaves open sockets alone at times. */
  static async of(page: Page): Promise<SyncLine> {
    const line = new SyncLine();
    await page.routeWebSocket(/\/sync$/, (socket) => line.#join(socket));
    return line;
  }

  /** Every socket ends, and no new one comes about. */
  async cut(): Promise<void> {
    this.#isCut = true;
    await this.drop();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** Every socket ends; a new one is let through. */
  async drop(code = 1013): Promise<void> {
    const sockets = [...this.#sockets];
    this.#sockets.clear();
    for (const socket of sockets) await socket.close({ code });
  }

  /** The server hears the page; the page no longer hears the server. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const pass of held) pass();
  }

  #join(socket: WebSocketRoute): void {
    if (this.#isCut) return void socket.close({ code: 1013 });
    const server = socket.connectToServer();
    this.#sockets.add(socket);
    socket.onMessage((message: Bytes) =>
      server.send(typeof message === "string" ? message : this.alter(message)),
    );
    server.onMessage((message: Bytes) => {
      if (typeof message !== "string") this.received.push(message);
      const pass = () => socket.send(message);
      if (this.#held) this.#held.push(pass);
      else pass();
    });
  }
}

/** Like `openAs`, with the page's line to the server in our hand. */
export async function openOnLine(
  browser: Browser,
  person: TestPerson,
  path: string,
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ readonly page: Page; readonly errors: string[]; readonly line: SyncLine }> {
  const lines: SyncLine[] = [];
  const opened = await openAs(browser, person, path, undefined, async (page) => {
    lines.push(await SyncLine.of(page));
    await prepare(page);
  });
  return { ...opened, line: must(lines[0], "line") };
}
