import type { PresentPerson } from "@dongsoan/shared/protocol";
import { createEmitter } from "./emitter.ts";
import { takeFooting } from "./footing.ts";
import { openRefusedRecords } from "./local-store.ts";
import { RefusedTexts, type HandInResult, type RefusedText } from "./refused-texts.ts";
import { SaveLineStore } from "./save-line-store.ts";
import { SectionDocuments } from "./section-documents.ts";
import { OpenChanges } from "./open-changes.ts";
import { registerOpenTexts } from "./open-texts.ts";
import type { SharedSocket } from "./shared-socket.ts";
import { whenIdle } from "./when-idle.ts";
import { WriteMode } from "./write-mode.ts";

export interface WriteSessionOptions {
  readonly userId: string;
  readonly reportId: string;
  readonly handIn: (text: RefusedText) => Promise<HandInResult>;
  readonly isSignedOut: () => Promise<boolean>;
  readonly onReportChanged: () => void;
  readonly onMineChanged: () => void;
  readonly onCommentsChanged: () => void;
}

const handInAgainMs = 30_000;
/** The report that a page opens with is a moment old: it is asked for again when the text is there. */
const askAgainMs = 1_500;

/** What was found on this machine. */
interface LocalFacts {
  readonly refused: RefusedTexts;
  readonly canStoreLocally: boolean;
  readonly localStores: ReadonlySet<string> | null;
}

/** Everything that one open report needs of the network: socket, sections, save line, refused texts, presence. */
export class WriteSession {
  readonly socket: SharedSocket;
  readonly sections: SectionDocuments;
  readonly refused: RefusedTexts;
  readonly saveLine: SaveLineStore;
  readonly mode: WriteMode;
  readonly changes: OpenChanges;
  readonly presenceChanged = createEmitter<void>();
  people: readonly PresentPerson[] = [];
  readonly #reportId: string;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #forgetOpen: () => void;
  #here: string | null = null;
  #askAgainTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(options: WriteSessionOptions, socket: SharedSocket, local: LocalFacts) {
    const { refused, canStoreLocally, localStores } = local;
    this.#reportId = options.reportId;
    this.refused = refused;
    this.socket = socket;
    this.sections = new SectionDocuments({
      socket: this.socket,
      userId: options.userId,
      reportId: options.reportId,
      canStoreLocally,
      localStores,
      refused,
      now: Date.now,
      whenIdle,
      onWriteLost: () => this.saveLine.markNoLocalStore(),
    });
    this.mode = new WriteMode(this.socket, this.sections);
    this.changes = new OpenChanges(this.sections, whenIdle);
    this.saveLine = new SaveLineStore(this.socket, this.sections, refused, canStoreLocally);
    this.socket.control.subscribe((message) => {
      if (message.type === "report-changed" && message.reportId === this.#reportId) options.onReportChanged();
      if (message.type === "comments-changed" && message.reportId === this.#reportId)
        options.onCommentsChanged();
      if (message.type === "mine-changed") options.onMineChanged();
      if (message.type === "presence" && message.reportId === this.#reportId) {
        this.people = message.people;
        this.presenceChanged.emit();
      }
    });
    const handleOpen = () => {
      // What happened while the socket was down was told to nobody.
      this.#askAgainTimer = setTimeout(() => whenIdle(options.onReportChanged), askAgainMs);
      this.#sayHere();
      void refused.handInAll();
    };
    this.socket.stateChanged.subscribe((state) => {
      clearTimeout(this.#askAgainTimer);
      if (state.kind === "open") handleOpen();
    });
    if (this.socket.state.kind === "open") handleOpen();
    this.#timer = setInterval(() => void refused.handInAll(), handInAgainMs);
    this.socket.send({ type: "watch", reportId: this.#reportId });
    this.#sayHere();
    this.#forgetOpen = registerOpenTexts({
      tidy: () => this.#tidy(),
      facts: () => this.saveLine.facts,
      close: () => this.close(),
    });
    void refused.load();
    addEventListener("online", this.#handleOnline);
    addEventListener("pagehide", this.#handlePageHide);
  }

  static async open(options: WriteSessionOptions): Promise<WriteSession> {
    const footing = takeFooting(options.isSignedOut);
    const [{ records, isDurable, writeLost }, localStores] = await Promise.all([
      openRefusedRecords<RefusedText>(options.userId),
      footing.localStores,
    ]);
    const session = new WriteSession(options, footing.socket, {
      refused: new RefusedTexts(records, options.handIn),
      canStoreLocally: isDurable,
      localStores,
    });
    writeLost.subscribe(() => session.saveLine.markNoLocalStore());
    return session;
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
    removeEventListener("pagehide", this.#handlePageHide);
    this.#forgetOpen();
    clearInterval(this.#timer);
    clearTimeout(this.#askAgainTimer);
    this.mode.close();
    this.changes.close();
    this.saveLine.close();
    this.sections.close();
    this.socket.close();
  }

  readonly #handleOnline = () => {
    this.socket.tryNow();
  };

  /** What was acknowledged a moment ago must not lie here as unacknowledged until the section is next opened. */
  readonly #handlePageHide = () => {
    void this.#tidy();
  };

  async #tidy(): Promise<void> {
    await Promise.all(this.sections.all.map((section) => section.tidy()));
  }

  #sayHere(): void {
    this.socket.send({ type: "here", reportId: this.#reportId, sectionId: this.#here });
  }
}
