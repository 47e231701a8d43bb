import * as Y from "yjs";
import { finished, openDatabase } from "./local-store.ts";

/** One row for each change of the text, in the order they came; the layout of y-indexeddb 9. */
const updatesName = "updates";
const factsName = "custom";
const dirtyKey = "dirty";
/** So many rows are folded into one, so that opening stays quick. */
const foldAfterRows = 500;
const foldAfterMs = 1_000;

const openText = (name: string): Promise<IDBDatabase> =>
  openDatabase(name, (db) => {
    db.createObjectStore(updatesName, { autoIncrement: true });
    db.createObjectStore(factsName);
  });

/**
 * A section's text on this machine. Every change is on its way to the disk in the turn it is made, with the mark that it is
 * not acknowledged in the same transaction: a page that is left in the next moment loses neither.
 */
export class LocalText {
  /** Resolves once the document has what lies here, with whether some of it was never acknowledged. */
  readonly whenRead: Promise<boolean>;
  readonly #doc: Y.Doc;
  readonly #onWriteLost: () => void;
  #db: IDBDatabase | null = null;
  #isClosed = false;
  #isDirty = false;
  /** What the rows do not say yet, or no longer say since the browser took a write back: the next write has all. */
  #owesAll = false;
  #owesMark = false;
  #rowCount = 0;
  #foldTimer: ReturnType<typeof setTimeout> | null = null;

  /** @param onWriteLost the browser refused or took back a write: what is unacknowledged lives in the page only. */
  constructor(name: string, doc: Y.Doc, onWriteLost: () => void) {
    this.#doc = doc;
    this.#onWriteLost = onWriteLost;
    doc.on("update", this.#handleUpdate);
    doc.on("destroy", this.close);
    this.whenRead = this.#open(name);
  }

  /** The change that is being made now was made here, and the server does not have it. */
  markDirty(): void {
    if (this.#isDirty) return;
    this.#isDirty = true;
    this.#owesMark = true;
  }

  /** Everything that lies here is on the server. Resolves when that is written down. */
  async markClean(): Promise<void> {
    this.#isDirty = false;
    this.#owesMark = true;
    await this.#write(null);
  }

  /** The text has gone elsewhere; nothing of it stays here. Emptied rather than deleted: another window may have it open. */
  async empty(): Promise<void> {
    const db = this.#db;
    this.#db = null;
    try {
      const transaction = db?.transaction([updatesName, factsName], "readwrite");
      transaction?.objectStore(updatesName).clear();
      transaction?.objectStore(factsName).clear();
      if (transaction) await finished(transaction);
    } catch {
      // It stays, and is put aside once more when the section is next opened here: better twice than never.
      this.#onWriteLost();
    }
    db?.close();
    this.close();
  }

  readonly close = (): void => {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#foldTimer) clearTimeout(this.#foldTimer);
    this.#doc.off("update", this.#handleUpdate);
    this.#doc.off("destroy", this.close);
    // The browser ends what was begun before it closes.
    this.#db?.close();
    this.#db = null;
  };

  async #open(name: string): Promise<boolean> {
    try {
      const db = await openText(name);
      if (this.#isClosed) {
        db.close();
        return false;
      }
      const transaction = db.transaction([updatesName, factsName], "readwrite");
      const rows = transaction.objectStore(updatesName).getAll() as IDBRequest<Uint8Array[]>;
      const mark = transaction.objectStore(factsName).get(dirtyKey) as IDBRequest<unknown>;
      // Typed while the store was being opened; what comes from now on is written after this.
      if (this.#doc.store.clients.size > 0) this.#put(transaction, Y.encodeStateAsUpdate(this.#doc));
      this.#db = db;
      await finished(transaction);
      const wasDirty = mark.result === 1;
      this.#isDirty ||= wasDirty;
      this.#rowCount += rows.result.length;
      Y.transact(this.#doc, () => rows.result.forEach((row) => Y.applyUpdate(this.#doc, row)), this, false);
      return wasDirty;
    } catch {
      // Full, forbidden or damaged: the text lives in the page and on the server, and the person is told.
      this.#lose();
      return false;
    }
  }

  readonly #handleUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === this || !this.#db) return;
    void this.#write(update);
    if (this.#rowCount >= foldAfterRows) this.#foldTimer ??= setTimeout(() => void this.#fold(), foldAfterMs);
  };

  async #write(update: Uint8Array | null): Promise<void> {
    if (!this.#db) return;
    try {
      const transaction = this.#db.transaction([updatesName, factsName], "readwrite");
      this.#put(transaction, this.#owesAll ? Y.encodeStateAsUpdate(this.#doc) : update);
      this.#owesAll = false;
      await finished(transaction);
    } catch {
      this.#lose();
    }
  }

  #put(transaction: IDBTransaction, update: Uint8Array | null): void {
    if (update) {
      transaction.objectStore(updatesName).add(update);
      this.#rowCount += 1;
    }
    if (this.#owesMark) transaction.objectStore(factsName).put(this.#isDirty ? 1 : 0, dirtyKey);
    this.#owesMark = false;
    // Without it the end of the transaction would wait for answers to this page, which may be gone by then.
    transaction.commit();
  }

  #lose(): void {
    this.#owesAll = true;
    this.#owesMark = true;
    if (!this.#isClosed) this.#onWriteLost();
  }

  /** Another window may have written rows that this document has not: they are read first, in the same transaction. */
  async #fold(): Promise<void> {
    this.#foldTimer = null;
    if (!this.#db) return;
    try {
      const transaction = this.#db.transaction([updatesName], "readwrite");
      const store = transaction.objectStore(updatesName);
      const rows = store.getAll() as IDBRequest<Uint8Array[]>;
      rows.onsuccess = () => {
        const whole = new Y.Doc();
        for (const row of rows.result) Y.applyUpdate(whole, row);
        store.clear();
        store.add(Y.encodeStateAsUpdate(whole));
        transaction.commit();
        whole.destroy();
      };
      await finished(transaction);
      this.#rowCount = 1;
    } catch {
      // Nothing is lost by a fold that did not come about: the rows are as they were.
      this.#rowCount = 0;
    }
  }
}

/**
 * Empties those of these texts that the server has; what it does not have stays.
 * Looked at and emptied in one transaction each: another window may write at this moment.
 */
export async function emptyAcknowledged(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const db = await openText(name);
    const transaction = db.transaction([updatesName, factsName], "readwrite");
    const mark = transaction.objectStore(factsName).get(dirtyKey) as IDBRequest<unknown>;
    mark.onsuccess = () => {
      if (mark.result !== 1) transaction.objectStore(updatesName).clear();
    };
    await finished(transaction);
    db.close();
  }
}

/** @returns how many of these texts hold something that the server has not acknowledged. */
export async function countUnacknowledged(names: readonly string[]): Promise<number> {
  let count = 0;
  for (const name of names) {
    const db = await openText(name);
    const transaction = db.transaction([factsName], "readonly");
    const mark = transaction.objectStore(factsName).get(dirtyKey) as IDBRequest<unknown>;
    await finished(transaction);
    if (mark.result === 1) count += 1;
    db.close();
  }
  return count;
}
