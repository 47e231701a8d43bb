import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { must, ok, type PendingRecord } from "@dongsoan/shared/domain";
import { channelRates, limits } from "../../server/src/sync/limits.ts";
import { serverItself, type TextNow } from "../../server/src/ports/section-writer.ts";
import { writeOwnEdit } from "../../server/src/sync/own-edit.ts";
import { updateMessage } from "../../server/src/sync/y-messages.ts";
import { exchange, person, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";

const one = sectionId(1);
let server: TestServer;
const start = (sectionCount = 1) => (server = new TestServer(sectionCount));
const an = () => new TestClient(server, "an", 101);
const binh = () => new TestClient(server, "binh", 202);
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
});

describe("what one person may cost", () => {
  it("[LIMIT7] counts bytes over all channels, and lets others and later ones through", async () => {
    server = new TestServer(2, undefined, { ...channelRates, byteBurst: 2_000, bytesPerSecond: 100 });
    const [a, there, b] = [
      await an().join(),
      new TestClient(server, "an", 102, sectionId(2)),
      await binh().join(),
    ];
    await there.join();
    a.firstText.insert(0, "x".repeat(1_500));
    await exchange([a]);
    expect(a.isSaved).toBe(true);
    there.firstText.insert(0, "y".repeat(1_500));
    b.firstText.insert(0, "z".repeat(1_500));
    await exchange([there, b]);
    expect([there.closedWith, b.closedWith]).toEqual(["rate-limited", null]);
    expect(server.refusals).toEqual(["an LIMIT7"]);
    server.now += 20_000;
    await exchange([await there.join()]);
    expect([there.isSaved, there.closedWith]).toEqual([true, null]);
  });

  it("[LIMIT7] counts the time that updates take, and more for one that spoils the document", async () => {
    server = new TestServer(1, undefined, { ...channelRates, workBurstMs: 400, workMsPerSecond: 50 });
    const reasons: (string | null)[] = [];
    for (let i = 0; i < 3; i += 1) {
      const client = await new TestClient(server, "an", 400 + i).join();
      client.content.insert(0, [new Y.XmlElement("script")]);
      await exchange([client]);
      reasons.push(client.closedWith);
    }
    expect(reasons).toEqual(["update-refused", "update-refused", "rate-limited"]);
  });

  it("[GATE4] one person cannot give a section more ids than everybody's state vector may hold", async () => {
    start();
    let refused: string | null = null;
    let ids = 0;
    for (let channel = 0; channel < 200 && refused === null; channel += 1) {
      const client = await new TestClient(server, "an", 1_000_000 + 100 * channel).join();
      for (let i = 0; i < 20 && client.closedWith === null; i += 1, ids += 1) {
        client.doc.clientID = 1_000_000 + 100 * channel + i;
        client.firstText.insert(0, "x");
        await exchange([client]);
      }
      refused = client.closedWith;
      client.disconnect();
    }
    expect([refused, ids]).toEqual(["update-refused", 2_001]);
    const b = await binh().join();
    b.firstText.insert(0, "y");
    await exchange([b]);
    expect(b.isSaved).toBe(true);
  }, 60_000);
});

const noRecord = () => {
  throw new Error("nothing was made that could be recorded");
};

