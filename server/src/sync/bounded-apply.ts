import * as encoding from "lib0/encoding";
import * as Y from "yjs";

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/** So few cost little, whatever they name as their neighbours. */
const maxAtOnce = 64;
/** Structs between two looks at the clock. In the longest list that a section may hold they cost about a second. */
const sliceLength = 16;
/** An honest struct takes 4 µs this way; one that names far neighbours in a list of 15,000 takes three milliseconds. */
const msPerUpdate = 300;
const msPerStruct = 0.02;

/**
 * Milliseconds that this thread has worked. By the clock a busy machine would make honest updates slow, and refused;
 * before 23.9 Node tells no other.
 */
function workedMs(): number {
  const { threadCpuUsage } = process as Partial<Pick<NodeJS.Process, "threadCpuUsage">>;
  const used = threadCpuUsage?.();
  return used ? (used.user + used.system) / 1_000 : performance.now();
}

/**
 * GATE17: applies an update as it is, and gives up when that takes unreasonably long. Yjs looks for a new item's place
 * among everything that stands between the neighbours that it names; an update can name them so that 240 KB take 24 s,
 * and nothing in Yjs can be interrupted. So a large one is applied piece by piece, in one transaction.
 * @returns false when it was given up: the document is then half changed.
 */
export function applyBounded(doc: Y.Doc, update: Uint8Array, structs: readonly Struct[]): boolean {
  let isWhole = true;
  doc.transact((transaction) => {
    isWhole = structs.length <= maxAtOnce || applySlices(doc, structs);
    // With it comes what is deleted; what stands there already changes nothing.
    if (isWhole) Y.applyUpdate(doc, update);
    // What Yjs looks at before it tidies up (`applyUntouched`).
    transaction.local = true;
  });
  return isWhole;
}

function applySlices(doc: Y.Doc, structs: readonly Struct[]): boolean {
  const giveUpAt = workedMs() + msPerUpdate + structs.length * msPerStruct;
  for (const slice of slicesInOrder(doc, structs)) {
    Y.applyUpdate(doc, encodeStructs(slice));
    if (workedMs() > giveUpAt) return false;
  }
  return true;
}

/** Structs that are new here, each behind all that it names. What names something unknown is left out: it cannot be applied. */
function* slicesInOrder(doc: Y.Doc, structs: readonly Struct[]): Generator<readonly Struct[]> {
  const queues = new Map<number, { readonly structs: Struct[]; next: number }>();
  for (const struct of structs) {
    const { client } = struct.id;
    const queue = queues.get(client) ?? { structs: [], next: 0 };
    queues.set(client, queue);
    queue.structs.push(struct);
  }
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  const isThere = (id: unknown) => !(id instanceof Y.ID) || id.clock < endOf(id.client);
  const isReady = (struct: Struct) =>
    !(struct instanceof Y.Item) ||
    (isThere(struct.origin) && isThere(struct.rightOrigin) && isThere(struct.parent));
  let slice: Struct[] = [];
  for (let hasMoved = true; hasMoved;) {
    hasMoved = false;
    for (const [client, queue] of queues) {
      for (
        let struct = queue.structs[queue.next];
        struct && isReady(struct);
        struct = queue.structs[queue.next]
      ) {
        queue.next += 1;
        hasMoved = true;
        const end = struct.id.clock + struct.length;
        if (end <= endOf(client)) continue;
        ends.set(client, end);
        slice.push(struct);
        if (slice.length < sliceLength) continue;
        yield slice;
        slice = [];
      }
    }
  }
  if (slice.length > 0) yield slice;
}

/** @returns an update of these structs that deletes nothing. */
function encodeStructs(structs: readonly Struct[]): Uint8Array {
  const runs: Struct[][] = [];
  for (const struct of structs) {
    const run = runs.at(-1);
    if (run?.[0]?.id.client === struct.id.client) run.push(struct);
    else runs.push([struct]);
  }
  const encoder = new Y.UpdateEncoderV1();
  encoding.writeVarUint(encoder.restEncoder, runs.length);
  for (const run of runs) {
    const [first] = run;
    if (!first) continue;
    encoding.writeVarUint(encoder.restEncoder, run.length);
    encoder.writeClient(first.id.client);
    encoding.writeVarUint(encoder.restEncoder, first.id.clock);
    for (const struct of run) struct.write(encoder, 0);
  }
  encoding.writeVarUint(encoder.restEncoder, 0);
  return encoder.toUint8Array();
}
