import { afterEach, describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { split } from "../kit/removed-paragraph.ts";
import { exchange, settle, TestClient, TestServer } from "../kit/network.ts";

let server: TestServer;
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
});

const join = (name: string, id: number) => new TestClient(server, name, id).join();

const linesOf = ({ doc }: TestClient): readonly string[] =>
  contentOf(doc)
    .toArray()
    .map((block) => ((block as Y.XmlElement).get(0) as Y.XmlText).toString());

/** Section 1 reads "Xã có 21 bản.". */
const splitAt = ({ doc }: TestClient, at: number) => doc.transact(() => split(contentOf(doc), 0, at));

describe("what waits while somebody else's is taken back out", () => {
  it("[GATE14] [RESC6] is admitted again by what its writer knew: what two split at once stands once", async () => {
    server = new TestServer();
    const [an, binh] = [await join("an", 1_000_101), await join("binh", 1_000_202)];
    const chi = await join("chi", 1_000_303);
    for (const page of [an, binh]) splitAt(page, "Xã".length);
    an.deliverOut();
    await settle();
    server.documents.hold();
    for (const letter of "!?") {
      chi.firstText.insert(0, letter);
      chi.deliverOut();
      await settle();
    }
    binh.deliverOut();
    await settle();
    chi.send(new Uint8Array([0, 2, 3, 99, 99, 99]));
    chi.deliverOut();
    server.documents.release();
    await exchange([an, binh]);
    expect(server.refusals).toEqual(["chi GATE1"]);
    for (const page of [an, binh]) expect(linesOf(page)).toEqual(["!Xã", " có 21 bản."]);
  });
});
