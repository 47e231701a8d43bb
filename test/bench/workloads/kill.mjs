// kill -9 while people type. What a writer was told is safe, and what others had seen, is looked for by a fresh client.
import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import { Client } from "../generator/client.mjs";
import { sleep } from "../measure.mjs";
import { Rooms } from "../generator/rooms.mjs";
import { withDirectory } from "./with-server.mjs";

const shape = { first: 0, rooms: 5, people: 3, writers: 2 };
/** y-websocket with LevelDB calls a client synced before it has loaded: what comes late still counts. */
const lateMs = 1_500;

/** Last clock that the server told this typist is safe; where it tells nothing, the last that somebody else had. */
const toldSafe = (ack, typist) =>
  ack === "none"
    ? seenByOthers(typist)
    : typist.clockAtWrite(ack === "commit" ? typist.client.acked : typist.client.statuses);
const seenByOthers = ({ seenBy, firstClock }) => Math.max(firstClock, ...seenBy.values());

/** What stands in the paragraph of each typist after the restart: clock reached, 0 when the paragraph is gone. */
async function readBack(server, rooms) {
  const reached = new Map();
  const perRoom = rooms.typists.length / shape.rooms;
  for (let room = 0; room < shape.rooms; room += 1) {
    const doc = new Y.Doc();
    const client = new Client(server.connection(room), {
      onState: (_client, bytes) => Y.applyUpdate(doc, Uint8Array.from(bytes)),
    });
    await client.synced;
    await sleep(lateMs);
    client.end();
    const paragraphs = doc.getXmlFragment("content").toArray();
    for (const { clientId, firstClock } of rooms.typists.slice(room * perRoom, (room + 1) * perRoom)) {
      const own = paragraphs.find(({ _item }) => _item.id.client === clientId);
      // The paragraph came with one character.
      reached.set(clientId, own ? firstClock - 1 + own.get(0).length : 0);
    }
  }
  return reached;
}

async function killOnce(target, { perSecond, minSeconds, maxSeconds }) {
  return withDirectory(async (dir) => {
    const options = { rooms: shape.rooms };
    const server = await target.start(dir, options);
    const rooms = await Rooms.open(server, shape);
    const seconds = minSeconds + Math.random() * (maxSeconds - minSeconds);
    const started = performance.now();
    for (let sent = 0; performance.now() - started < seconds * 1000;) {
      const due = ((performance.now() - started) / 1000) * perSecond * rooms.typists.length;
      for (; sent < due; sent += 1) rooms.typists[sent % rooms.typists.length].type(performance.now(), false);
      await sleep(1);
    }
    if (rooms.faults.length > 0) throw new Error(rooms.faults[0]);
    await server.stop("SIGKILL");
    const killedAt = performance.now();
    // What was on its way when it died may still come in.
    await sleep(100);
    rooms.end();
    const again = await target.start(dir, options);
    const sums = { typed: 0, told: 0, toldLost: 0, seen: 0, seenLost: 0, old: 0, oldLost: 0 };
    try {
      const reached = await readBack(again, rooms);
      for (const typist of rooms.typists) {
        const { clientId, firstClock, sentAt } = typist;
        const back = reached.get(clientId);
        const add = (what, to) => {
          sums[what] += to - firstClock;
          if (`${what}Lost` in sums) sums[`${what}Lost`] += Math.max(0, to - Math.max(back, firstClock));
        };
        add("typed", typist.clock);
        add("told", toldSafe(target.ack, typist));
        add("seen", seenByOthers(typist));
        add("old", firstClock + sentAt.filter((at) => at < killedAt - 1_000).length);
      }
    } finally {
      await again.stop("SIGKILL");
    }
    return sums;
  });
}

/** `kills` rounds, each after a random while of typing in five rooms by two people. */
export async function kill(target, { kills, ...options }) {
  const total = {};
  for (let i = 0; i < kills; i += 1)
    for (const [key, value] of Object.entries(await killOnce(target, options)))
      total[key] = (total[key] ?? 0) + value;
  return { faults: [], kills, ...total };
}
