import * as Y from "yjs";
import type { StoredDocument } from "../ports/document-store.ts";
import { limits } from "./limits.ts";
import { Shadow } from "./shadow.ts";
import type { TextMemory } from "./text-memory.ts";

/** The committed bytes of one section: a state and the updates after it. All that anybody is served from. */
export class CommittedText {
  #state: Uint8Array | null;
  #tail: Uint8Array[];
  /** State vector of `#state`; computed when first asked for. */
  #vector: Uint8Array | null = null;
  #sinceSnapshot: { updates: number; bytes: number };

  constructor(stored: StoredDocument) {
    this.#state = stored.snapshot?.state ?? null;
    this.#tail = stored.updates.map((u) => u.payload);
    this.#sinceSnapshot = {
      updates: this.#tail.length,
      bytes: this.#tail.reduce((sum, u) => sum + u.length, 0),
    };
  }

  /** The whole text as one state; null while updates follow it. */
  get folded(): Uint8Array | null {
    return this.#tail.length === 0 ? this.#state : null;
  }

  /** State vector of the whole text; null while updates follow the state. */
  get foldedVector(): Uint8Array | null {
    const state = this.folded;
    return state && (this.#vector ??= Y.encodeStateVectorFromUpdate(state));
  }

  get updatesSinceSnapshot(): number {
    return this.#sinceSnapshot.updates;
  }

  /** 1 = a snapshot is worth its price. */
  get snapshotPressure(): number {
    const { updates, bytes } = this.#sinceSnapshot;
    return Math.max(updates / limits.snapshotUpdates, bytes / limits.snapshotBytes);
  }

  append(payloads: readonly Uint8Array[]): void {
    for (const payload of payloads) {
      this.#tail.push(payload);
      this.#sinceSnapshot.bytes += payload.length;
    }
    this.#sinceSnapshot.updates += payloads.length;
  }

  /** A document of the committed text and of what is admitted on top. */
  build(onTop: readonly Uint8Array[], memory?: TextMemory): Shadow {
    return new Shadow(this.#state, [...this.#tail, ...onTop], memory);
  }

  /** @param state of exactly the committed text. */
  fold(state: Uint8Array): void {
    this.#state = state;
    this.#vector = null;
    this.#tail = [];
  }

  snapshotTaken(): void {
    this.#sinceSnapshot = { updates: 0, bytes: 0 };
  }
}
