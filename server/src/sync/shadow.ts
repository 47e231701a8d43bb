import * as Y from "yjs";
import type { ErrorCode, UserId } from "@dongsoan/shared/domain";
import {
  applyUntouched,
  CarriedIds,
  type CarriedRange,
  contentOf,
  findCarriedText,
  RecentlyDeleted,
  standsIn,
} from "@dongsoan/shared/crdt";
import { serverItself } from "../ports/section-writer.ts";
import { applyBounded } from "./bounded-apply.ts";
import { limits } from "./limits.ts";
import { addedItemsAreInOrder } from "./order-check.ts";
import { Graves } from "./rescue/graves.ts";
import { type Copies, findCopies, type Knowledge } from "./rescue/copies.ts";
import { Rescue } from "./rescue/rescue.ts";
import { doesMoreThanType } from "./rescue/typed-words.ts";
import { type Withdrawal, type Withdrawn, withdrawnLetters } from "./rescue/withdrawn-letters.ts";
import { RecordsGate, type Writer } from "./records/records-gate.ts";
import { RemovedRecords } from "./records/removed-records.ts";
import { addedItemsAreAllowed } from "./schema-check.ts";
import { UpdateUndo } from "./update-undo.ts";
import { type Inspection, inspectUpdate } from "./update-gate.ts";

export type Admission =
  | {
      readonly ok: true;
      readonly payload: Uint8Array | null;
      /** What must be admitted should this ever be admitted again: it may hold text that the payload only names. */
      readonly source: Uint8Array;
      readonly newClaims: readonly number[];
      /** Text of the update that is deleted text again (LINE1). */
      readonly carried: readonly CarriedRange[];
      /** Suggestions that the writer is the first to store. */
      readonly newSuggestions: readonly string[];
      /** What the server adds in the same commit (SUG12, SUG13, SUG27, SUG29, RESC3, RESC9): bytes under a clientID of its own. */
      readonly repair: Repair | null;
      /** Admitted again, it must be taken back out again (SUG29). */
      readonly isSetApart: boolean;
      /** Of what it did, only what it typed is kept. */
      readonly isCutShort: boolean;
    }
  | { readonly ok: false; readonly reason: ErrorCode; readonly rule: string; readonly isDirty: boolean };

export interface Repair {
  readonly payload: Uint8Array;
  readonly clientId: number;
  readonly carried: readonly CarriedRange[];
}

/** Who sends an update, under whose ids, and with which right. */
export interface UpdateWriter extends Writer {
  readonly userId: UserId;
  /** Owner of the clientIDs that it uses first: the writer, or the server for its own edits. */
  readonly claimant: UserId;
  /** For RESC6; undefined: not known. */
  readonly knowledge?: Knowledge;
}

/** Not enough only where somebody has taken most of the small ids on purpose: then any id serves. */
const smallIdTries = 50;

const nothingWithdrawn: Withdrawn = { paragraphs: [], wrapped: [] };

/** Whose clientIDs and suggestions are known already. */
export interface Owners {
  ofClient(clientId: number): UserId | undefined;
  ofSuggestion(id: string): UserId | undefined;
}

/** What outlives the document: ids that its text had before, and what was just deleted. */
export class TextMemory {
  readonly recent = new RecentlyDeleted();
  readonly removedRecords = new RemovedRecords();
  readonly graves = new Graves();
  /** The clientID of the server's additions; null before the first. */
  serverId: number | null = null;
  readonly carried: CarriedIds;

  constructor(carried = new CarriedIds()) {
    this.carried = carried;
  }
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
  #withdrawn: Withdrawn = nothingWithdrawn;
  #updates: Uint8Array[] = [];
  #transactions: Y.Transaction[] = [];
  /** Upper bound: deletions are not taken off until the bound is reached. */
  #textBound: number;
  #partBound: number;

