import { afterEach, describe, expect, it } from "vitest";
import * as encoding from "lib0/encoding";
import { channelRates } from "../../server/src/sync/limits.ts";
import { awarenessMessage, step1Message, updateMessage } from "../../server/src/sync/y-messages.ts";
import { exchange, settle, TestClient, TestServer } from "../kit/network.ts";

const empty = new Uint8Array([0]);
let server: TestServer;
const start = () => (server = new TestServer());
const an = () => new TestClient(server, "an", 101);
const binh = () => new TestClient(server, "binh", 202);
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
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

  it("[AWARE1] an id that has written here is its writer's, also while they are away", async () => {
    start();
    const [a, evil] = [await an().join(), await binh().join()];
    a.firstText.insert(0, "Của An. ");
    await exchange([a, evil]);
    a.disconnect();
    await settle();
    evil.awareness(101, 4_000_000, { cursor: 666 });
    await exchange([evil]);
    const again = await new TestClient(server, "an", 101).join();
    again.awareness(101, 1, { cursor: 7 });
    await exchange([again]);
    const c = await new TestClient(server, "chi", 3).join();
    expect(states(c).join()).toContain('"cursor":7');
    expect(states(c).join()).not.toContain("666");
  });

  it("[AWARE1] a message about more people than can be here closes the channel", async () => {
    start();
    const a = await an().join();
    const e = encoding.createEncoder();
    encoding.writeVarUint(e, 1_001);
    for (let i = 0; i < 1_001; i += 1) {
      encoding.writeVarUint(e, 101);
      encoding.writeVarUint(e, 1);
      encoding.writeVarString(e, "{}");
    }
    a.isHonest = false;
    a.send(awarenessMessage(encoding.toUint8Array(e)));
    await exchange([a]);
    expect(a.closedWith).toBe("malformed");
  });

  it("[LIMIT5] who has used up their time has no carets any more, and writes again later", async () => {
    server = new TestServer(1, undefined, { ...channelRates, workBurstMs: 50, caretBurst: 100_000 });
    const [a, c] = [await an().join(), await new TestClient(server, "chi", 3).join()];
    const filler = "x".repeat(2_000);
    const sent = 30_000;
    for (let i = 1; i <= sent; i += 1) a.awareness(101, i, { cursor: i, filler });
    await exchange([a, c]);
    expect(a.closedWith).toBeNull();
    const heard = states(c).length;
    expect(heard).toBeGreaterThan(10);
    expect(heard).toBeLessThan(sent);
    server.now += 60_000;
    a.awareness(101, sent + 1, { cursor: "again" });
    await exchange([a, c]);
    expect(states(c).at(-1)).toContain("again");
  });

  it("[LIMIT5] whoever asks for everybody's carets gets them at the rate of step 1", async () => {
    start();
    const [a, c] = [await an().join(), await new TestClient(server, "chi", 3).join()];
    a.awareness(101, 1, { cursor: 1 });
    await exchange([a, c]);
    const before = states(c).length;
    for (let i = 0; i < channelRates.step1Burst + 5; i += 1) c.send(new Uint8Array([3]));
    await exchange([c]);
    expect(c.closedWith).toBeNull();
    expect(states(c).length - before).toBeLessThanOrEqual(channelRates.step1Burst);
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
