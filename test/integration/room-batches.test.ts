import { afterEach, expect, it } from "vitest";
import * as Y from "yjs";
import { step2Message, updateMessage } from "../../server/src/sync/y-messages.ts";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";

const one = sectionId(1);
const seedRows = 1;
let server: TestServer;
const client = (name: string, clientId: number) => new TestClient(server, name, clientId).join();
const rows = () => server.documents.row(one).updates.slice(seedRows);
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
});

function type(client: TestClient, letters: string): void {
  for (const letter of letters) client.firstText.insert(client.firstText.length, letter);
  client.deliverOut();
}
const deleteLast = (client: TestClient, count: number) => {
  for (let i = 0; i < count; i += 1) client.firstText.delete(client.firstText.length - 1, 1);
  client.deliverOut();
};
/** Starts a commit and keeps it on its way. */
async function keepCommitting(client: TestClient): Promise<void> {
  server.documents.hold();
  type(client, "!");
  await settle();
}

it("[GATE16] letters that wait for the same commit become one row and one frame, each counted in the acknowledgement", async () => {
  server = new TestServer();
  const [a, b] = [await client("an", 101), await client("binh", 202)];
  await keepCommitting(a);
  type(a, " Thôn Đông");
  b.heard.length = 0;
  server.documents.release();
  await exchange([a, b]);
  expect(rows().map(({ by }) => by)).toEqual(["an", "an"]);
  expect(b.heard.filter(({ kind }) => kind === "update")).toHaveLength(2);
  expect([a.isSaved, b.text]).toEqual([true, a.text]);
  expect(server.storedText(one)).toContain("! Thôn Đông");
});

it("[GATE16] each person's letters stay their own, and what two wrote at once stands whole", async () => {
  server = new TestServer();
  const [a, b] = [await client("an", 101), await client("binh", 202)];
  await keepCommitting(a);
  for (const letters of ["mot", "hai", "ba"]) {
    type(a, letters);
    type(b, letters.toUpperCase());
  }
  server.documents.release();
  await exchange([a, b]);
  expect(rows().map(({ by }) => by)).toEqual(["an", "an", "binh"]);
  expect([...server.documents.row(one).claims]).toEqual([
    [101, "an"],
    [202, "binh"],
  ]);
  expect(a.text).toContain("mothaiba");
  expect(a.text).toContain("MOTHAIBA");
  expect([b.text, server.storedText(one)]).toEqual([a.text, a.text]);
});

it("[GATE16] deletions stand alone, in their order", async () => {
  server = new TestServer();
  const a = await client("an", 101);
  await keepCommitting(a);
  type(a, "sai");
  deleteLast(a, 2);
  type(a, "ung");
  server.documents.release();
  await exchange([a]);
  expect(rows()).toHaveLength(5);
  expect(server.storedText(one)).toContain("!sung");
  expect(a.isSaved).toBe(true);
});

it("[GATE16] [GATE14] a bad update among good ones is found by itself, and closes its channel alone", async () => {
  server = new TestServer();
  const [evil, b] = [await client("an", 101), await client("binh", 202)];
  await keepCommitting(b);
  evil.isHonest = false;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(evil.doc));
  doc.clientID = 101;
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  doc.getXmlFragment("content").insert(0, [new Y.XmlElement("paragraph")]);
  doc.getXmlFragment("content").insert(0, [new Y.XmlElement("iframe")]);
  for (const update of updates) evil.write(updateMessage(update));
  evil.deliverOut();
  type(b, " Thật");
  server.documents.release();
  await exchange([b]);
  expect(server.refusals).toEqual(["an GATE9"]);
  expect(evil.closedWith).toBe("update-refused");
  expect(rows().map(({ by }) => by)).toEqual(["binh", "binh"]);
  expect([b.isSaved, server.storedText(one)]).toEqual([true, b.text]);
});

it("[GATE16] bytes that cannot be joined are refused, and those before them are not lost to others", async () => {
  server = new TestServer();
  const [evil, b] = [await client("an", 101), await client("binh", 202)];
  await keepCommitting(b);
  evil.isHonest = false;
  for (let i = 0; i < 3; i += 1) evil.write(updateMessage(new Uint8Array([1, 200, 5, 0])));
  evil.deliverOut();
  type(b, " Thật");
  server.documents.release();
  await exchange([b]);
  expect(server.refusals).toEqual(["an GATE1"]);
  expect([b.isSaved, server.storedText(one)]).toEqual([true, b.text]);
});

it("[GATE16] [FENCE4] a right that went while letters waited takes them along, and the line says so", async () => {
  server = new TestServer();
  const [a, b] = [await client("an", 101), await client("binh", 202)];
  await keepCommitting(b);
  type(a, " Muộn");
  server.rights.set("an", "read");
  server.documents.renew(one);
  server.fanout.publish({ kind: "fence", reportId: "" as never, sectionIds: [one] });
  await settle();
  server.documents.release();
  await exchange([b]);
  expect(a.closedWith).toBe("forbidden");
  expect(server.storedText(one)).not.toContain("Muộn");
});

it("[GATE16] [ACK2] what waits when its writer leaves is stored nevertheless", async () => {
  server = new TestServer();
  const [a, b] = [await client("an", 101), await client("binh", 202)];
  await keepCommitting(b);
  type(a, " Xong");
  a.disconnect();
  server.documents.release();
  await exchange([b]);
  expect(server.storedText(one)).toContain(" Xong");
  expect(b.text).toBe(server.storedText(one));
});

it("[GATE16] [ACK1] a line that has left is told nothing: the page's next line to the room would take it for its own", async () => {
  server = new TestServer();
  const [a, b] = [await client("an", 101), await client("binh", 202)];
  const told: number[] = [];
  const joined = await server.registry.join({
    actor: a.actor,
    owner: { name: "An", initials: "A", unitName: "", color: "#040444" },
    sectionId: one,
    lineage: 0,
    wantsEcho: false,
    link: { send: () => undefined, ack: (count) => told.push(count), close: () => undefined },
  });
  if (!joined.ok) throw new Error(joined.reason);
  joined.admit();
  joined.room.receive(joined.peer, step2Message(new Uint8Array([0, 0])));
  await settle();
  expect(told).toEqual([1]);
  const known = Y.encodeStateAsUpdate(b.doc);
  joined.room.receive(joined.peer, updateMessage(known));
  joined.room.leave(joined.peer);
  await settle();
  expect(told).toEqual([1]);
});
