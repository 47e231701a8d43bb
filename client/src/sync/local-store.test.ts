import { afterEach, describe, expect, it, vi } from "vitest";
import { openRefusedRecords } from "./local-store.ts";

interface Row {
  readonly id: string;
  readonly text: string;
}

/** As much of IndexedDB as the store uses, with one fault of a real one: the browser may close a connection by itself. */
class FakeBrowser {
  readonly rows = new Map<string, Row>();
  isGone = false;
  canOpen = true;
  openCount = 0;

  readonly indexedDB = { open: () => this.#answer(() => this.#connect()) };

  #answer<T>(work: () => T): object {
    const request: { result?: T; error?: Error; onsuccess?: () => void; onerror?: () => void } = {};
    queueMicrotask(() => {
      try {
        request.result = work();
        request.onsuccess?.();
      } catch (error) {
        request.error = error as Error;
        request.onerror?.();
      }
    });
    return request;
  }

  #connect(): object {
    if (!this.canOpen) throw new DOMException("refused", "UnknownError");
    this.openCount += 1;
    this.isGone = false;
    return {
      transaction: () => {
        if (this.isGone) throw new DOMException("the connection is closing", "InvalidStateError");
        const transaction: { oncomplete?: () => void; objectStore: () => object } = {
          objectStore: () => ({
            getAll: () => this.#answer(() => [...this.rows.values()]),
            put: (row: Row) => this.#answer(() => this.rows.set(row.id, row)),
            delete: (id: string) => this.#answer(() => this.rows.delete(id)),
          }),
        };
        setTimeout(() => transaction.oncomplete?.());
        return transaction;
      },
    };
  }
}

async function setUp() {
  const browser = new FakeBrowser();
  vi.stubGlobal("indexedDB", browser.indexedDB);
  const opened = await openRefusedRecords<Row>("an");
  const onLost = vi.fn();
  opened.writeLost.subscribe(onLost);
  return { browser, onLost, ...opened };
}
const first = { id: "1", text: "một" };
const second = { id: "2", text: "hai" };

afterEach(() => vi.unstubAllGlobals());

describe("refused texts on this machine", () => {
  it("[RET7] are kept also when the browser has closed the connection", async () => {
    const { browser, records, onLost, isDurable } = await setUp();
    await records.put(first);
    browser.isGone = true;
    await records.put(second);
    browser.isGone = true;
    expect(await records.all()).toEqual([first, second]);
    browser.isGone = true;
    await records.remove(first.id);
    expect([...browser.rows.values()]).toEqual([second]);
    expect(browser.openCount).toBe(4);
    expect(isDurable).toBe(true);
    expect(onLost).not.toHaveBeenCalled();
  });
  it("[RET7] stay in this page, which says so, when the store cannot be opened again", async () => {
    const { browser, records, onLost } = await setUp();
    await records.put(first);
    browser.isGone = true;
    browser.canOpen = false;
    await records.put(second);
    expect(onLost).toHaveBeenCalledOnce();
    expect(await records.all()).toEqual([second]);
    await records.remove(second.id);
    expect(await records.all()).toEqual([]);
    browser.canOpen = true;
    expect(await records.all()).toEqual([first]);
  });
  it("[SAVE7] are held in memory where the browser refuses a store", async () => {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new DOMException("refused by policy", "SecurityError");
      },
    });
    const { records, isDurable } = await openRefusedRecords<Row>("an");
    await records.put(first);
    expect(isDurable).toBe(false);
    expect(await records.all()).toEqual([first]);
  });
});
