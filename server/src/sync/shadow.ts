import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { applyUntouched, type CarriedRange, findCarriedText, standsIn } from "@dongsoan/shared/crdt";
import { serverItself } from "../ports/section-writer.ts";
import {
  type Admission,
  type Admitted,
  type Owners,
  refused,
  type Refusal,
  type Repair,
  type UpdateWriter,
} from "./admission.ts";
import { applyBounded } from "./bounded-apply.ts";
import { addedItemsAreInOrder } from "./order-check.ts";
import type { Copies } from "./rescue/copies.ts";
import { type LossContext, Rescue } from "./rescue/rescue.ts";
import { doesMoreThanType } from "./rescue/typed-words.ts";
import { type Withdrawal, type Withdrawn, withdrawnLetters } from "./rescue/withdrawn-letters.ts";
import { RecordsGate, type RecordsVerdict } from "./records/records-gate.ts";
import { addedItemsAreAllowed } from "./schema-check.ts";
import { TextMemory } from "./text-memory.ts";
import { TextSize } from "./text-size.ts";
import { UpdateUndo } from "./update-undo.ts";
import { type Inspection, inspectUpdate } from "./update-gate.ts";

/** Not enough only where somebody has taken most of the small ids on purpose: then any id serves. */
const smallIdTries = 50;

const nothingWithdrawn: Withdrawn = { paragraphs: [], wrapped: [] };

/** An update that the document holds, and what is known of it. */
interface Brought {
  readonly update: Uint8Array;
  readonly transaction: Y.Transaction;
  readonly admitted: Admitted;
  readonly context: LossContext & { readonly writer: UpdateWriter };
  /** RESC6: in write mode, to be taken out. */
  readonly copies: Copies | null;
  /** In suggest mode. */
  readonly copied: readonly CarriedRange[];
  readonly owners: Owners;
}

/**
 * The room's one document. Client bytes are applied to it and to nothing else, and nobody is served from it before a
 * commit. After a refusal that touched it (`isDirty`) the owner throws it away and builds another.
 */
export class Shadow {
  readonly doc = new Y.Doc();
  readonly #memory: TextMemory;
  readonly #records: RecordsGate;
  readonly #rescue: Rescue;
  #newlyCarried: readonly CarriedRange[] = [];
  #withdrawal: Withdrawal | null = null;
  /** Of the suggestion that letters which were taken out would be struck by (SUG27). */
  #struckId = "";
  #withdrawn: Withdrawn = nothingWithdrawn;
  #updates: Uint8Array[] = [];
  #transactions: Y.Transaction[] = [];
  readonly #size: TextSize;

