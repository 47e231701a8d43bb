import * as Y from "yjs";
import type { ErrorCode, UserId } from "@dongsoan/shared/domain";
import {
  applyUntouched,
  CarriedIds,
  type CarriedRange,
  contentOf,
  findCarriedText,
  RecentlyDeleted,
} from "@dongsoan/shared/crdt";
import { limits } from "./limits.ts";
import { addedItemsAreInOrder } from "./order-check.ts";
import { addedItemsAreAllowed } from "./schema-check.ts";
import { type Inspection, inspectUpdate } from "./update-gate.ts";

export type Admission =
  | {
      readonly ok: true;
      readonly payload: Uint8Array | null;
      readonly newClaims: readonly number[];
      /** Text of the update that is deleted text again (LINE1). */
      readonly carried: readonly CarriedRange[];
    }
  | { readonly ok: false; readonly reason: ErrorCode; readonly rule: string; readonly isDirty: boolean };

/**
 * The room's one document. Client bytes are applied to it and to nothing else, and nobody is served from it before a
 * commit. After a refusal that touched it (`isDirty`) the owner throws it away and builds another.
 */
export class Shadow {
  readonly doc = new Y.Doc();
  readonly #carried: CarriedIds;
  readonly #recent: RecentlyDeleted;
  #newlyCarried: readonly CarriedRange[] = [];
  #updates: Uint8Array[] = [];
  #transactions: Y.Transaction[] = [];
  /** Upper bound: deletions are not taken off until the bound is reached. */
  #textBound: number;

  /** @param carried and @param recent outlive the document: ids that its text had before, and what was just deleted. */
  constructor(
    base: Uint8Array | null,
    tail: Iterable<Uint8Array>,
    carried = new CarriedIds(),
    recent = new RecentlyDeleted(),
  ) {
    this.#carried = carried;
    this.#recent = recent;
    applyUntouched(this.doc, base ? [base, ...tail] : tail);
    this.#textBound = this.#textLength();
    this.doc.on("update", (update: Uint8Array) => this.#updates.push(update));
    this.doc.on("afterTransaction", (transaction: Y.Transaction) => {
      this.#transactions.push(transaction);
      // Now or never: in a moment Yjs lets go of what was deleted.
      this.#newlyCarried = findCarriedText(transaction, this.#carried, this.#recent);
    });
  }

  /** Would applying these bytes leave something waiting for a past that is not here? */
  get isWhole(): boolean {
    return this.doc.store.pendingStructs === null && this.doc.store.pendingDs === null;
  }

  knownClock(clientId: number): number {
    return Y.getState(this.doc.store, clientId);
  }

  encode(vector?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc, vector);
  }

  vector(): Uint8Array {
    return Y.encodeStateVector(this.doc);
  }

  /** GATE1-GATE7: what the bytes alone tell. Nothing is applied. */
  inspect(
    update: Uint8Array,
    by: UserId,
    ownerOf: (clientId: number) => UserId | undefined,
    claimsLeft: number,
  ): Inspection {
    return inspectUpdate(update, {
      userId: by,
      ownerOf,
      knownClock: (client) => this.knownClock(client),
      claimsLeft,
    });
  }

  /** Does an update that adds nothing take anything away? */
  deletesAnything(update: Uint8Array): boolean {
    for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
      const structs = this.doc.store.clients.get(client) ?? [];
      for (const { clock, len } of ranges) {
        // The index search is for items; collected runs are found alike.
        for (let i = Y.findIndexSS(structs as Y.Item[], clock); i < structs.length; i += 1) {
          const struct = structs[i];
          if (!struct || struct.id.clock >= clock + len) break;
          if (!struct.deleted) return true;
        }
      }
    }
    return false;
  }

  /** GATE1-GATE13: admits an update whole or refuses it whole. */
  admit(
    update: Uint8Array,
    by: UserId,
    ownerOf: (clientId: number) => UserId | undefined,
    claimsLeft: number,
  ): Admission {
    const inspection = this.inspect(update, by, ownerOf, claimsLeft);
    if (!inspection.ok) return { ...inspection, isDirty: false };
    this.#updates = [];
    this.#transactions = [];
    this.#newlyCarried = [];
    const admission = this.#tryApply(update, inspection);
    if (admission.ok) for (const range of admission.carried) this.#carried.add(range);
    else this.#recent.forget();
    return admission;
  }

  #tryApply(update: Uint8Array, inspection: Extract<Inspection, { ok: true }>): Admission {
    try {
      return this.#apply(update, inspection);
    } catch {
      // Decoding is no promise that applying (or looking at the result) works; the document may be half changed.
      return { ok: false, reason: "malformed", rule: "GATE8", isDirty: true };
    }
  }

  #apply(update: Uint8Array, inspection: Extract<Inspection, { ok: true }>): Admission {
    applyUntouched(this.doc, [update]);
    if (!this.isWhole) return { ok: false, reason: "update-refused", rule: "GATE8", isDirty: true };
    if (!this.#transactions.every(addedItemsAreAllowed))
      return { ok: false, reason: "update-refused", rule: "GATE9", isDirty: true };
    if (!this.#transactions.every(addedItemsAreInOrder))
      return { ok: false, reason: "update-refused", rule: "GATE15", isDirty: true };
    this.#textBound += inspection.insertedLength;
    if (this.#textBound > limits.maxTextLength) {
      this.#textBound = this.#textLength();
      if (this.#textBound > limits.maxTextLength)
        return { ok: false, reason: "section-too-large", rule: "GATE13", isDirty: true };
    }
    const payload = this.#updates[0] ?? null;
    return { ok: true, payload, newClaims: inspection.newClaims, carried: this.#newlyCarried };
  }

  destroy(): void {
    this.doc.destroy();
  }

  #textLength(): number {
    let length = 0;
    const walk = (node: unknown) => {
      if (node instanceof Y.XmlText) length += node.length;
      else if (node instanceof Y.XmlFragment) for (const child of node.toArray()) walk(child);
    };
    walk(contentOf(this.doc));
    return length;
  }
}
