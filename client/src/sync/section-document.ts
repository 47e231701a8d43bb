import { errorCodes, isErrorCode, type ErrorCode } from "@dongsoan/shared/domain";
import { isFinalClose, type ChannelMode } from "@dongsoan/shared/protocol";
import { contentOf } from "@dongsoan/shared/crdt";
import { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { createEmitter } from "./emitter.ts";
import { sectionStoreName } from "./local-store.ts";
import { LocalText } from "./local-text.ts";
import { newId } from "./new-id.ts";
import { refusedParagraphs } from "./retained-diff.ts";
import type { RefusedTexts } from "./refused-texts.ts";
import type { SaveStatus } from "./save-status.ts";
import { SaveTracker } from "./save-tracker.ts";
import type { OpenedChannel, SharedSocket } from "./shared-socket.ts";
import { virtualSocketClass } from "./virtual-socket.ts";

/** What the page mounts; a new value only when something that the page shows differently has changed. */
export interface SectionText {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** The text has come from the server or from this machine: an editor may be put on it. */
  readonly isReady: boolean;
  /** Null until the server has said. */
  readonly mode: ChannelMode | null;
  /** The close code that ended it for good, or null. */
  readonly closedCode: number | null;
  /** The server has said no, or is about to: what were typed now could reach it no more. */
  readonly isHalted: boolean;
}

export interface SectionEnvironment {
  readonly socket: SharedSocket;
  readonly userId: string;
  readonly reportId: string;
  readonly canStoreLocally: boolean;
  /** Stores that were on this machine when the page was opened; null = not known. */
  readonly localStores: ReadonlySet<string> | null;
  readonly refused: RefusedTexts;
  readonly now: () => number;
  /** Runs what can wait, one after the other, when the page has nothing else to do. */
  readonly whenIdle: (task: () => void) => void;
  /** The browser took back a write to this machine's store: what is unacknowledged lives in this page only. */
  readonly onWriteLost: () => void;
}

const signedOut = 4401;
const lineageChanged = 4409;
const sectionLocked = 4423;
const clientTooOld = 4426;
const rateLimited = 4429;

/** Whether what is typed into it is counted, and will be sent or put aside. Changes in the turn in which the server speaks. */
export const takesLetters = ({ isReady, isHalted, mode, closedCode }: SectionText): boolean =>
  isReady && !isHalted && mode !== "read" && closedCode !== clientTooOld;

const rateLimitWaitMs = 5_000;
/** A server that opens and closes in a circle must not be followed for ever. */
const maxReopens = 5;
/** The mark of unacknowledged text on this machine is taken off late: not twice for each key. */
const cleanAfterMs = 2_000;

const reasonOf = (code: number, reason: string): ErrorCode => {
  if (isErrorCode(reason)) return reason;
  for (const [name, row] of Object.entries(errorCodes))
    if (row.close === code && isErrorCode(name)) return name;
  return "update-refused";
};

/** One life of the text: a Y.Doc with its provider and its local store. A refusal ends it and starts another. */
interface Life {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly provider: WebsocketProvider;
  lineage: number | null;
  store: LocalText | null;
  wasOpened: boolean;
}

/** One section's text, held outside React: document, channel, local store, and what happens when the server says no. */
export class SectionDocument {
  readonly changed = createEmitter<void>();
  readonly statusChanged = createEmitter<void>();
  /** Of a suggestion only what it typed was kept: others had changed the place meanwhile (SUG29). */
  readonly cutShort = createEmitter<void>();
  readonly sectionId: string;
  readonly #env: SectionEnvironment;
  readonly #tracker: SaveTracker;
  readonly #stopListening: () => void;
  #life: Life;
  #text: SectionText;
  #reopens = 0;
  #isRefusing = false;
  #isDestroyed = false;
  #hasDirtyMark = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #cleanTimer: ReturnType<typeof setTimeout> | null = null;

  /** @param lineage as the report says; decides which local text belongs to it. */
  constructor(env: SectionEnvironment, sectionId: string, lineage: number) {
    this.#env = env;
    this.sectionId = sectionId;
    this.#tracker = new SaveTracker(env.now, () => this.#handleStatus());
    this.#life = this.#begin(lineage);
    this.#text = this.#describe(this.#life, false, null, null);
    this.#stopListening = env.socket.heard.subscribe(() => {
      // The provider's own watchdog would cut a quiet section every 30 s; the shared socket watches for all of them.
      this.#life.provider.wsLastMessageReceived = Date.now();
    });
    this.#start(this.#life);
  }

  get text(): SectionText {
    return this.#text;
  }

  get status(): SaveStatus {
    return this.#tracker.status;
  }

  /** A right came back (unlocked, returned) or the person has signed in again. */
  reopen(): void {
    if (this.#isDestroyed || this.#isRefusing) return;
    this.#reopens = 0;
    this.#life.provider.disconnect();
    this.#setText({ closedCode: null });
    this.#tracker.askAgain();
    this.#life.provider.connect();
  }

  /** Takes the mark of unacknowledged text off this machine now, if all is acknowledged. */
  async tidy(): Promise<void> {
    if (this.#cleanTimer) clearTimeout(this.#cleanTimer);
    this.#cleanTimer = null;
    if (!this.#hasDirtyMark || this.status.kind !== "saved") return;
    this.#hasDirtyMark = false;
    await this.#life.store?.markClean();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    void this.tidy();
    this.#isDestroyed = true;
    this.#stopListening();
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#cleanTimer) clearTimeout(this.#cleanTimer);
    this.#end(this.#life);
  }

  #describe(life: Life, isReady: boolean, mode: ChannelMode | null, closedCode: number | null): SectionText {
    return { doc: life.doc, awareness: life.awareness, isReady, mode, closedCode, isHalted: false };
  }

  #setText(change: Partial<SectionText>): void {
    const next = { ...this.#text, ...change };
    const isSame = (Object.keys(next) as (keyof SectionText)[]).every((k) => next[k] === this.#text[k]);
    if (isSame) return;
    this.#text = next;
    this.changed.emit();
  }

  #begin(lineage: number | null): Life {
    // Without a name Yjs draws 31 random numbers for one; two hundred sections felt that.
    const doc = new Y.Doc({ guid: this.sectionId });
    const awareness = new Awareness(doc);
    // Nothing to say until the caret is here: a state, even an empty one, would be sent anew every 15 s for each section.
    awareness.setLocalState(null);
    let life: Life | null = null;
    const isCurrent = () => life !== null && this.#life === life && !this.#isDestroyed;
    // Before the provider's own listener: a change is counted before its frame.
    doc.on("update", (_update: Uint8Array, origin: unknown) => {
      if (!life || !isCurrent() || origin === life.provider) return;
      if (life.store !== null && origin === life.store) return;
      if (this.#text.mode === "read") return;
      this.#storeLocally(life);
      this.#markDirty();
      this.#tracker.changed();
    });
    const held = () => ({ lineage: life?.lineage ?? 0, vector: Y.encodeStateVector(doc) });
    const socketClass = virtualSocketClass(this.#env.socket, this.sectionId, held, {
      onOpened: (channel) => {
        if (life && isCurrent()) this.#handleOpened(life, channel);
      },
      onCount: (sent, acked) => {
        if (isCurrent()) this.#tracker.count(sent, acked);
      },
      onCutShort: () => this.cutShort.emit(),
      onClose: (code, reason) => {
        if (life && isCurrent()) this.#handleClose(life, code, reason);
      },
    });
    const provider = new WebsocketProvider("section", this.sectionId, doc, {
      WebSocketPolyfill: socketClass,
      awareness,
      connect: false,
      disableBc: true,
      // Waiting is the shared socket's: a new channel asked for at once stays CONNECTING until it is up.
      maxBackoffTime: 0,
    });
    life = { doc, awareness, provider, lineage, store: null, wasOpened: false };
    provider.on("sync", (isSynced) => {
      if (isSynced && isCurrent()) this.#handleSynced();
    });
    return life;
  }

  #start(life: Life): void {
    const { canStoreLocally, localStores, userId } = this.#env;
    if (life.lineage === null || !canStoreLocally) {
      life.provider.connect();
      return;
    }
    if (localStores?.has(sectionStoreName(userId, this.sectionId, life.lineage)) === false) {
      // Nothing of it lies here: its store is made at the first change, or when the page is at rest.
      life.provider.connect();
      return;
    }
    const store = this.#attachStore(life, life.lineage);
    // Local text first: what the server then asks for includes what was never acknowledged.
    void store.whenRead.then((isDirty) => {
      if (this.#life !== life || this.#isDestroyed) return;
      if (isDirty) {
        this.#hasDirtyMark = true;
        this.#tracker.changed();
      }
      if (contentOf(life.doc).length > 0) this.#setText({ isReady: true });
      life.provider.connect();
    });
  }

  /** For a text that came without a store: from now on it lies on this machine too, with all that it has. */
  #storeLocally(life: Life): void {
    if (life.store === null && life.lineage !== null && this.#env.canStoreLocally)
      this.#attachStore(life, life.lineage);
  }

  #attachStore(life: Life, lineage: number): LocalText {
    const name = sectionStoreName(this.#env.userId, this.sectionId, lineage);
    life.store = new LocalText(name, life.doc, this.#env.onWriteLost);
    return life.store;
  }

  #end(life: Life): void {
    life.provider.destroy();
    life.awareness.destroy();
    life.doc.destroy();
  }

  #markDirty(): void {
    if (this.#cleanTimer) clearTimeout(this.#cleanTimer);
    this.#cleanTimer = null;
    if (this.#hasDirtyMark) return;
    this.#hasDirtyMark = true;
    this.#life.store?.markDirty();
  }

  #handleStatus(): void {
    if (this.#tracker.status.kind === "saved" && this.#hasDirtyMark && !this.#cleanTimer)
      this.#cleanTimer = setTimeout(() => void this.tidy(), cleanAfterMs);
    this.statusChanged.emit();
  }

  #handleOpened(life: Life, { lineage, mode, reason }: OpenedChannel): void {
    if (life.lineage !== null && life.lineage !== lineage) {
      void this.#startAnew(life, lineageChanged, "lineage-changed");
      return;
    }
    if (life.lineage === null) {
      life.lineage = lineage;
      this.#storeLocally(life);
    }
    life.wasOpened = true;
    if (mode === "read") {
      this.#halt();
      if (this.#tracker.hasUnsent) {
        // Written while this machine was cut off, and the right has gone meanwhile.
        void this.#startAnew(life, sectionLocked, reason);
        return;
      }
    }
    this.#tracker.opened(mode);
    this.#setText({ mode, closedCode: null, isHalted: false });
  }

  #handleSynced(): void {
    this.#tracker.synced();
    this.#setText({ isReady: true });
    const life = this.#life;
    const { doc, lineage } = life;
    if (life.store === null)
      this.#env.whenIdle(() => {
        if (this.#life === life && !this.#isDestroyed) this.#storeLocally(life);
      });
    void this.#env.refused.settle(this.sectionId, (text) =>
      refusedParagraphs(text.ownState, doc, text.lineage === lineage),
    );
  }

  #handleClose(life: Life, code: number, reason: string): void {
    this.#tracker.channelLost();
    if (!isFinalClose(code)) return;
    const wasOpened = life.wasOpened;
    life.wasOpened = false;
    if (code === signedOut || code === clientTooOld) {
      this.#tracker.closed(code);
      this.#setText({ closedCode: code });
      return;
    }
    if (code === rateLimited) {
      this.#timer = setTimeout(() => life.provider.connect(), rateLimitWaitMs);
      return;
    }
    this.#halt();
    if (code === lineageChanged || this.#tracker.hasUnsent) {
      void this.#startAnew(life, code, reason);
      return;
    }
    this.#reopens += 1;
    if (!wasOpened || this.#reopens > maxReopens) {
      this.#giveUp(code);
      return;
    }
    // Locked or handed in under a page with nothing unsaved: come back as a reader.
    this.#setText({ mode: "read" });
    this.#timer = setTimeout(() => life.provider.connect(), 0);
  }

  /** Each editor now gives the text the letters it still has in hand, while they count, and takes no more. */
  #halt(): void {
    this.#setText({ isHalted: true });
  }

  #giveUp(code: number): void {
    this.#tracker.closed(code);
    this.#setText({ closedCode: code });
    void this.#env.refused.settleAlone((text) => text.sectionId === this.sectionId);
  }

  /**
   * The server did not take what this document holds. Its text is put aside (and stored) first; then the document, whose
   * clientID the server can no longer follow, is replaced by a fresh one.
   */
  async #startAnew(life: Life, code: number, reason: string): Promise<void> {
    if (this.#isRefusing) return;
    this.#isRefusing = true;
    this.#reopens += 1;
    this.#setText({ isReady: false, mode: null });
    life.provider.disconnect();
    try {
      await this.#putAside(life, reasonOf(code, reason));
    } catch {
      // It is nowhere else, so it stays on the page to be read. The person is told; who reopens the section tries again.
      this.#env.onWriteLost();
      this.#tracker.closed(code);
      this.#setText({ isReady: true, mode: "read", closedCode: code });
      return;
    } finally {
      this.#isRefusing = false;
    }
    if (this.#isDestroyed) return;
    this.#hasDirtyMark = false;
    if (this.#cleanTimer) clearTimeout(this.#cleanTimer);
    this.#cleanTimer = null;
    this.#life = this.#begin(null);
    this.#end(life);
    this.#tracker.startAnew();
    this.#text = this.#describe(this.#life, false, null, null);
    this.changed.emit();
    if (this.#reopens > maxReopens) this.#giveUp(code);
    else this.#start(this.#life);
  }

  /** What still comes into the text meanwhile (an input method ends its word when it likes) is put aside too. */
  async #putAside(life: Life, reason: ErrorCode): Promise<void> {
    const { reportId, refused, now } = this.#env;
    const { sectionId } = this;
    const text = {
      id: newId(),
      reportId,
      sectionId,
      reason,
      at: now(),
      lineage: life.lineage,
      paragraphs: null,
    };
    let isWhole: boolean;
    const handleUpdate = () => {
      isWhole = false;
    };
    life.doc.on("update", handleUpdate);
    do {
      isWhole = true;
      if (this.#tracker.hasUnsent) await refused.add({ ...text, ownState: Y.encodeStateAsUpdate(life.doc) });
      await life.store?.empty();
    } while (!isWhole);
    life.doc.off("update", handleUpdate);
  }
}
