import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { channelRates, limits } from "../../server/src/sync/limits.ts";
import { step1Message, step2Message, updateMessage } from "../../server/src/sync/y-messages.ts";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";

const one = sectionId(1);
const empty = new Uint8Array([0]);
let server: TestServer;
const start = (sectionCount = 1) => (server = new TestServer(sectionCount));
const an = () => new TestClient(server, "an", 101);
const binh = () => new TestClient(server, "binh", 202);
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
});

/** What a client would send for a change, without the client's document taking part. */
function changeOf(
  client: TestClient,
  clientId: number,
  change: (content: Y.XmlFragment) => void,
): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(client.doc));
  doc.clientID = clientId;
  const vector = Y.encodeStateVector(doc);
  doc.transact(() => change(doc.getXmlFragment("content")));
  return Y.encodeStateAsUpdate(doc, vector);
}
const typed = (text: string) => (content: Y.XmlFragment) =>
  ((content.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, text);
const forbidden = (content: Y.XmlFragment) => content.push([new Y.XmlElement("iframe")]);

describe("durable acknowledgement", () => {
  it("[ACK1] [ACK2] [ACK3] nothing leaves before its commit: no broadcast, no step 2, no acknowledgement", async () => {
    start();
    const [a, b, c] = [await an().join(), await binh().join(), new TestClient(server, "chi", 303)];
    server.documents.hold();
    a.firstText.insert(0, "Mới. ");
    a.deliverOut();
    await c.connect();
    c.deliverOut();
    await settle();
    expect([a.acked, b.inbox.length]).toEqual([a.sent - 1, 0]);
    // Not even the server's own step 1: it names what it has.
    expect(c.inbox).toEqual([]);
    server.documents.release();
    await exchange([a, b, c]);
    expect(a.isSaved).toBe(true);
    expect(b.text).toContain("Mới. ");
    expect(c.text).toBe(a.text);
    expect(server.storedText(one)).toBe(a.text);
  });

  it("[ACK1] counts every write frame in order and tells a commit once", async () => {
    start();
    const a = await an().join();
    server.documents.hold();
    for (let i = 0; i < 5; i += 1) a.firstText.insert(0, "a");
    a.write(updateMessage(new Uint8Array([0, 0])));
    a.deliverOut();
    await settle();
    const told: number[] = [];
    let acked = a.acked;
    Object.defineProperty(a, "acked", {
      get: () => acked,
      set: (n: number) => {
        told.push(n);
        acked = n;
      },
    });
    server.documents.release();
    await exchange([a]);
    expect(acked).toBe(a.sent);
    // The first update was on its way alone; the rest followed in one commit.
    expect(told.length).toBeLessThanOrEqual(2);
  });

  it("[ACK2] [GATE14] what is taken back out after a refusal is in nobody's answer, and nobody waits for it", async () => {
    start();
    const [a, evil] = [await an().join(), await binh().join()];
    evil.isHonest = false;
    server.documents.hold();
    a.firstText.insert(0, "Thật. ");
    a.deliverOut();
    await settle();
    evil.write(updateMessage(changeOf(evil, 202, typed("Giả. "))));
    evil.deliverOut();
    const c = new TestClient(server, "chi", 303);
    await c.connect();
    c.deliverOut();
    evil.write(updateMessage(changeOf(evil, 203, forbidden)));
    evil.deliverOut();
    expect(evil.closedWith).toBe("update-refused");
    server.documents.release();
    await exchange([a, c]);
    expect(c.isSynced).toBe(true);
    expect(c.text).toBe(a.text);
    expect(c.text).not.toContain("Giả");
    expect(c.isSaved).toBe(true);
    const d = await new TestClient(server, "dung", 404).join();
    expect([d.isSynced, d.text]).toEqual([true, a.text]);
  });

  it("[ACK2] a good and a bad frame of one tick leave other rooms and later joins alone", async () => {
    start(2);
    const [evil, a] = [await binh().join(), await new TestClient(server, "an", 101, sectionId(2)).join()];
    evil.isHonest = false;
    evil.write(updateMessage(changeOf(evil, 202, typed("Giả. "))));
    evil.write(updateMessage(changeOf(evil, 203, forbidden)));
    a.firstText.insert(0, "Thật. ");
    evil.deliverOut();
    await exchange([a]);
    expect(a.isSaved).toBe(true);
    const c = await new TestClient(server, "chi", 303).join();
    expect(c.isSynced).toBe(true);
    expect(c.text).not.toContain("Giả");
    expect(server.refusals).toEqual(["binh GATE9"]);
  });

  it("[ACK5] a failed commit is acknowledged to nobody, and heals without a new edit", async () => {
    start();
    const [a, b] = [await an().join(), await binh().join()];
    server.documents.isFailing = true;
    a.firstText.insert(0, "Chưa mất. ");
    await exchange([a, b]);
    expect([a.closedWith, b.closedWith]).toEqual(["storage-unavailable", "storage-unavailable"]);
    expect(b.text).not.toContain("Chưa mất");
    expect(await a.connect()).toBe("internal");
    server.documents.isFailing = false;
    await a.join();
    await b.join();
    await exchange([a, b]);
    expect(a.isSaved).toBe(true);
    expect(b.text).toBe(a.text);
    expect(server.storedText(one)).toBe(a.text);
    server.errors.length = 0;
  });

  it("[GATE2] claims of what was not stored are not kept, so the same editor can come back", async () => {
    start();
    const a = await an().join();
    server.documents.isFailing = true;
    a.firstText.insert(0, "Lần một. ");
    await exchange([a]);
    server.documents.isFailing = false;
    server.errors.length = 0;
    await a.join();
    expect(server.documents.row(one).claims.get(101)).toBe("an");
    server.restart();
    await a.join();
    a.firstText.insert(0, "Lần hai. ");
    await exchange([a]);
    expect(a.isSaved).toBe(true);
  });

  it("[GATE2] a right lost and won again does not cost an editor its id", async () => {
    start();
    const [a, b] = [await an().join(), await binh().join()];
    server.documents.hold();
    b.firstText.insert(0, "Đang ghi. ");
    b.deliverOut();
    await settle();
    a.firstText.insert(0, "Đang chờ. ");
    a.deliverOut();
    server.rights.set("an", "read");
    server.fanout.publish({ kind: "rights", userId: a.actor.userId });
    await settle();
    expect(a.closedWith).toBe("forbidden");
    server.rights.delete("an");
    server.documents.release();
    await a.join();
    await exchange([a, b]);
    expect(a.isSaved).toBe(true);
    server.restart();
    await a.join();
    a.firstText.insert(0, "Vẫn là tôi. ");
    await exchange([a]);
    expect([a.closedWith, a.isSaved]).toEqual([null, true]);
  });

  it("[ACK4] nothing is answered before the section is loaded", async () => {
    start();
    server.documents.holdLoads();
    const a = an();
    const joining = a.connect();
    await settle();
    expect(a.inbox).toEqual([]);
    server.documents.releaseLoads();
    await joining;
    await exchange([a]);
    expect(a.text).toContain("Xã có 21 bản.");
  });

  it("[ACK4] an update before step 2 is contained in it: counted, and not applied", async () => {
    start();
    const a = an();
    Y.applyUpdate(a.doc, server.documents.row(one).updates[0]?.payload ?? empty);
    await a.connect();
    a.firstText.insert(0, "Sớm. ");
    a.deliverOut();
    await settle();
    expect([a.closedWith, server.storedText(one)]).toEqual([null, expect.not.stringContaining("Sớm")]);
    await exchange([a]);
    expect(a.isSaved).toBe(true);
    expect(server.storedText(one)).toBe(a.text);
  });
});

describe("the fence in a room", () => {
  it("[FENCE1] [FENCE4] [FENCE6] a lock closes writers with its reason; readers stay; unlocking merges what was written", async () => {
    start();
    const [a, b] = [await an().join(), await binh().join()];
    server.rights.set("binh", "read");
    server.fanout.publish({ kind: "rights", userId: b.actor.userId });
    await settle();
    await b.join();
    server.documents.lock(one);
    a.firstText.insert(0, "Muộn. ");
    await exchange([a, b]);
    expect([a.closedWith, b.closedWith]).toEqual(["section-locked", null]);
    expect(server.storedText(one)).not.toContain("Muộn");
    server.documents.unlock(one);
    await a.join();
    await exchange([a, b]);
    expect(a.isSaved).toBe(true);
    expect(b.text).toContain("Muộn. ");
  });

  it("[FENCE3] [FENCE7] a lost hint lets nobody write under an epoch in which they were not asked", async () => {
    start();
    const a = await an().join();
    server.rights.set("an", "none");
    server.documents.renew(one); // no hint
    const b = await binh().join();
    a.firstText.insert(0, "Không còn quyền. ");
    b.firstText.insert(0, "Còn quyền. ");
    await exchange([a, b]);
    expect(a.closedWith).toBe("forbidden");
    expect(b.isSaved).toBe(true);
    expect(server.storedText(one)).toBe(b.text);
    expect(b.text).not.toContain("Không còn");
  });

  it("[FENCE7] text of somebody who left and lost the right meanwhile is not stored; the others' is", async () => {
    start();
    const [a, b] = [await an().join(), await binh().join()];
    server.documents.hold();
    a.firstText.insert(0, "Đã đi. ");
    b.firstText.insert(0, "Ở lại. ");
    a.deliverOut();
    b.deliverOut();
    await settle();
    a.disconnect();
    server.rights.set("an", "none");
    server.documents.renew(one);
    server.documents.release();
    await exchange([b]);
    expect([b.closedWith, b.isSaved]).toEqual([null, true]);
    expect(server.storedText(one)).toContain("Ở lại. ");
    expect(server.storedText(one)).not.toContain("Đã đi");
  });

  it("[FENCE4] whoever keeps the right is not disturbed by a change of others' rights, hint first or append first", async () => {
    for (const isHintFirst of [true, false]) {
      start();
      const a = await an().join();
      server.documents.hold();
      a.firstText.insert(0, "Vẫn viết. ");
      a.deliverOut();
      await settle();
      server.documents.renew(one);
      const hint = { kind: "fence", reportId: "" as never, sectionIds: [one] } as const;
      if (isHintFirst) server.fanout.publish(hint);
      await settle();
      server.documents.release();
      a.firstText.insert(0, "Và viết. ");
      await exchange([a]);
      expect([a.closedWith, a.isSaved]).toEqual([null, true]);
      expect(server.storedText(one)).toBe(a.text);
      server.registry.close();
    }
  });

  it("[FENCE4] a reader may repeat what is known and tidy up, and nothing else", async () => {
    start();
    const a = await an().join();
    server.rights.set("doc", "read");
    const reader = await new TestClient(server, "doc", 909).join();
    const before = server.documents.row(one).head;
    reader.isHonest = false;
    reader.write(step2Message(Y.encodeStateAsUpdate(reader.doc)));
    reader.write(
      updateMessage(
        changeOf(reader, 909, (c) => ((c.get(0) as Y.XmlElement).get(0) as Y.XmlText).delete(0, 2)),
      ),
    );
    await exchange([reader, a]);
    // What was dropped is not called durable.
    expect([reader.closedWith, reader.acked]).toEqual([null, reader.sent - 1]);
    expect(server.documents.row(one).head).toBe(before);
    reader.write(updateMessage(changeOf(reader, 909, typed("Chen vào. "))));
    await exchange([reader, a]);
    expect(reader.closedWith).toBe("forbidden");
    expect(server.storedText(one)).toBe(a.text);
  });

  it("[FENCE4] who becomes a writer is asked for what was dropped, and both have the same text again", async () => {
    start();
    const a = await an().join();
    server.rights.set("binh", "read");
    const b = await binh().join();
    b.firstText.delete(0, 3);
    await exchange([a, b]);
    expect([b.closedWith, b.isSaved, a.text === b.text]).toEqual([null, false, false]);
    server.rights.delete("binh");
    server.fanout.publish({ kind: "rights", userId: b.actor.userId });
    await exchange([a, b]);
    await exchange([a, b]);
    expect([b.isSaved, a.text]).toEqual([true, b.text]);
    expect(server.storedText(one)).toBe(b.text);
  });

  it("[ACK3] [GATE3] a line lost in a slow commit leaves no gap when the text is taken back out", async () => {
    start();
    const [a, b] = [await an().join(), await binh().join()];
    server.documents.hold();
    b.firstText.insert(0, "Đang ghi. ");
    b.deliverOut();
    await settle();
    a.firstText.insert(0, "Một. ");
    a.deliverOut();
    a.disconnect();
    await a.connect();
    a.deliverIn();
    a.deliverOut();
    server.rights.set("an", "read");
    server.fanout.publish({ kind: "rights", userId: a.actor.userId });
    await settle();
    server.rights.delete("an");
    await a.connect();
    server.documents.release();
    await exchange([a, b]);
    expect([a.closedWith, a.isSaved, b.text]).toEqual([null, true, a.text]);
    expect(server.refusals.filter((r) => r.includes("GATE"))).toEqual([]);
  });

  it("[FENCE5] another node's append is not overwritten: the room starts afresh and the text is handed in again", async () => {
    start();
    const a = await an().join();
    const row = server.documents.row(one);
    const elsewhere = changeOf(a, 505, typed("Nút khác. "));
    row.updates.push({ seq: (row.head += 1), payload: elsewhere, by: "an" as UserId, at: 0 });
    a.firstText.insert(0, "Nút này. ");
    await exchange([a]);
    expect(a.closedWith).toBe("overloaded");
    await a.join();
    await exchange([a]);
    expect(a.isSaved).toBe(true);
    expect(server.storedText(one)).toBe(a.text);
    expect(a.text).toContain("Nút khác. ");
  });
});

describe("carets", () => {
  const states = (client: TestClient) =>
    client.heard
      .filter((m) => m.kind === "awareness")
      .map((m) => Buffer.from(m.payload).toString("utf8"))
      .filter((text) => text.length > 1);

  it("[AWARE1] the user is the server's, foreign ids are not heard, and a lost line leaves no ghost", async () => {
    start();
    const [a, evil, c] = [
      await an().join(),
      await binh().join(),
      await new TestClient(server, "chi", 3).join(),
    ];
    a.awareness(101, 1, { user: { name: "Chủ tịch" }, cursor: 1 });
    await exchange([a, evil, c]);
    evil.awareness(101, 9, { user: { name: "Chủ tịch" } });
    evil.awareness(101, 9, null);
    evil.awareness(202, 1, { user: { name: "Chủ tịch" }, cursor: 2 });
    await exchange([a, evil, c]);
    const seen = states(c).join("\n");
    expect(seen).not.toContain("Chủ tịch");
    expect(seen).toMatch(/"name":"an".*"cursor":1/);
    expect(seen).toMatch(/"name":"binh".*"cursor":2/);
    expect(states(c)).toHaveLength(2);
    evil.disconnect();
    await exchange([a, c]);
    expect(states(c).at(-1)).toContain("null");
    // A newcomer hears of those who are here, and of nobody else.
    const d = await new TestClient(server, "dung", 4).join();
    expect(states(d).join()).toContain('"cursor":1');
    expect(states(d).join()).not.toContain('"cursor":2');
  });

  it("[AWARE1] an id stays its person's while no caret is shown, and comes along to a new line", async () => {
    start();
    const [a, evil] = [await an().join(), await binh().join()];
    a.awareness(101, 1, { cursor: 1 });
    a.awareness(101, 2, null);
    a.deliverOut();
    evil.awareness(101, 5, { cursor: 666 });
    evil.deliverOut();
    const again = await new TestClient(server, "an", 101).join();
    again.awareness(101, 3, { cursor: 7 });
    await exchange([again]);
    const c = await new TestClient(server, "chi", 3).join();
    expect(states(c).join()).toContain('"cursor":7');
    a.disconnect(); // the old line ends late
    const d = await new TestClient(server, "dung", 4).join();
    expect(states(d).join()).toContain('"cursor":7');
    expect([...states(c), ...states(d)].join()).not.toContain("666");
  });

  it("[AWARE2] a caret does not overtake the text it stands in, and the last of several is told", async () => {
    start();
    const [a, b] = [await an().join(), await binh().join()];
    server.documents.hold();
    a.firstText.insert(0, "Mới. ");
    a.awareness(101, 1, { cursor: 1 });
    a.awareness(101, 2, { cursor: 2 });
    a.deliverOut();
    await settle();
    expect(b.inbox).toEqual([]);
    server.documents.release();
    await exchange([a, b]);
    expect(b.heard.slice(-2).map((m) => m.kind)).toEqual(["update", "awareness"]);
    expect(states(b).at(-1)).toContain('"cursor":2');
  });

  it("[LIMIT5] too many carets are dropped without harm; too many other frames close the channel", async () => {
    start();
    const a = await an().join();
    for (let i = 0; i < channelRates.caretBurst + 50; i += 1) a.awareness(101, i, { cursor: i });
    await exchange([a]);
    expect(a.closedWith).toBeNull();
    a.isHonest = false;
    for (let i = 0; i < channelRates.frameBurst; i += 1) a.write(updateMessage(new Uint8Array([0, 0])));
    await exchange([a]);
    expect(a.closedWith).toBe("rate-limited");
  });

  it("[LIMIT3] an answer a thousand times its question is not given without end", async () => {
    start();
    const a = await an().join();
    for (let i = 0; i < channelRates.step1Burst; i += 1) a.send(step1Message(empty));
    await exchange([a]);
    expect(a.closedWith).toBe("rate-limited");
    await a.join();
    server.now += 60_000;
    for (let i = 0; i < channelRates.step1Burst; i += 1) a.send(step1Message(empty));
    await exchange([a]);
    expect(a.closedWith).toBeNull();
  });
});

describe("the life of a room", () => {
  it("is freed after its last peer, and serves joins from bytes after a quiet while", async () => {
    start();
    const [a, b] = [await an().join(), binh()];
    a.firstText.insert(0, "Để đó. ");
    await exchange([a]);
    server.now += limits.releaseAfterMs + 1;
    server.registry.tick();
    await b.join();
    expect(b.text).toBe(a.text);
    b.firstText.insert(0, "Rồi viết tiếp. ");
    await exchange([a, b]);
    expect([b.isSaved, a.text]).toEqual([true, b.text]);
    a.disconnect();
    b.disconnect();
    server.now += 30_000;
    server.registry.tick();
    expect(server.registry.roomCount).toBe(0);
    await a.join();
    expect(a.text).toBe(b.text);
  });

  it("keeps snapshots, also of a room that is never quiet, and loads the same text from them", async () => {
    start();
    const a = await an().join();
    const row = server.documents.row(one);
    for (let i = 0; i < limits.snapshotUpdates; i += 1) {
      a.firstText.insert(i, "a");
      await exchange([a]);
      server.now += 100;
    }
    expect(row.snapshot?.seq).toBeGreaterThan(limits.snapshotUpdates - 2);
    const quiet = row.snapshot?.seq ?? 0;
    // From here on there is always one more update waiting behind the commit that is under way.
    a.firstText.insert(0, "b");
    a.deliverOut();
    for (let i = 0; i < limits.snapshotUpdates * limits.hotSnapshotFactor + 50; i += 1) {
      server.documents.hold();
      a.firstText.insert(0, "b");
      a.deliverOut();
      await new Promise((resolve) => setImmediate(resolve));
      a.firstText.insert(0, "c");
      a.deliverOut();
      server.documents.release();
      await new Promise((resolve) => setImmediate(resolve));
      server.now += 100;
    }
    expect(row.snapshot?.seq).toBeGreaterThan(quiet);
    await exchange([a]);
    server.restart();
    const b = await binh().join();
    expect(b.text).toBe(a.text);
    expect(server.storedText(one)).toBe(a.text);
  }, 60_000);

  it("a stale history is sent away", async () => {
    start();
    expect(await an().connect({ lineage: 2 })).toBe("lineage-changed");
    expect(await an().connect({ lineage: 1 })).toBeNull();
  });

  it("an author hears no echo unless it asked for one", async () => {
    start();
    const [a, b] = [an(), binh()];
    await a.connect({ wantsEcho: true });
    await b.connect();
    await exchange([a, b]);
    for (const client of [a, b]) {
      const before = client.heard.length;
      client.firstText.insert(0, "x");
      client.deliverOut();
      await settle();
      client.deliverIn();
      expect(client.heard.length - before).toBe(client === a ? 1 : 0);
      await exchange([a, b]);
    }
  });

  it("leaves nothing behind after 1,000 openings", async () => {
    start(20);
    const cycle = async (count: number) => {
      for (let i = 0; i < count; i += 1) {
        const client = new TestClient(server, "an", 1000 + i, sectionId(1 + (i % 20)));
        await client.join();
        client.awareness(client.doc.clientID, 1, { cursor: i });
        client.deliverOut();
        client.disconnect();
        client.doc.destroy();
        server.now += 60_000;
        server.registry.tick();
      }
    };
    const timers = () => process.getActiveResourcesInfo().filter((r) => r === "Timeout").length;
    await cycle(100);
    const [timersBefore, heapBefore] = [timers(), await heapBytes()];
    await cycle(1_000);
    expect(server.registry.roomCount).toBe(0);
    expect(timers()).toBeLessThanOrEqual(timersBefore);
    expect((await heapBytes()) - heapBefore).toBeLessThan(3 * 1024 * 1024);
  }, 60_000);
});

/** What is in use after everything collectable is collected. */
async function heapBytes(): Promise<number> {
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([
    import("node:v8"),
    import("node:vm"),
  ]);
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  await settle();
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
