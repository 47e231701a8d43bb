import { errorCodes } from "@dongsoan/shared/domain";
import {
  decodeServerFrame,
  encodeClientFrame,
  isFinalClose,
  protocolVersion,
  serverControl,
  type ChannelMode,
  type ClientControl,
  type ServerControl,
  type ServerFrame,
} from "@dongsoan/shared/protocol";
import { schemaVersion } from "@dongsoan/shared/schema";
import { backoffMs } from "./backoff.ts";
import { createEmitter } from "./emitter.ts";

export type SocketState =
  | { readonly kind: "idle" }
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "waiting"; readonly attempt: number; readonly retryAt: number }
  | { readonly kind: "open" }
  /** The server gave a final answer for the whole socket (signed out, client too old): nothing is tried by itself. */
  | { readonly kind: "refused"; readonly code: number };

export interface OpenedChannel {
  readonly lineage: number;
  readonly epoch: number;
  readonly mode: ChannelMode;
  readonly reason: string;
}

export interface ChannelListener {
  onOpened(channel: OpenedChannel): void;
  /** `message` is a view into a frame that nobody else holds. */
  onData(message: Uint8Array<ArrayBuffer>): void;
  /** @param seq up to this update of the log the text is whole with the message (HEARD1). */
  onText(message: Uint8Array<ArrayBuffer>, seq: number): void;
  onAck(count: number): void;
  /** Of a suggestion only what it typed was kept (SUG29). */
  onCutShort(): void;
  onClose(code: number, reason: string): void;
}

/** What a page holds of a section when it asks for its channel. */
export interface HeldText {
  /** 0 = nothing of this section. */
  readonly lineage: number;
  readonly vector: Uint8Array;
}

/** One section's way through the shared socket. */
export interface Channel {
  send(message: Uint8Array): void;
  /** @param heard seq up to which the page had heard of the text when it wrote this (HEARD2); 0: not known. */
  sendText(message: Uint8Array, heard: number): void;
  close(): void;
}

/** What of the browser's WebSocket is used, so that tests can give an in-memory one. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

export interface SharedSocketOptions {
  readonly connect: () => SocketLike;
  /** Asked after repeated failures: a browser does not tell a refused upgrade (401) from a lost network. */
  readonly isSignedOut?: () => Promise<boolean>;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** Half-open connections (sleep, a lost Wi-Fi) say nothing: after this silence we ask, after twice this we give up. */
const silenceMs = 10_000;
const askAfterAttempts = 2;
const tellEveryMs = 1_000;

interface Entry {
  readonly requestId: number;
  readonly sectionId: string;
  readonly held: () => HeldText;
  readonly listener: ChannelListener;
  number: number | null;
  wasAsked: boolean;
  timer: ReturnType<typeof setTimeout> | null;
}

/**
 * The page's one WebSocket. It alone reconnects, with back-off in this one place; a channel asked for while it is down
 * simply waits. Channels that the server ends for the moment (4503, 1013) wait here too before they are asked for again.
 */
export class SharedSocket {
  readonly control = createEmitter<ServerControl>();
  readonly stateChanged = createEmitter<SocketState>();
  readonly heard = createEmitter<void>();
  state: SocketState = { kind: "idle" };
  /** What every channel asks for that is opened from now on (SUG9). */
  wish: "write" | "suggest" = "write";
  readonly #options: Required<SharedSocketOptions>;
  readonly #entries = new Map<number, Entry>();
  readonly #byNumber = new Map<number, Entry>();
  readonly #watched = new Set<string>();
  /** Transient closes of a section in a row; cleared by its first acknowledgement or by "try now". */
  readonly #failures = new Map<string, number>();
  #socket: SocketLike | null = null;
  #nextRequest = 1;
  #attempt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #pulse: ReturnType<typeof setInterval> | null = null;
  #heardAt = 0;
  #toldAt = 0;

