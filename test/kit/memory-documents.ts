import { must, type ReportId, type SectionId, type UserId } from "@dongsoan/shared/domain";
import type {
  AppendOutcome,
  AppendRequest,
  DocumentStore,
  StoredDocument,
  StoredSnapshot,
  StoredUpdate,
} from "../../server/src/ports/document-store.ts";

interface Row {
  head: number;
  epoch: number;
  lineage: number;
  isOpen: boolean;
  readonly updates: StoredUpdate[];
  readonly claims: Map<number, UserId>;
  readonly carried: { readonly seq: number; readonly ranges: Uint8Array }[];
  readonly suggestions: Map<string, UserId>;
  snapshot: StoredSnapshot | null;
}

const seeder = "seed" as UserId;
const reportId = "00000000-0000-4000-8000-000000000000" as ReportId;

/** Sections in memory under the rules of the fence, whose appends can be held back and made to fail. */
export class MemoryDocuments implements DocumentStore {
  readonly #rows = new Map<SectionId, Row>();
  readonly appended: AppendRequest[] = [];
  isFailing = false;
  loads = 0;
  #gate: Promise<void> | null = null;
  #open: () => void = () => undefined;
  #loadGate: Promise<void> | null = null;
  #openLoads: () => void = () => undefined;

  add(id: SectionId, seed: Uint8Array): void {
    this.#rows.set(id, {
      head: 1,
      epoch: 1,
      lineage: 1,
      isOpen: true,
      updates: [{ seq: 1, payload: seed, by: seeder, at: 0 }],
      claims: new Map(),
      carried: [],
      suggestions: new Map(),
      snapshot: null,
    });
  }

  row(id: SectionId): Row {
    return must(this.#rows.get(id), "an unknown section");
  }

  lock(id: SectionId): void {
    const row = this.row(id);
    row.isOpen = false;
    row.epoch += 1;
  }

  unlock(id: SectionId): void {
    const row = this.row(id);
    row.isOpen = true;
    row.epoch += 1;
  }

  /** A change of rights: the fence stays open under a new epoch. */
  renew(id: SectionId): void {
    this.row(id).epoch += 1;
  }

  /** Appends wait from now on until `release`. */
  hold(): void {
    this.#gate ??= new Promise((resolve) => (this.#open = resolve));
  }

  release(): void {
    this.#gate = null;
    this.#open();
  }

  holdLoads(): void {
    this.#loadGate ??= new Promise((resolve) => (this.#openLoads = resolve));
  }

  releaseLoads(): void {
    this.#loadGate = null;
    this.#openLoads();
  }

  async load(id: SectionId): Promise<StoredDocument | null> {
    this.loads += 1;
    if (this.#loadGate) await this.#loadGate;
    if (this.isFailing) throw new Error("the disk is gone");
    const row = this.#rows.get(id);
    if (!row) return null;
    const { snapshot } = row;
    const kept = snapshot?.carried ? snapshot.seq : 0;
    return {
      sectionId: id,
      reportId,
      head: row.head,
      epoch: row.epoch,
      lineage: row.lineage,
      stateKind: "drafting",
      snapshot,
      updates: row.updates.filter((u) => u.seq > (snapshot?.seq ?? 0)),
      claims: new Map(row.claims),
      carried: [
        ...(snapshot?.carried ? [snapshot.carried] : []),
        ...row.carried.filter(({ seq }) => seq > kept).map(({ ranges }) => ranges),
      ],
      suggestions: new Map(row.suggestions),
      damage: null,
    };
  }

  async append(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    while (this.#gate) await this.#gate;
    if (this.isFailing) throw new Error("the disk is full");
    // As in SQL: a request without updates is a fault that undoes the whole commit.
    for (const { updates } of requests) must(updates[0], "an append without updates");
    return requests.map((r) => this.#appendOne(r));
  }

  #appendOne(request: AppendRequest): AppendOutcome {
    const row = this.row(request.sectionId);
    for (const { clientId, userId } of request.claims)
      if ((row.claims.get(clientId) ?? userId) !== userId) return { ok: false, reason: "claimed" };
    if (!row.isOpen || row.epoch !== request.epoch) return { ok: false, reason: "fenced" };
    if (row.head !== request.expectedHead) return { ok: false, reason: "behind" };
    for (const { clientId, userId } of request.claims) row.claims.set(clientId, userId);
    for (const { id, by } of request.suggestions ?? []) row.suggestions.set(id, by);
    for (const { payload, by } of request.updates)
      row.updates.push({ seq: (row.head += 1), payload: Uint8Array.from(payload), by, at: request.at });
    if (request.carried) row.carried.push({ seq: row.head, ranges: request.carried });
    this.appended.push(request);
    return { ok: true, head: row.head, stateKind: "drafting" };
  }

  saveSnapshot(id: SectionId, snapshot: StoredSnapshot): Promise<void> {
    const row = this.row(id);
    if (snapshot.seq > (row.snapshot?.seq ?? 0)) row.snapshot = snapshot;
    return Promise.resolve();
  }

  readUpdates(id: SectionId, afterSeq: number, limit: number): Promise<readonly StoredUpdate[]> {
    const after = this.row(id).updates.filter((u) => u.seq > afterSeq);
    return Promise.resolve(after.slice(0, limit));
  }

  readCarried(id: SectionId): Promise<readonly Uint8Array[]> {
    return Promise.resolve(this.row(id).carried.map(({ ranges }) => ranges));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
