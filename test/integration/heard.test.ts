import { afterEach, describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { contentOf, recordKey } from "@dongsoan/shared/crdt";
import { split } from "../kit/removed-paragraph.ts";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";

const one = sectionId(1);
let server: TestServer;
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
});

const join = (name: string, id: number, asks: "write" | "suggest" = "write") =>
  new TestClient(server, name, id).join(asks);

/** An, who types, and Binh, who splits. Section 1 reads "Xã có 21 bản.". */
async function typistAndSplitter() {
  server = new TestServer();
  return { an: await join("an", 1_000_101), binh: await join("binh", 1_000_202) };
}

/** What is typed into the text of one paragraph goes to the server at once. */
function type(client: TestClient, letters: string, at: number): void {
  client.firstText.insert(at, letters);
  client.deliverOut();
}

async function splitAt(client: TestClient, at: number): Promise<void> {
  client.doc.transact(() => split(contentOf(client.doc), 0, at));
  client.deliverOut();
  await settle();
}

const linesOf = ({ doc }: TestClient): readonly string[] =>
  contentOf(doc)
    .toArray()
    .map((block) => ((block as Y.XmlElement).get(0) as Y.XmlText).toString());

describe("what a page had heard of when it wrote", () => {
  it("[HEARD1] is the head of the log once a page has everything, also of what the server has added", async () => {
    const { an, binh } = await typistAndSplitter();
    type(an, " nay", "Xã có".length);
    await splitAt(binh, "Xã".length);
    await exchange([an, binh]);
    const { head } = server.documents.row(one);
    expect([an.heardSeq, binh.heardSeq]).toEqual([head, head]);
    an.disconnect();
    await an.join();
    expect(an.heardSeq).toBe(head);
  });

  it("[HEARD2] [RESC8] letters typed between hearing of a split and hearing that one's own went along go there too", async () => {
    const { an, binh } = await typistAndSplitter();
    an.firstText.insert("Xã có".length, " n");
    await splitAt(binh, "Xã".length);
    an.deliverOut();
    await settle();
    an.deliverIn(1);
    expect(linesOf(an)).toEqual(["Xã n", " có 21 bản."]);
    for (const letter of "ay") type(an, letter, an.firstText.length);
    await exchange([an, binh]);
    for (const page of [an, binh]) expect(linesOf(page)).toEqual(["Xã", " có nay 21 bản."]);
    expect(server.refusals).toEqual([]);
  });

  it("[HEARD2] [RESC8] who has heard of everything writes at the end of what is left, and stays there", async () => {
    const { an, binh } = await typistAndSplitter();
    type(an, " n", "Xã có".length);
    await splitAt(binh, "Xã".length);
    await exchange([an, binh]);
    type(an, " ta", an.firstText.length);
    await exchange([an, binh]);
    for (const page of [an, binh]) expect(linesOf(page)).toEqual(["Xã ta", " có n 21 bản."]);
  });

  it("[HEARD2] goes with each letter, also of those that wait for the same commit", async () => {
    const { an, binh } = await typistAndSplitter();
    server.documents.hold();
    type(binh, "!", binh.firstText.length);
    await settle();
    type(an, " n", "Xã có".length);
    server.documents.release();
    await settle();
    server.documents.hold();
    await splitAt(binh, "Xã".length);
    type(an, "a", "Xã có n".length);
    server.documents.release();
    await settle();
    server.documents.hold();
    type(binh, "?", binh.firstText.length);
    await settle();
    // Not heard of the split yet; then heard of it: the two wait together.
    type(an, "y", "Xã có na".length);
    an.deliverIn();
    type(an, " ta", "Xã".length);
    server.documents.release();
    await exchange([an, binh]);
    for (const page of [an, binh]) expect(linesOf(page)).toEqual(["Xã ta?", " có nay 21 bản.!"]);
  });

  it("[GATE16] [HEARD2] letters that wait together go each behind what its page saw, also what it had just heard of", async () => {
    const { an, binh } = await typistAndSplitter();
    type(binh, "o", "Xã có 21".length);
    await settle();
    server.documents.hold();
    await splitAt(binh, "Xã".length);
    type(an, "y", "Xã".length);
    an.deliverIn();
    type(an, "!", "Xãy có 21o".length);
    server.documents.release();
    await exchange([an, binh]);
    for (const page of [an, binh]) expect(linesOf(page)).toEqual(["Xãy", " có 21o! bản."]);
  });

  it("[HEARD2] [SUG29] a suggestion that does what it may not is refused where its page had heard of everything, and set apart where it had not", async () => {
    const forbidden = (text: Y.XmlText) => text.delete(0, 1);
    for (const [hasHeard, closedWith] of [
      [true, "update-refused"],
      [false, null],
    ] as const) {
      server = new TestServer();
      const [an, binh] = [await join("an", 1_000_101, "suggest"), await join("binh", 1_000_202)];
      type(binh, "A", 0);
      await settle();
      // The clock says nothing about it: a line may be as slow as it likes.
      server.now += 60_000;
      if (hasHeard) an.deliverIn();
      an.doc.transact(() => {
        const value = { id: crypto.randomUUID(), by: "an", at: "" };
        an.firstText.insert(an.firstText.length, "x", { [recordKey("ins", value)]: value });
        forbidden(an.firstText);
      });
      an.deliverOut();
      await settle();
      an.deliverIn();
      expect([hasHeard, an.closedWith]).toEqual([hasHeard, closedWith]);
      if (!hasHeard) server.registry.close();
    }
  });

  it("[HEARD2] who says to have heard what is not stored, or says nothing, is taken for somebody of whom it is not known", async () => {
    for (const said of [0, 1_000_000]) {
      const { an, binh } = await typistAndSplitter();
      await splitAt(binh, "Xã".length);
      an.heardSeq = said;
      // By the marks of RESC8: it was written where the split was, by somebody who had not heard of it.
      type(an, " n", "Xã có".length);
      an.heardSeq = null;
      await exchange([an, binh]);
      for (const page of [an, binh]) expect(linesOf(page)).toEqual(["Xã", " có n 21 bản."]);
      if (said === 0) server.registry.close();
    }
  });
});