  constructor(base: Uint8Array | null, tail: Iterable<Uint8Array>, memory = new TextMemory()) {
    this.#memory = memory;
    this.#records = new RecordsGate(this.doc, {
      carried: memory.carried,
      removed: memory.removedRecords,
      newId: () => crypto.randomUUID(),
    });
    this.#rescue = new Rescue(this.doc, memory);
    applyUntouched(this.doc, base ? [base, ...tail] : tail);
    this.#size = new TextSize(this.doc);
    this.doc.on("update", (update: Uint8Array) => this.#updates.push(update));
    this.doc.on("afterTransaction", (transaction: Y.Transaction) => {
      this.#transactions.push(transaction);
      // Now or never: in a moment Yjs lets go of what was deleted.
      const seen = this.#rescue.hear(transaction);
      const found = findCarriedText(transaction, memory.carried, memory.recent, seen);
      this.#newlyCarried = this.#rescue.hearCarried(transaction, found);
      if (this.#withdrawal) this.#withdrawn = withdrawnLetters(transaction, this.#withdrawal);
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
    const stands = standsIn(this.doc);
    const deleted = [...Y.decodeUpdate(update).ds.clients];
    return deleted.some(([client, ranges]) =>
      ranges.some(({ clock, len }) => stands({ client, clock, length: len })),
    );
  }

  /** GATE1-GATE17, SUG11-SUG29: admits an update whole or refuses it whole. */
  admit(update: Uint8Array, writer: UpdateWriter, owners: Owners, claimsLeft: number): Admission {
    const inspection = this.inspect(update, writer.claimant, (id) => owners.ofClient(id), claimsLeft);
    if (!inspection.ok) return { ...inspection, isDirty: false };
    this.#updates = [];
    this.#transactions = [];
    this.#newlyCarried = [];
    const admission = this.#tryApply(update, inspection, writer, owners);
    if (!admission.ok) this.#memory.recent.forget();
    else
      for (const range of [...admission.carried, ...(admission.repair?.carried ?? [])])
        this.#memory.carried.add(range);
    return admission;
  }

  #tryApply(
    update: Uint8Array,
    inspection: Extract<Inspection, { ok: true }>,
    writer: UpdateWriter,
    owners: Owners,
  ): Admission {
    const undo = writer.isSetApart && writer.mode === "suggest" ? new UpdateUndo(this.doc) : null;
    try {
      return this.#apply(update, inspection, writer, owners, undo);
    } catch {
      // Decoding is no promise that applying (or looking at the result) works; the document may be half changed.
      return { ok: false, reason: "malformed", rule: "GATE8", isDirty: true };
    } finally {
      undo?.end();
    }
  }

  #apply(
    update: Uint8Array,
    inspection: Extract<Inspection, { ok: true }>,
    writer: UpdateWriter,
    owners: Owners,
    undo: UpdateUndo | null,
  ): Admission {
    const fault = this.#bringIn(update, inspection, writer, owners);
    if (fault) return fault;
    const [transaction] = this.#transactions;
    const isOwn = (id: number) => owners.ofClient(id) === writer.claimant;
    const isServers = writer.mode === "server";
    const found = transaction && !isServers ? this.#rescue.copies(transaction, isOwn) : null;
    const copies = writer.mode === "write" ? found : null;
    const copied = writer.mode === "suggest" ? (found?.carried ?? []) : [];
    // What is deleted elsewhere only is an update too: the log says who deleted.
    const payload = this.#updates[0] ?? (copies ? update : null);
    const carried = this.#newlyCarried;
    const admitted: Admitted = {
      ok: true,
      payload,
      // What was gone already is named by the update's own bytes alone.
      source: writer.knowledge?.kind === "whole-document" ? (payload ?? update) : update,
      newClaims: inspection.newClaims,
      carried,
      newSuggestions: [],
      repair: null,
      isSetApart: writer.isSetApart === true,
      isCutShort: false,
    };
    if (!transaction || !payload) return admitted;
    const ownerOf = (id: string) => owners.ofSuggestion(id);
    const verdict = this.#records.judge(writer, transaction, carried, ownerOf);
    const context = {
      writer,
      ownerOf,
      newId: () => crypto.randomUUID(),
      isServers: (id: number) => owners.ofClient(id) === serverItself,
      isMoving: carried.length > 0,
      isCopying: copies !== null,
      gone: copies?.gone ?? copied,
    };
    const brought = { update, transaction, admitted, context, copies, copied, owners };
    if (undo && (verdict.ok || (verdict.rule !== "SUG20" && !verdict.isForged)))
      return this.#setApart(brought, undo);
    return verdict.ok ? this.#mend(brought, verdict) : refused(verdict.rule);
  }

  /** Applies the bytes. @returns why the document cannot be as it is then, or null. */
  #bringIn(
    update: Uint8Array,
    inspection: Extract<Inspection, { ok: true }>,
    writer: UpdateWriter,
    owners: Owners,
  ): Refusal | null {
    const { carried } = this.#memory;
    const { userId } = writer;
    this.#records.prepare(writer);
    this.#rescue.begin(inspection.decoded, writer);
    this.#withdrawn = nothingWithdrawn;
    this.#struckId = crypto.randomUUID();
    const withdrawal = { userId, id: this.#struckId, carried, ownerOf: (id: number) => owners.ofClient(id) };
    this.#withdrawal = writer.mode === "suggest" ? withdrawal : null;
    const isApplied = applyBounded(this.doc, update, inspection.decoded.structs);
    this.#withdrawal = null;
    if (!isApplied) return refused("GATE17");
    if (!this.isWhole) return refused("GATE8");
    if (!this.#transactions.every(addedItemsAreAllowed)) return refused("GATE9");
    if (!this.#transactions.every(addedItemsAreInOrder)) return refused("GATE15");
    return this.#size.hasOutgrown(inspection) ? refused("GATE13", "section-too-large") : null;
  }

  /** SUG29: it is taken back out, and what it typed stands where it was typed. */
  #setApart(
    { update, transaction, admitted, context, copied, owners }: Brought,
    undo: UpdateUndo,
  ): Admission {
    const { carried } = admitted;
    const words = this.#rescue.typed(transaction, [...carried, ...copied], context);
    if (words.isTooMuch || undo.isTooMuch) return refused("RESC5", "text-removed");
    const isCutShort = doesMoreThanType(transaction);
    const putsBack = [() => undo.run(this.#memory.carried), words.putBack];
    const repair = this.#repair([], putsBack, carried, context.writer, owners);
    if (!repair) return refused("SUG11");
    return { ...admitted, source: update, newSuggestions: [...words.newSuggestions], repair, isCutShort };
  }

  /** What the update has lost of others' text and records, or brought twice, is set right in the same commit. */
  #mend(
    { update, transaction, admitted, context, copies, copied, owners }: Brought,
    verdict: Extract<RecordsVerdict, { ok: true }>,
  ): Admission {
    const withdrawn = verdict.isWithdrawal ? this.#rescue.putBackWithdrawn(this.#withdrawn) : null;
    const newSuggestions = [...verdict.newSuggestions, ...(withdrawn ? [this.#struckId] : [])];
    const loss = this.#rescue.loss(transaction, context);
    const catchUp = this.#rescue.catchUp(copies !== null);
    if (loss?.isTooMuch || catchUp?.isTooMuch) return refused("RESC5", "text-removed");
    const mends = [verdict.repair, catchUp?.run, copies?.remove].filter((mend) => mend != null);
    const putsBack = [loss && (() => loss.putBack()), withdrawn, this.#rescue.putInOrder()].filter(
      (put) => put != null,
    );
    const needsNothing = mends.length + putsBack.length === 0;
    const stands = standsIn(this.doc);
    if (needsNothing && (verdict.isWithdrawal || copied.some(stands))) return refused("SUG11");
    const carried = [...admitted.carried, ...(copies?.carried ?? copied)];
    const source = loss?.isLate || copies || catchUp ? update : admitted.source;
    if (needsNothing) return { ...admitted, source, carried, newSuggestions };
    const repair = this.#repair(mends, putsBack, carried, context.writer, owners);
    // As a suggestion, what others have put in elsewhere would stand twice.
    if (!repair || copied.some(stands)) return refused("SUG11");
    return {
      ...admitted,
      source,
      carried,
      newSuggestions: [...newSuggestions, ...(loss?.newSuggestions ?? [])],
      repair,
    };
  }

  /**
   * Of what two write at one place Yjs puts the smaller clientID first: letters that the server puts back stand before those
   * that their writer has typed there since. Clients choose among four thousand million. One id serves for as long as the
   * room is open, since nothing is sent before it is stored. It does not serve longer: where a backup was put back, pages
   * may hold what was written under the former ids since, and would take something else for the same.
   */
  #serverId(owners: Owners): number {
    const { serverId } = this.#memory;
    if (serverId !== null && this.#isServers(serverId, owners)) return serverId;
    const drawn = crypto.getRandomValues(new Uint16Array(smallIdTries));
    const small = drawn.find((id) => id > 0 && this.knownClock(id) === 0);
    return (this.#memory.serverId = small ?? this.doc.clientID);
  }

  /** One that was never stored, since its update was taken back out, may be another's by now. */
  #isServers(id: number, owners: Owners): boolean {
    return this.knownClock(id) === 0 || owners.ofClient(id) === serverItself;
  }

  /** @returns the server's own edit; null when the text is not as it must be after it either. */
  #repair(
    mends: readonly (() => void)[],
    putsBack: readonly ((soFar: readonly CarriedRange[]) => CarriedRange[])[],
    carriedBefore: readonly CarriedRange[],
    writer: UpdateWriter,
    owners: Owners,
  ): Repair | null {
    this.doc.clientID = this.#serverId(owners);
    this.#updates = [];
    this.#transactions = [];
    const carried: CarriedRange[] = [];
    for (const range of carriedBefore) this.#memory.carried.add(range);
    this.doc.transact(() => {
      for (const mend of mends) mend();
      for (const putBack of putsBack) {
        const more = putBack(carried);
        carried.push(...more);
        for (const range of more) this.#memory.carried.add(range);
      }
    });
    this.#memory.carried.remove([...carriedBefore, ...carried]);
    const isMended = this.#transactions.every(
      (transaction) => addedItemsAreAllowed(transaction) && this.#records.isMended(writer, transaction),
    );
    if (!isMended || this.#updates.length === 0) return null;
    return { payload: Y.mergeUpdates(this.#updates), clientId: this.doc.clientID, carried };
  }

  destroy(): void {
    this.doc.destroy();
  }
}