  constructor(options: SharedSocketOptions) {
    this.#options = {
      random: Math.random,
      now: Date.now,
      isSignedOut: () => Promise.resolve(false),
      ...options,
    };
  }

  start(): void {
    if (this.state.kind === "idle") this.#connect();
  }

  /** "Thử ngay": no waiting, also after a final refusal (the person has signed in again). */
  tryNow(): void {
    this.#failures.clear();
    if (this.state.kind === "open" || this.state.kind === "connecting") {
      for (const entry of this.#entries.values()) if (entry.timer) this.#ask(entry);
      return;
    }
    this.#connect();
  }

  /** Drops a connection that is open but does not answer. */
  restart(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#ended(socket, 1006, "no answer");
    socket.close(1000, "restart");
  }

  send(message: ClientControl): void {
    if (message.type === "watch") this.#watched.add(message.reportId);
    if (message.type === "unwatch") this.#watched.delete(message.reportId);
    this.#write({ kind: "control", json: JSON.stringify(message) });
  }

  /** @param held read when the request leaves. */
  open(sectionId: string, held: () => HeldText, listener: ChannelListener): Channel {
    const entry: Entry = {
      requestId: this.#nextRequest++,
      sectionId,
      held,
      listener,
      number: null,
      wasAsked: false,
      timer: null,
    };
    this.#entries.set(entry.requestId, entry);
    const failures = this.#failures.get(sectionId) ?? 0;
    if (failures > 0) {
      const waitMs = backoffMs(failures, this.#options.random());
      entry.timer = setTimeout(() => this.#ask(entry), waitMs);
    } else this.#ask(entry);
    return {
      send: (message) => {
        if (entry.number !== null) this.#write({ kind: "data", channel: entry.number, message });
      },
      sendText: (message, seq) => {
        if (entry.number !== null) this.#write({ kind: "text", channel: entry.number, seq, message });
      },
      close: () => {
        if (!this.#entries.has(entry.requestId)) return;
        if (entry.number !== null)
          this.#write({ kind: "close", channel: entry.number, code: 1000, reason: "" });
        this.#forget(entry);
      },
    };
  }

  close(): void {
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    const socket = this.#socket;
    this.#dropSocket();
    for (const entry of this.#entries.values()) this.#forget(entry);
    socket?.close(1000, "");
    this.#setState({ kind: "idle" });
  }

  #setState(state: SocketState): void {
    this.state = state;
    this.stateChanged.emit(state);
  }

  #connect(): void {
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#attempt += 1;
    this.#setState({ kind: "connecting", attempt: this.#attempt });
    const socket = this.#options.connect();
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#heardAt = this.#options.now();
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      this.#attempt = 0;
      this.#heardAt = this.#options.now();
      this.#setState({ kind: "open" });
      for (const reportId of this.#watched) this.send({ type: "watch", reportId });
      for (const entry of this.#entries.values()) if (!entry.timer) this.#ask(entry);
    };
    socket.onmessage = (event) => {
      if (this.#socket !== socket) return;
      this.#heardAt = this.#options.now();
      // For watchdogs that count in seconds: hundreds of sections need not hear of every frame.
      if (this.#heardAt - this.#toldAt >= tellEveryMs) {
        this.#toldAt = this.#heardAt;
        this.heard.emit();
      }
      this.#read(new Uint8Array(event.data));
    };
    socket.onclose = (event) => this.#ended(socket, event.code, event.reason);
    this.#pulse ??= setInterval(() => this.#checkPulse(), silenceMs / 2);
  }

  #checkPulse(): void {
    const socket = this.#socket;
    if (!socket) return;
    const silentForMs = this.#options.now() - this.#heardAt;
    if (silentForMs >= 2 * silenceMs) this.restart();
    else if (silentForMs >= silenceMs) this.#write({ kind: "control", json: '{"type":"ping"}' });
  }

  #dropSocket(): void {
    const socket = this.#socket;
    if (socket) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
    }
    this.#socket = null;
    if (this.#pulse) clearInterval(this.#pulse);
    this.#pulse = null;
    this.#byNumber.clear();
  }

  #ended(socket: SocketLike, code: number, reason: string): void {
    if (this.#socket !== socket) return;
    this.#dropSocket();
    if (isFinalClose(code)) this.#setState({ kind: "refused", code });
    else {
      const attempt = this.#attempt + 1;
      const waitMs = backoffMs(attempt, this.#options.random());
      this.#setState({ kind: "waiting", attempt, retryAt: this.#options.now() + waitMs });
      this.#retryTimer = setTimeout(() => this.#connect(), waitMs);
      if (attempt >= askAfterAttempts) void this.#askWhetherSignedOut();
    }
    for (const entry of this.#entries.values()) {
      // A channel that was never asked for keeps waiting: its owner need not hear of a socket that it never had.
      if (!entry.wasAsked && !isFinalClose(code)) continue;
      this.#forget(entry);
      entry.listener.onClose(code, reason);
    }
  }

  async #askWhetherSignedOut(): Promise<void> {
    if (!(await this.#options.isSignedOut()) || this.state.kind !== "waiting") return;
    if (this.#retryTimer) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#setState({ kind: "refused", code: errorCodes["signed-out"].close });
  }

  #forget(entry: Entry): void {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    this.#entries.delete(entry.requestId);
    if (entry.number !== null && this.#byNumber.get(entry.number) === entry)
      this.#byNumber.delete(entry.number);
  }

  #ask(entry: Entry): void {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    if (this.state.kind !== "open" || !this.#entries.has(entry.requestId)) return;
    entry.wasAsked = true;
    const { requestId, sectionId } = entry;
    this.#write({
      kind: "open",
      requestId,
      sectionId,
      schemaVersion,
      ...entry.held(),
      mode: this.wish,
      protocolVersion,
    });
  }

  #write(frame: Parameters<typeof encodeClientFrame>[0]): void {
    if (this.state.kind !== "open" || !this.#socket) return;
    this.#socket.send(new Uint8Array(encodeClientFrame(frame)));
  }

  #closeChannel(entry: Entry, code: number, reason: string): void {
    this.#forget(entry);
    if (!isFinalClose(code))
      this.#failures.set(entry.sectionId, (this.#failures.get(entry.sectionId) ?? 0) + 1);
    entry.listener.onClose(code, reason);
  }

  #read(bytes: Uint8Array<ArrayBuffer>): void {
    let frame: ServerFrame;
    try {
      frame = decodeServerFrame(bytes);
    } catch {
      // A frame that cannot be read means that the two ends no longer speak alike; start over.
      this.restart();
      return;
    }
    switch (frame.kind) {
      case "opened": {
        const entry = this.#entries.get(frame.requestId);
        if (!entry) {
          // Given up while the request was on its way.
          this.#write({ kind: "close", channel: frame.channel, code: 1000, reason: "" });
          return;
        }
        entry.number = frame.channel;
        this.#byNumber.set(frame.channel, entry);
        entry.listener.onOpened(frame);
        return;
      }
      case "refused": {
        const entry = this.#entries.get(frame.requestId);
        if (entry) this.#closeChannel(entry, frame.code, frame.reason);
        return;
      }
      case "close": {
        const entry = this.#byNumber.get(frame.channel);
        if (entry) this.#closeChannel(entry, frame.code, frame.reason);
        return;
      }
      case "data":
        this.#byNumber.get(frame.channel)?.listener.onData(new Uint8Array(frame.message));
        return;
      case "text":
        this.#byNumber.get(frame.channel)?.listener.onText(new Uint8Array(frame.message), frame.seq);
        return;
      case "cut-short":
        this.#byNumber.get(frame.channel)?.listener.onCutShort();
        return;
      case "ack": {
        const entry = this.#byNumber.get(frame.channel);
        if (!entry) return;
        this.#failures.delete(entry.sectionId);
        entry.listener.onAck(frame.count);
        return;
      }
      case "control": {
        const message = serverControl.safeParse(parseJson(frame.json));
        // A newer server may say more than this page knows; hints that are not understood are harmless.
        if (message.success) this.control.emit(message.data);
        return;
      }
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: refused by the schema that comes next.
    return undefined;
  }
}
