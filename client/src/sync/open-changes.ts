import { type Change, contentOf, listChanges, rememberingHash } from "@dongsoan/shared/crdt";
import { createEmitter } from "./emitter.ts";
import type { SectionDocument } from "./section-document.ts";
import type { SectionDocuments } from "./section-documents.ts";

/** A list that is to be made again: since when, and when its text last changed. */
interface Due {
  readonly since: number;
  last: number;
  timer: ReturnType<typeof setTimeout>;
}

export type ChangeLists = ReadonlyMap<string, readonly Change[]>;

/** Typing must not wait for a list that is read once in a while: it is made when the keys rest, or this late. */
const restMs = 250;
const atLatestMs = 1_500;

const isSame = (a: readonly Change[] | undefined, b: readonly Change[]) =>
  a?.length === b.length &&
  a.every(({ seen, ids }, i) => seen === b[i]?.seen && ids.join() === b[i].ids.join());

/** What is suggested in the page's open sections, made again for the one whose text has changed. Asleep while nobody listens. */
export class OpenChanges {
  readonly #sections: SectionDocuments;
  readonly #whenIdle: (task: () => void) => void;
  readonly #changed = createEmitter<void>();
  readonly #followed = new Map<SectionDocument, () => void>();
  readonly #due = new Map<SectionDocument, Due>();
  /** Of two thousand suggestions one has changed: only its hash is worked out. */
  readonly #hashes = new WeakMap<SectionDocument, ReturnType<typeof rememberingHash>>();
  #lists: ChangeLists = new Map();
  #listenerCount = 0;
  #stop: (() => void) | null = null;

  constructor(sections: SectionDocuments, whenIdle: (task: () => void) => void) {
    this.#sections = sections;
    this.#whenIdle = whenIdle;
  }

  readonly get = (): ChangeLists => this.#lists;

  readonly subscribe = (listener: () => void): (() => void) => {
    const leave = this.#changed.subscribe(listener);
    this.#listenerCount += 1;
    this.#stop ??= this.#start();
    return () => {
      leave();
      this.#listenerCount -= 1;
      if (this.#listenerCount === 0) this.close();
    };
  };

  close(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #start(): () => void {
    const stop = this.#sections.statusChanged.subscribe(() => this.#followAll());
    this.#followAll();
    return () => {
      stop();
      for (const leave of this.#followed.values()) leave();
      this.#followed.clear();
    };
  }

  #followAll(): void {
    const { all } = this.#sections;
    for (const section of all) if (!this.#followed.has(section)) this.#follow(section);
    for (const [section, leave] of this.#followed) {
      if (all.includes(section)) continue;
      leave();
      this.#followed.delete(section);
    }
  }

  #follow(section: SectionDocument): void {
    let { doc } = section.text;
    const readSoon = () => this.#readSoon(section);
    doc.on("update", readSoon);
    // A refused document is replaced by another.
    const stop = section.changed.subscribe(() => {
      if (section.text.doc === doc) return;
      doc.off("update", readSoon);
      ({ doc } = section.text);
      doc.on("update", readSoon);
      readSoon();
    });
    this.#followed.set(section, () => {
      stop();
      doc.off("update", readSoon);
      clearTimeout(this.#due.get(section)?.timer);
      this.#due.delete(section);
    });
    readSoon();
  }

  /** One timer for many keys, which looks again when it goes off. */
  #readSoon(section: SectionDocument): void {
    const now = Date.now();
    const waiting = this.#due.get(section);
    if (waiting) {
      waiting.last = now;
      return;
    }
    const read = () => {
      if (!this.#due.delete(section) || !this.#followed.has(section)) return;
      this.#read(section);
    };
    const look = () => {
      const wait = Math.min(due.last + restMs, due.since + atLatestMs) - Date.now();
      if (wait > 0) due.timer = setTimeout(look, wait);
      else this.#whenIdle(read);
    };
    const due: Due = { since: now, last: now, timer: setTimeout(look, restMs) };
    this.#due.set(section, due);
  }

  #read(section: SectionDocument): void {
    const memory = this.#hashes.get(section) ?? rememberingHash();
    this.#hashes.set(section, memory);
    const list = listChanges(contentOf(section.text.doc), memory.hash);
    memory.nextRound();
    const known = this.#lists.get(section.sectionId);
    if (isSame(known, list) || (known === undefined && list.length === 0)) return;
    this.#lists = new Map(this.#lists).set(section.sectionId, list);
    this.#changed.emit();
  }
}
