import { afterEach, describe, expect, it } from "vitest";
import { recordKey } from "@dongsoan/shared/crdt";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";

const one = sectionId(1);
let server: TestServer;
afterEach(() => {
  server.registry.close();
  expect(server.errors).toEqual([]);
});

const insertion = (by: string, id: string) => {
  const value = { id, by, at: "" };
  return { [recordKey("ins", value)]: value };
};

describe("suggestions in a room", () => {
  it("[SUG9] the lesser of right and wish counts: who asks to suggest only suggests, who may only suggest writes nothing", async () => {
    server = new TestServer(1);
    const an = await new TestClient(server, "an", 101).join("suggest");
    an.firstText.delete(0, 2);
    await exchange([an]);
    expect(an.closedWith).toBe("update-refused");
    server.rights.set("binh", "suggest");
    const binh = await new TestClient(server, "binh", 202).join("write");
    binh.firstText.delete(0, 2);
    await exchange([binh]);
    expect(binh.closedWith).toBe("update-refused");
    expect(server.refusals).toEqual(["an SUG11", "binh SUG11"]);
  });

  it("[SUG12] what the server adds is stored with the update and reaches its author too", async () => {
    server = new TestServer(1);
    const [an, binh] = [
      await new TestClient(server, "an", 101).join("suggest"),
      await new TestClient(server, "binh", 202).join(),
    ];
    const before = server.documents.appended.length;
    an.firstText.insert(0, "Nay ");
    await exchange([an, binh]);
    expect(an.isSaved).toBe(true);
    expect(server.documents.appended.length).toBe(before + 1);
    const [stored] = server.documents.appended.slice(-1);
    expect(stored?.updates.map(({ by }) => by)).toEqual(["an", "an"]);
    expect(stored?.suggestions).toEqual([
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, by: "an" },
    ]);
    expect(an.firstText.toDelta()).toEqual(binh.firstText.toDelta());
    expect(JSON.stringify(an.firstText.toDelta())).toContain('"by":"an"');
    expect(server.storedText(one)).toBe(an.text);
    // The ids under which the server marks are nobody's to write under.
    expect(server.documents.row(one).claims.get(101)).toBe("an");
    expect([...server.documents.row(one).claims.values()].toSorted()).toEqual(["an", "system"]);
  });

  it("[SUG12] what waits is mended anew when somebody before it is taken back out", async () => {
    server = new TestServer(1);
    const [an, binh] = [
      await new TestClient(server, "an", 101).join("suggest"),
      await new TestClient(server, "binh", 202).join(),
    ];
    server.documents.hold();
    binh.firstText.insert(0, "Một. ");
    binh.deliverOut();
    await settle();
    binh.firstText.insert(0, "Hai. ");
    binh.deliverOut();
    an.firstText.insert(an.firstText.length, " Cuối.");
    an.deliverOut();
    await settle();
    // The first is on its way to the store; the second waits, and goes with its author's right.
    server.rights.set("binh", "none");
    server.fanout.publish({ kind: "fence", reportId: "" as never, sectionIds: [one] });
    await settle();
    server.documents.release();
    await exchange([an]);
    expect(an.isSaved).toBe(true);
    expect(server.storedText(one)).toBe(an.text);
    expect(JSON.stringify(an.firstText.toDelta())).toContain('" Cuối."');
    expect(server.storedText(one)).not.toContain("Hai.");
  });

  it("[SUG13] in write mode letters within somebody's suggestion are the typist's own on every screen", async () => {
    server = new TestServer(1);
    const [an, binh] = [
      await new TestClient(server, "an", 101).join("suggest"),
      await new TestClient(server, "binh", 202).join(),
    ];
    an.firstText.insert(0, "mười ba ", insertion("an", "s-1"));
    await exchange([an, binh]);
    binh.firstText.insert(4, "một");
    await exchange([an, binh]);
    expect(binh.isSaved).toBe(true);
    expect(an.firstText.toDelta()).toEqual(binh.firstText.toDelta());
    expect(
      (an.firstText.toDelta() as { insert: string; attributes?: object }[])
        .filter(({ attributes }) => attributes !== undefined)
        .map(({ insert }) => insert),
    ).toEqual(["mười", " ba "]);
  });
});
