// What an open room costs in memory, and whether it comes back when rooms close. Everything is asked after a collection.
import * as Y from "yjs";
import { Client } from "../generator/client.mjs";
import { sleep, waitFor } from "../measure.mjs";
import { withDirectory } from "./with-server.mjs";

const batch = 50;
const kib = 1024;
const sentence =
  "Tổ công tác của xã Bình Yên đã kiểm tra, nhắc nhở các hộ kinh doanh và lập danh sách theo dõi hằng tuần. ";

let nextClientId = 700_000_000;
/** An update with `count` paragraphs of `bytes` each, in UTF-8. */
function paragraphs(count, bytes) {
  const doc = new Y.Doc();
  doc.clientID = nextClientId += 1;
  const text = sentence.repeat(Math.ceil(bytes / Buffer.byteLength(sentence)));
  let length = text.length;
  while (Buffer.byteLength(text.slice(0, length)) > bytes) length -= 1;
  doc.transact(() => {
    for (let i = 0; i < count; i += 1) {
      const paragraph = new Y.XmlElement("paragraph");
      const inside = new Y.XmlText();
      doc.getXmlFragment("content").push([paragraph]);
      paragraph.insert(0, [inside]);
      inside.insert(0, text.slice(0, length));
    }
  });
  return Y.encodeStateAsUpdate(doc);
}

/** Opens rooms, a batch at a time. @param state what the client has to add to each. */
async function openAll(server, first, count, state) {
  const clients = [];
  for (let at = first; at < first + count; at += batch) {
    const now = Array.from(
      { length: Math.min(batch, first + count - at) },
      (_, i) => new Client(server.connection(at + i), state ? { state } : {}),
    );
    await Promise.all(now.map((client) => client.synced));
    clients.push(...now);
  }
  return clients;
}

function endAll(clients) {
  const closed = clients.find((client) => client.closed)?.closed;
  for (const client of clients) client.end();
  if (closed) throw new Error(`a line was closed: ${closed.code} ${closed.reason}`);
}

/** Opens and closes rooms one batch after another, with one edit in each. */
async function cycle(server, first, count) {
  for (let at = first; at < first + count; at += batch) {
    const clients = await openAll(server, at, Math.min(batch, first + count - at));
    for (const client of clients) client.sendSync(2, paragraphs(1, 20));
    await sleep(100);
    endAll(clients);
  }
}

async function fill(server, target, rooms, textKib, storeMs) {
  const content = paragraphs(50, (textKib * kib) / 50);
  for (let at = 0; at < rooms; at += batch) {
    const clients = await openAll(server, at, Math.min(batch, rooms - at), () => content);
    const isSaved = () => clients.every(({ acked, written }) => acked >= written && written > 0);
    if (target.ack === "commit" && !(await waitFor(isSaved, 20_000)))
      throw new Error("the text of the rooms was not acknowledged");
    // The others tell nothing that could be waited for.
    if (target.ack !== "commit") await sleep(200);
    endAll(clients);
  }
  if (target.ack !== "commit") await sleep(storeMs);
}

async function measure(server) {
  const { rss, heapUsed, external } = await server.memory();
  return { rss, heap: heapUsed + external };
}

/**
 * @param open rooms held open, `cycled` rooms opened and closed one after another, `restMs` given to a server to put away
 * what nobody edits, `freeMs` to let go of what nobody has open.
 */
export const memory = (target, { open, cycled, textKib, restMs, freeMs, storeMs }) =>
  withDirectory(async (dir) => {
    const warmUp = 20;
    const rooms = Math.max(open, cycled) + warmUp;
    const writer = await target.start(dir, { rooms });
    try {
      await fill(writer, target, rooms, textKib, storeMs);
    } finally {
      await writer.stop("SIGTERM");
    }
    const server = await target.start(dir, { rooms });
    try {
      await cycle(server, rooms - warmUp, warmUp);
      await sleep(freeMs);
      const start = await measure(server);
      const clients = await openAll(server, 0, open);
      await sleep(restMs);
      const opened = await measure(server);
      for (const client of clients) client.sendSync(2, paragraphs(1, 20));
      await sleep(1_000);
      const edited = await measure(server);
      endAll(clients);
      await cycle(server, 0, cycled);
      await sleep(freeMs);
      const end = await measure(server);
      return {
        faults: [],
        startMib: start.rss / kib / kib,
        roomKib: (opened.rss - start.rss) / open / kib,
        roomHeapKib: (opened.heap - start.heap) / open / kib,
        editedKib: (edited.rss - start.rss) / open / kib,
        editedHeapKib: (edited.heap - start.heap) / open / kib,
        rssAfter: end.rss / start.rss,
        heapAfter: end.heap / start.heap,
      };
    } finally {
      await server.stop("SIGKILL");
    }
  });
