import { afterEach, describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { recordKey } from "@dongsoan/shared/crdt";
import { limits } from "../../server/src/sync/limits.ts";
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

const lettersOf = ({ firstText }: TestClient): string =>
  (firstText.toDelta() as { insert: string }[]).map(({ insert }) => insert).join("");

/** An, who only suggests, and Binh, who writes. */
async function suggesterAndWriter(): Promise<{ readonly an: TestClient; readonly binh: TestClient }> {
  server = new TestServer(1);
  return {
    an: await new TestClient(server, "an", 101).join("suggest"),
    binh: await new TestClient(server, "binh", 202).join(),
  };
}

/**
 * An suggests behind two edits of Binh's: the first is on its way to the store; the second waits, and goes with its
 * author's right. @returns An, with what is stored then.
 */
async function behindOneTakenOut(suggest: (text: Y.XmlText) => void): Promise<TestClient> {
  const { an, binh } = await suggesterAndWriter();
  server.documents.hold();
  binh.firstText.insert(0, "Một. ");
  binh.deliverOut();
  await settle();
  binh.firstText.insert(0, "Hai. ");
  binh.deliverOut();
  an.doc.transact(() => suggest(an.firstText));
  an.deliverOut();
  await settle();
  server.rights.set("binh", "none");
  server.fanout.publish({ kind: "fence", reportId: "" as never, sectionIds: [one] });
  await settle();
  server.documents.release();
  await exchange([an]);
  expect(an.isSaved).toBe(true);
  expect(server.storedText(one)).toBe(an.text);
  return an;
}

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
    const { an, binh } = await suggesterAndWriter();
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
    const an = await behindOneTakenOut((text) => text.insert(text.length, " Cuối."));
    expect(JSON.stringify(an.firstText.toDelta())).toContain('" Cuối."');
    expect(server.storedText(one)).not.toContain("Hai.");
  });

  it("[SUG13] in write mode letters within somebody's suggestion are the typist's own on every screen", async () => {
    const { an, binh } = await suggesterAndWriter();
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

  /** An suggests and binh writes; an has not heard of binh's latest words, and takes out letters that stand. */
  const behind = async (says = true): Promise<{ an: TestClient; binh: TestClient }> => {
    const { an, binh } = await suggesterAndWriter();
    if (!says) an.heardSeq = null;
    binh.firstText.insert(0, "Nay ");
    binh.deliverOut();
    await settle();
    an.firstText.delete(0, 2);
    an.firstText.insert(0, "Bản", insertion("an", "s-1"));
    return { an, binh };
  };

  it("[SUG29] whoever has not heard of others' edits is not refused: what stands stays, and their words with it", async () => {
    const { an, binh } = await behind();
    await exchange([an, binh]);
    expect(server.refusals).toEqual([]);
    expect(an.isSaved).toBe(true);
    expect(lettersOf(an)).toBe("Nay XãBản có 21 bản.");
    expect(an.firstText.toDelta()).toEqual(binh.firstText.toDelta());
    expect(server.storedText(one)).toBe(an.text);
  });

  it("[SUG29] its page is told that only what it typed is kept, once that is stored; of typing alone nothing is said", async () => {
    const { an, binh } = await behind();
    server.documents.hold();
    an.deliverOut();
    await settle();
    expect(an.cutShortCount).toBe(0);
    server.documents.release();
    await exchange([an, binh]);
    expect(an.cutShortCount).toBe(1);
    an.firstText.insert(an.firstText.length, "!", insertion("an", "s-2"));
    await exchange([an, binh]);
    expect([an.cutShortCount, server.refusals]).toEqual([1, []]);
  });

  it("[SUG29] [SUG13] what a writer does to others' suggestions is undone, also where they had heard of everything", async () => {
    const { an, binh } = await suggesterAndWriter();
    an.firstText.insert(0, "Nay ", insertion("an", "s-1"));
    await exchange([an, binh]);
    binh.doc.transact(() => {
      binh.firstText.format(
        0,
        2,
        Object.fromEntries(Object.keys(insertion("an", "s-1")).map((key) => [key, null])),
      );
      binh.firstText.insert(binh.firstText.length, " Cuối.");
    });
    await exchange([an, binh]);
    expect(server.refusals).toEqual([]);
    expect(binh.firstText.toDelta()).toEqual([
      { insert: "Nay ", attributes: insertion("an", "s-1") },
      { insert: "Xã có 21 bản. Cuối." },
    ]);
    expect([an.text, server.storedText(one)]).toEqual([binh.text, binh.text]);
  });

  it("[LIMIT13] whoever has it happen again and again is refused like others", async () => {
    const { an } = await behind();
    an.deliverOut();
    const strikeOne = async () => {
      an.firstText.delete("Bản".length, 1);
      an.deliverOut();
      await settle();
    };
    for (let i = 1; i < 5; i += 1) await strikeOne();
    expect(server.refusals).toEqual([]);
    await strikeOne();
    expect(server.refusals).toEqual(["an SUG11"]);
  });

  it("[SUG29] [HEARD2] who has heard of everything is refused, also a moment after others wrote", async () => {
    const { an, binh } = await behind();
    await exchange([an, binh]);
    an.firstText.delete(0, 2);
    an.deliverOut();
    await settle();
    expect(server.refusals).toEqual(["an SUG11"]);
  });

  it("[SUG29] of a page that does not say what it has heard: after two heartbeats it has; then it is refused", async () => {
    const { an } = await behind(false);
    server.now += limits.behindMs + 1;
    an.deliverOut();
    await settle();
    expect(server.refusals).toEqual(["an SUG11"]);
    expect(server.storedText(one)).toContain("Nay Xã có 21 bản.");
  });

  it("[SUG29] [GATE14] it is set apart anew when somebody before it is taken back out", async () => {
    const an = await behindOneTakenOut((text) => {
      text.delete(0, 2);
      text.insert(text.length, " Cuối.");
    });
    expect(lettersOf(an)).toBe("Một. Xã có 21 bản. Cuối.");
  });
});
