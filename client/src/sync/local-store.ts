import { createEmitter, type Emitter } from "./emitter.ts";

/**
 * What this machine keeps for a person until the server has it. Names hold user and lineage: another person at the same
 * machine never sees the text, and a restored section never meets its former history.
 */
export const sectionStoreName = (userId: string, sectionId: string, lineage: number): string =>
  `${textPrefix(userId)}${sectionId}:${lineage}`;

/** How the names of all of a person's texts on this machine begin. */
export const textPrefix = (userId: string): string => `dongsoan:text:${userId}:`;

/** @returns the names of the stores on this machine, or null where the browser does not tell. */
export async function localStoreNames(): Promise<ReadonlySet<string> | null> {
  try {
    return new Set((await indexedDB.databases()).flatMap(({ name }) => name ?? []));
  } catch {
    // Older browsers and private windows: every section then looks for itself.
    return null;
  }
}

const refusedStoreName = (userId: string) => `dongsoan:refused:${userId}`;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB request failed"));
  });

/** A request may succeed and its transaction still be undone at the end: that is how a full disk shows itself. */
export const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB transaction aborted"));
  });

/** @throws when the browser refuses to store (private window, policy, full disk). */
export function openDatabase(name: string, make: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => make(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB cannot be opened"));
    request.onblocked = () => reject(new Error("IndexedDB is blocked"));
  });
}

/** A small keyed store of plain records. */
export interface RecordStore<T extends { readonly id: string }> {
  all(): Promise<readonly T[]>;
  put(record: T): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Used where IndexedDB is refused: the text then lives as long as the page, and the page says so. */
export function memoryRecords<T extends { readonly id: string }>(): RecordStore<T> {
  const records = new Map<string, T>();
  return {
    all: () => Promise.resolve([...records.values()]),
    put: (record) => {
      records.set(record.id, record);
      return Promise.resolve();
    },
    remove: (id) => {
      records.delete(id);
      return Promise.resolve();
    },
  };
}

const openRefused = (userId: string): Promise<IDBDatabase> =>
  openDatabase(refusedStoreName(userId), (db) => db.createObjectStore("records", { keyPath: "id" }));

/** @returns how many refused texts wait on this machine for the server to keep them. */
export async function countRefusedTexts(userId: string): Promise<number> {
  const db = await openRefused(userId);
  const count = await done(db.transaction("records", "readonly").objectStore("records").count());
  db.close();
  return count;
}

/** @returns the store, whether it survives a reload, and word of each record that had to stay in memory. */
export async function openRefusedRecords<T extends { readonly id: string }>(
  userId: string,
): Promise<{
  readonly records: RecordStore<T>;
  readonly isDurable: boolean;
  readonly writeLost: Emitter<void>;
}> {
  const inMemory = memoryRecords<T>();
  const writeLost = createEmitter<void>();
  let db: IDBDatabase;
  try {
    db = await openRefused(userId);
  } catch {
    // Refused by the browser: the caller says so to the person, and memory takes its place.
    return { isDurable: false, writeLost, records: inMemory };
  }
  /** A browser may close the connection by itself, when it is short of space or when its data is cleared. */
  const begin = async (mode: IDBTransactionMode): Promise<IDBTransaction> => {
    try {
      return db.transaction("records", mode);
    } catch {
      db = await openRefused(userId);
      return db.transaction("records", mode);
    }
  };
  /** A full disk, or a store that is gone: memory takes its place for as long as the page lives, and the person is told. */
  const orInMemory = async <R>(work: () => Promise<R>, inPlace: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch {
      const result = await inPlace();
      writeLost.emit();
      return result;
    }
  };
  return {
    isDurable: true,
    writeLost,
    records: {
      all: async () => [
        ...(await orInMemory<readonly T[]>(
          async () => done<T[]>((await begin("readonly")).objectStore("records").getAll()),
          () => Promise.resolve([]),
        )),
        ...(await inMemory.all()),
      ],
      put: (record) =>
        orInMemory(
          async () => {
            const transaction = await begin("readwrite");
            transaction.objectStore("records").put(record);
            await finished(transaction);
            await inMemory.remove(record.id);
          },
          () => inMemory.put(record),
        ),
      remove: async (id) => {
        await inMemory.remove(id);
        await orInMemory(
          async () => {
            await done((await begin("readwrite")).objectStore("records").delete(id));
          },
          () => Promise.resolve(),
        );
      },
    },
  };
}
