import type { ChannelMode } from "@dongsoan/shared/protocol";
import type { SaveStatus } from "./save-status.ts";

/**
 * Counts one section's changes against the server's acknowledgements. On an open channel the n-th write frame is durable
 * once the server has acknowledged n; the first one (step 2) carries everything that had waited, so until then changes
 * from before the connection count as waiting.
 */
export class SaveTracker {
  readonly #now: () => number;
  readonly #onChange: () => void;
  #status: SaveStatus = { kind: "opening" };
  #mode: ChannelMode | null = null;
  #isSynced = false;
  #sent = 0;
  #acked = 0;
  /** When each unacknowledged write frame of this channel left, oldest first. */
  #leftAt: number[] = [];
  /** Changes that no open channel has carried to an acknowledgement yet. */
  #waitingCount = 0;
  #waitingSince: number | null = null;
  #savedAt: number | null = null;

  constructor(now: () => number, onChange: () => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  get status(): SaveStatus {
    return this.#status;
  }

  get hasUnsent(): boolean {
    return this.#waitingCount > 0 || this.#status.kind === "saving";
  }

  /** The person changed the text here. */
  changed(): void {
    if (this.#waitingCount === 0) this.#waitingSince = this.#now();
    this.#waitingCount += 1;
    this.#update();
  }

  opened(mode: ChannelMode): void {
    if (this.#status.kind === "closed") this.#status = { kind: "opening" };
    this.#mode = mode;
    this.#sent = 0;
    this.#acked = 0;
    this.#leftAt = [];
    this.#isSynced = false;
    if (this.#waitingCount > 0) this.#waitingSince = this.#now();
    this.#update();
  }

  synced(): void {
    this.#isSynced = true;
    this.#update();
  }

  count(sent: number, acked: number): void {
    const now = this.#now();
    while (this.#sent < sent) {
      this.#sent += 1;
      this.#leftAt.push(now);
    }
    if (acked > this.#acked) {
      this.#leftAt.splice(0, acked - this.#acked);
      this.#acked = acked;
      if (this.#acked >= this.#sent && this.#sent > 0) {
        this.#waitingCount = 0;
        this.#waitingSince = null;
        this.#savedAt = now;
      } else {
        this.#waitingCount = Math.min(this.#waitingCount, this.#sent - this.#acked);
        this.#waitingSince = this.#leftAt[0] ?? this.#waitingSince;
      }
    }
    this.#update();
  }

  channelLost(): void {
    this.#mode = null;
    this.#isSynced = false;
    this.#sent = 0;
    this.#acked = 0;
    this.#leftAt = [];
    this.#update();
  }

  closed(code: number): void {
    this.#set({ kind: "closed", code, hasUnsent: this.#waitingCount > 0 });
  }

  /** Another document takes the place of this one: what waited is no longer this section's. */
  startAnew(): void {
    this.#waitingCount = 0;
    this.#waitingSince = null;
    this.askAgain();
  }

  /** The channel is asked for again with the same document. */
  askAgain(): void {
    this.#set({ kind: "opening" });
    this.channelLost();
  }

  #update(): void {
    this.#set(this.#compute());
  }

  #compute(): SaveStatus {
    if (this.#status.kind === "closed") return { ...this.#status, hasUnsent: this.#waitingCount > 0 };
    const since = this.#waitingSince ?? this.#now();
    if (this.#mode === null)
      return this.#waitingCount > 0
        ? { kind: "unsent", changeCount: this.#waitingCount, since }
        : { kind: "opening" };
    if (this.#waitingCount > 0) {
      const isCatchingUp = this.#acked === 0;
      return { kind: "saving", changeCount: this.#waitingCount, since, isCatchingUp };
    }
    if (!this.#isSynced || this.#acked < this.#sent) return { kind: "opening" };
    return { kind: "saved", at: this.#savedAt ?? this.#now() };
  }

  #set(status: SaveStatus): void {
    const before = this.#status;
    this.#status = status;
    if (
      before.kind !== status.kind ||
      ("changeCount" in status && "changeCount" in before && status.changeCount !== before.changeCount) ||
      (status.kind === "closed" && before.kind === "closed" && status.hasUnsent !== before.hasUnsent) ||
      (status.kind === "saved" && before.kind === "saved" && status.at !== before.at)
    )
      this.#onChange();
  }
}