describe("the server's own edit", () => {
  const pending = (id: string): PendingRecord => ({
    id,
    audit: {
      at: 1,
      by: person("an").userId,
      byName: "an",
      action: "section.restore",
      reportId: null,
      sectionId: one,
      before: null,
      after: {},
      ipAddress: null,
      sessionId: null,
    },
    decision: null,
    takesBack: null,
  });
  /** A word in front of the first paragraph, under a clientID of the server's. */
  const wordBefore = (word: string, clientId: number) => (state: Uint8Array) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state);
    const vector = Y.encodeStateVector(doc);
    doc.clientID = clientId;
    ((doc.getXmlFragment("content").get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, word);
    return Y.encodeStateAsUpdate(doc, vector);
  };
  const write = (word: string, clientId: number, meanwhile: () => Promise<unknown>) =>
    writeOwnEdit(server.registry, {
      sectionId: one,
      actor: person("an"),
      claimant: serverItself,
      prepare: async () => {
        await meanwhile();
        const make = (text: TextNow) => wordBefore(word, clientId)(text.state());
        return ok({ make, record: () => pending(word) });
      },
    });

  it("[VER10] is prepared when the one before it is stored", async () => {
    start();
    const seen: string[] = [];
    const look = async () => void seen.push(server.storedText(one).includes("Một. ") ? "one" : "none");
    const written = await Promise.all([write("Một. ", 9001, look), write("Hai. ", 9002, look)]);
    expect(written).toMatchObject([
      { ok: true, value: { seq: 2 } },
      { ok: true, value: { seq: 3 } },
    ]);
    expect(seen).toEqual(["none", "one"]);
    expect(server.storedText(one)).toContain("Hai. Một. Xã có");
  });

  it("[FENCE5] falls when another node has written since it was prepared", async () => {
    start();
    const other = () => {
      const [seed] = server.documents.row(one).updates;
      const payload = wordBefore("Nơi khác. ", 9003)(must(seed, "a seed").payload);
      return server.documents.append([
        {
          sectionId: one,
          epoch: 1,
          expectedHead: 1,
          updates: [{ payload, by: person("an").userId }],
          claims: [],
          at: 1,
        },
      ]);
    };
    expect(await write("Một. ", 9001, other)).toEqual({ ok: false, reason: "overloaded" });
    expect(server.storedText(one)).toContain("Nơi khác. Xã có");
  });

  it.each(["read", "suggest"] as const)(
    "[VER10] for somebody who may only %s is refused, and not waited for",
    async (right) => {
      start();
      server.rights.set("an", right);
      const edit = (text: TextNow) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, text.state());
        const vector = Y.encodeStateVector(doc);
        doc.getXmlFragment("content").delete(0, 1);
        return Y.encodeStateAsUpdate(doc, vector);
      };
      const actor = person("an");
      const written = writeOwnEdit(server.registry, {
        sectionId: one,
        actor,
        claimant: serverItself,
        prepare: () => Promise.resolve(ok({ make: edit, record: noRecord })),
      });
      expect(await written).toEqual({ ok: false, reason: "forbidden" });
      expect(server.storedText(one)).toContain("Xã có 21 bản.");
    },
  );
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

describe("who comes and goes meanwhile", () => {
  it("[FENCE8] a right that goes while the room is opened lets nobody in", async () => {
    start();
    server.documents.holdLoads();
    const a = an();
    const joining = a.connect();
    await settle();
    server.rights.set("an", "none");
    server.fanout.publish({ kind: "rights", userId: person("an").userId });
    await settle();
    server.documents.releaseLoads();
    expect(await joining).toBe("forbidden");
    expect(a.inbox).toEqual([]);
  });

  it("[FENCE8] a right that goes between the answer and the entering is asked again at once", async () => {
    start();
    const a = await an().join();
    const link = {
      send: () => undefined,
      ack: () => undefined,
      close: (reason: string) => ended.push(reason),
    };
    const ended: string[] = [];
    const owner = { name: "", initials: "", unitName: "", color: "" };
    const joined = await server.registry.join({
      actor: person("binh"),
      owner,
      sectionId: one,
      lineage: 0,
      wantsEcho: false,
      link,
    });
    server.rights.set("binh", "none");
    server.fanout.publish({ kind: "rights", userId: person("binh").userId });
    if (joined.ok) joined.admit();
    await settle();
    expect(ended).toEqual(["forbidden"]);
    expect(a.closedWith).toBeNull();
  });

  it("[GATE14] a line that has left is told nothing when its text falls with another's", async () => {
    start();
    // A program that keeps one document on two lines: what it types goes now over the one, now over the other.
    const [a, b, c] = [await an().join(), await an().join(), await binh().join()];
    server.documents.hold();
    c.firstText.insert(0, "Trước. ");
    c.deliverOut();
    await settle();
    a.firstText.insert(0, "Mới. ");
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc), b);
    b.doc.clientID = a.doc.clientID;
    b.firstText.insert(5, "Tiếp. ");
    c.write(updateMessage(new Uint8Array([0, 0])));
    for (const client of [a, b, c]) client.deliverOut();
    b.disconnect();
    a.isHonest = false;
    a.send(new Uint8Array([0, 9]));
    a.deliverOut();
    expect([a.closedWith, c.closedWith]).toEqual(["malformed", null]);
    server.documents.release();
    await exchange([c]);
    expect(server.storedText(one)).toContain("Trước. ");
    expect(server.storedText(one)).not.toMatch(/Mới|Tiếp/);
  });

  it("[VER10] an edit of the server's that cannot be made leaves nobody in the room", async () => {
    start();
    const edit = writeOwnEdit(server.registry, {
      sectionId: one,
      actor: person("an"),
      claimant: serverItself,
      prepare: () => Promise.reject(new Error("no edit")),
    });
    await expect(edit).rejects.toThrow("no edit");
    server.now += limits.closeAfterMs + 1;
    server.registry.tick();
    expect(server.registry.roomCount).toBe(0);
  });
});
