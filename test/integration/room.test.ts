import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { step2Message, updateMessage } from "../../server/src/sync/y-messages.ts";
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
    await settle();
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
    // Handed in as a whole document, which is looked at while the commit before it is on its way.
    evil.write(step2Message(changeOf(evil, 202, typed("Giả. "))));
    evil.deliverOut();
    const c = new TestClient(server, "chi", 303);
    await c.connect();
    c.deliverOut();
    evil.write(step2Message(changeOf(evil, 203, forbidden)));
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
