import type { Page } from "playwright-core";

/** Everything readable in the stores of this browser that hold text, name by name. Letters typed one by one lie apart. */
export const storedTexts = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
      });
    const decoder = new TextDecoder();
    const out: Record<string, string> = {};
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith("dongsoan:text:")) continue;
      const db = await finished(indexedDB.open(name));
      const rows = await finished(db.transaction("updates").objectStore("updates").getAll());
      out[name] = (rows as Uint8Array[]).map((row) => decoder.decode(row)).join(" ");
      db.close();
    }
    return out;
  });
