import type { PresentPerson } from "@dongsoan/shared/protocol";
import { createEmitter } from "./emitter.ts";
import { openRefusedRecords } from "./local-store.ts";
import { RefusedTexts, type HandInResult, type RefusedText } from "./refused-texts.ts";
import { SaveLineStore } from "./save-line-store.ts";
import { SectionDocuments } from "./section-documents.ts";
import { SharedSocket, type SocketLike } from "./shared-socket.ts";

export interface WriteSessionOptions {
  readonly userId: string;
  readonly reportId: string;
  readonly handIn: (text: RefusedText) => Promise<HandInResult>;
  readonly isSignedOut: () => Promise<boolean>;
  readonly onReportChanged: () => void;
  readonly onMineChanged: () => void;
}

const handInAgainMs = 30_000;

/** Everything that one open report needs of the network: socket, sections, save line, refused texts, presence. */
export class WriteSession {
  readonly socket: SharedSocket;
  readonly sections: SectionDocuments;
  readonly refused: RefusedTexts;
  readonly saveLine: SaveLineStore;
  readonly presenceChanged = createEmitter<void>();
  people: readonly PresentPerson[] = [];
  readonly #reportId: string;
  readonly #timer: ReturnType<typeof setInterval>;
  #here: string | null = null;

  private constructor(options: WriteSessionOptions, refused: RefusedTexts, canStoreLocally: boolean) {
    this.#reportId = options.reportId;
    this.refused = refused;
    this.socket = new SharedSocket({ connect: connectToServer, isSignedOut: options.isSignedOut });
    this.sections = new SectionDocuments({
      socket: this.socket,
      userId: options.userId,
      reportId: options.reportId,
      canStoreLocally,
      refused,
      now: Date.now,
    });
    this.saveLine = new SaveLineStore(this.socket, this.sections, refused, canStoreLocally);
    this.socket.control.subscribe((message) => {
      if (message.type === "report-changed" && message.reportId === this.#reportId) options.onReportChanged();
      if (message.type === "mine-changed") options.onMineChanged();
      if (message.type === "presence" && message.reportId === this.#reportId) {
        this.people = message.people;
        this.presenceChanged.emit();
      }
    });
    this.socket.stateChanged.subscribe((state) => {
      if (state.kind !== "open") return;
      // What happened while the socket was down was told to nobody.
      options.onReportChanged();
      if (this.#here) this.#sayHere();
      void refused.handInAll();
    });
    this.#timer = setInterval(() => void refused.handInAll(), handInAgainMs);
    this.socket.send({ type: "watch", reportId: this.#reportId });
    this.socket.start();
    void refused.load();
    addEventListener("online", this.#handleOnline);
  }

  static async open(options: WriteSessionOptions): Promise<WriteSession> {
    const { records, isDurable } = await openRefusedRecords<RefusedText>(options.userId);
    return new WriteSession(options, new RefusedTexts(records, options.handIn), isDurable);
  }

  /** Which section the caret is in; told once per change. */
  setHere(sectionId: string | null): void {
    if (this.#here === sectionId) return;
    this.#here = sectionId;
    this.#sayHere();
  }

  /** After signing in again in place: the same documents go on. */
  resume(): void {
    this.socket.tryNow();
    for (const section of this.sections.all) if (section.text.closedCode !== null) section.reopen();
  }

  close(): void {
    removeEventListener("online", this.#handleOnline);
    clearInterval(this.#timer);
    this.saveLine.close();
    this.sections.close();
    this.socket.close();
  }

  readonly #handleOnline = () => {
    this.socket.tryNow();
  };

  #sayHere(): void {
    this.socket.send({ type: "here", reportId: this.#reportId, sectionId: this.#here });
  }
}

function connectToServer(): SocketLike {
  const url = new URL("/sync", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url) as unknown as SocketLike;
}