  constructor(base: Uint8Array | null, tail: Iterable<Uint8Array>, memory = new TextMemory()) {
    this.#memory = memory;
    this.#records = new RecordsGate(this.doc, {
      carried: memory.carried,
      removed: memory.removedRecords,
      newId: () => crypto.randomUUID(),
    });
    this.#rescue = new Rescue(this.doc, memory);
    applyUntouched(this.doc, base ? [base, ...tail] : tail);
    this.#textBound = this.#textLength();
    this.#partBound = this.#partCount();
    this.doc.on("update", (update: Uint8Array) => this.#updates.push(update));
    this.doc.on("afterTransaction", (transaction: Y.Transaction) => {
      this.#transactions.push(transaction);
      // Now or never: in a moment Yjs lets go of what was deleted.
      const isSeen = this.#rescue.hear(transaction);
      const found = findCarriedText(transaction, memory.carried, memory.recent, isSeen);
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
    const refused = (rule: string, reason: ErrorCode = "update-refused"): Admission => ({
      ok: false,
      reason,
      rule,
      isDirty: true,
    });
    this.#records.prepare(writer);
    this.#rescue.begin(inspection.decoded, writer.knowledge);
    const { carried: known } = this.#memory;
    const { userId } = writer;
    this.#withdrawn = nothingWithdrawn;
    this.#withdrawal =
      writer.mode === "suggest"
        ? { userId, id: crypto.randomUUID(), carried: known, ownerOf: (id) => owners.ofClient(id) }
        : null;
    const isApplied = applyBounded(this.doc, update, inspection.decoded.structs);
    const struckId = this.#withdrawal?.id;
    this.#withdrawal = null;
    if (!isApplied) return refused("GATE17");
    if (!this.isWhole) return refused("GATE8");
    if (!this.#transactions.every(addedItemsAreAllowed)) return refused("GATE9");
    if (!this.#transactions.every(addedItemsAreInOrder)) return refused("GATE15");
    if (this.#hasOutgrown(inspection)) return refused("GATE13", "section-too-large");
    const [transaction] = this.#transactions;
    const found = transaction ? this.#copies(transaction, inspection, writer, owners) : null;
    const copies = writer.mode === "write" ? found : null;
    const copied = writer.mode === "suggest" ? (found?.carried ?? []) : [];
    // What is deleted elsewhere only is an update too: the log says who deleted.
    const payload = this.#updates[0] ?? (copies ? update : null);
    const carried = this.#newlyCarried;
    const { newClaims } = inspection;
    const source = payload ?? update;
    const admitted = {
      ok: true,
      payload,
      source,
      newClaims,
      carried,
      isSetApart: writer.isSetApart === true,
      isCutShort: false,
    } as const;
    if (!transaction || !payload) return { ...admitted, newSuggestions: [], repair: null };
    const ownerOf = (id: string) => owners.ofSuggestion(id);
    const verdict = this.#records.judge(writer, transaction, carried, ownerOf);
    const context = {
      writer,
      ownerOf,
      newId: () => crypto.randomUUID(),
      isServers: (id: number) => owners.ofClient(id) === serverItself,
      isMoving: carried.length > 0,
      isCopying: copies !== null,
    };
    if (undo && (verdict.ok || (verdict.rule !== "SUG20" && !verdict.isForged))) {
      const words = this.#rescue.typed(transaction, [...carried, ...copied], context);
      if (words.isTooMuch || undo.isTooMuch) return refused("RESC5", "text-removed");
      this.doc.clientID = this.#serverId(owners);
      const putsBack = [() => undo.run(this.#memory.carried), words.putBack];
      const isCutShort = doesMoreThanType(transaction);
      const repair = this.#repair([], putsBack, carried, writer);
      if (!repair) return refused("SUG11");
      return {
        ...admitted,
        source: update,
        newSuggestions: [...words.newSuggestions],
        repair,
        isCutShort,
      };
    }
    if (!verdict.ok) return refused(verdict.rule);
    const withdrawn = verdict.isWithdrawal ? this.#rescue.putBackWithdrawn(this.#withdrawn) : null;
    const newSuggestions = [...verdict.newSuggestions, ...(withdrawn && struckId ? [struckId] : [])];
    const loss = this.#rescue.loss(transaction, context);
    if (loss?.isTooMuch) return refused("RESC5", "text-removed");
    const catchUp = this.#rescue.catchUp(copies === null);
    if (catchUp?.isTooMuch) return refused("RESC5", "text-removed");
    const mends = [verdict.repair, catchUp?.run, copies?.remove].filter((mend) => mend != null);
    const putsBack = [loss && (() => loss.putBack()), withdrawn, this.#rescue.putInOrder()].filter(
      (put) => put != null,
    );
    if (mends.length + putsBack.length === 0 && verdict.isWithdrawal) return refused("SUG11");
    if (mends.length + putsBack.length === 0)
      return copied.length > 0 ? refused("SUG11") : { ...admitted, newSuggestions, repair: null };
    const allCarried = [...carried, ...(copies?.carried ?? [])];
    this.doc.clientID = this.#serverId(owners);
    const repair = this.#repair(mends, putsBack, allCarried, writer);
    // As a suggestion, what others have put in elsewhere would stand twice.
    if (!repair || copied.some(standsIn(this.doc))) return refused("SUG11");
    return {
      ...admitted,
      // What was gone already is named by the update's own bytes alone.
      source: loss?.isLate || copies || catchUp ? update : payload,
      carried: allCarried,
      newSuggestions: [...newSuggestions, ...(loss?.newSuggestions ?? [])],
      repair,
    };
  }

  #hasOutgrown({ insertedLength, insertedParts }: Extract<Inspection, { ok: true }>): boolean {
    this.#textBound += insertedLength;
    if (this.#textBound > limits.maxTextLength) this.#textBound = this.#textLength();
    this.#partBound += insertedParts;
    if (this.#partBound > limits.maxParts) this.#partBound = this.#partCount();
    return this.#textBound > limits.maxTextLength || this.#partBound > limits.maxParts;
  }

  #copies(
    transaction: Y.Transaction,
    { decoded }: Extract<Inspection, { ok: true }>,
    { mode, knowledge, claimant }: UpdateWriter,
    owners: Owners,
  ): Copies | null {
    if (mode === "server" || !knowledge) return null;
    return findCopies(transaction, decoded, {
      carried: this.#memory.carried,
      now: this.#newlyCarried,
      knowledge,
      isOwn: (id) => owners.ofClient(id) === claimant,
    });
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
  ): Repair | null {
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

  #partCount(): number {
    let count = 0;
    for (const structs of this.doc.store.clients.values())
      for (const struct of structs) if (struct instanceof Y.Item && !struct.deleted) count += 1;
    return count;
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
