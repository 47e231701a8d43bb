import type * as Y from "yjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serverItself } from "../../server/src/ports/section-writer.ts";
import { limits } from "../../server/src/sync/limits.ts";
import { join, paragraph, split, textIn } from "../kit/removed-paragraph.ts";
import { exchange, sectionId, settle, TestClient, TestServer } from "../kit/network.ts";

/** A room of two paragraphs, and two people in it. */
async function room() {
  const server = new TestServer(1);
  const an = await new TestClient(server, "an", 101).join();
  const binh = await new TestClient(server, "binh", 102).join();
  binh.content.insert(1, [paragraph("Dân số tăng.")]);
  await exchange([an, binh]);
  const stored = () => server.storedText(sectionId(1));
  return { server, an, binh, stored };
}

const letters = (xml: string) => xml.replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");

describe("text typed into a removed paragraph, in a room", () => {
  const servers: TestServer[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.registry.close();
  });

  it("[RESC2] what was written offline comes back in the commit that loses it, to its writer and to all", async () => {
    const { server, an, binh, stored } = await room();
    servers.push(server);
    an.disconnect();
    textIn(an.content, 1).insert(7, "(khi mất mạng) ");
    join(binh.content, 1);
    await exchange([binh]);
    const { head } = server.documents.row(sectionId(1));
    await an.connect();
    await exchange([an, binh]);
    expect(server.documents.row(sectionId(1)).head).toBe(head + 2);
    expect(letters(stored())).toBe("|Xã có 21 bản.Dân số (khi mất mạng) tăng.|");
    for (const client of [an, binh]) expect(client.text).toBe(stored());
    const rows = server.documents.row(sectionId(1)).updates;
    expect(rows.map(({ by }) => by).slice(-2)).toEqual(["an", "an"]);
  });

  it("[RESC7] whoever comes back while others' text is being stored is asked for theirs first", async () => {
    const { server, an, binh, stored } = await room();
    servers.push(server);
    an.disconnect();
    textIn(an.content, 1).insert(7, "(khi mất mạng) ");
    server.documents.hold();
    binh.content.delete(1, 1);
    binh.deliverOut();
    await settle();
    await an.connect();
    server.documents.release();
    await settle();
    await exchange([an, binh]);
    expect(letters(stored())).toContain("(khi mất mạng) ");
    for (const client of [an, binh]) expect(client.text).toBe(stored());
  });

  it("[RESC3] the server writes under one id while the room is open, and under another when it is opened anew", async () => {
    const { server, an, binh } = await room();
    servers.push(server);
    const serverIds = () =>
      [...server.documents.row(sectionId(1)).claims].filter(([, owner]) => owner === serverItself);
    const enter = async (at: number) => {
      an.doc.transact(() => split(an.content, 0, at));
      await exchange([an, binh]);
    };
    for (const at of [8, 6, 4]) {
      await enter(at);
      server.now += limits.releaseAfterMs + 1;
      server.registry.tick();
    }
    expect(serverIds()).toHaveLength(1);
    expect(serverIds()[0]?.[0]).toBeLessThan(0x1_0000);
    an.disconnect();
    binh.disconnect();
    server.now += limits.closeAfterMs + 1;
    server.registry.tick();
    await an.connect();
    await binh.connect();
    await enter(2);
    expect(serverIds()).toHaveLength(2);
    expect(server.refusals).toEqual([]);
  });

  it("[RESC3] where no small id is free, another one serves", async () => {
    const { server, an, binh, stored } = await room();
    servers.push(server);
    const drawn = vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => array);
    an.doc.transact(() => split(an.content, 0, 4));
    await exchange([an, binh]);
    expect(drawn).toHaveBeenCalledOnce();
    drawn.mockRestore();
    expect(letters(stored())).toBe("|Xã c|ó 21 bản.|Dân số tăng.|");
    expect(server.documents.row(sectionId(1)).claims.size).toBe(3);
  });

  it("[RESC8] what was written offline goes along with a split, also where everybody has left since", async () => {
    const { server, an, binh, stored } = await room();
    servers.push(server);
    an.disconnect();
    textIn(an.content, 0).insert("Xã có 21".length, " (hai mốt)");
    binh.doc.transact(() => split(binh.content, 0, "Xã có".length));
    await exchange([binh]);
    binh.disconnect();
    server.now += limits.closeAfterMs + 1;
    server.registry.tick();
    expect(server.registry.roomCount).toBe(0);
    await an.connect();
    await exchange([an]);
    expect(letters(stored())).toBe("|Xã có| 21 (hai mốt) bản.|Dân số tăng.|");
    expect(an.text).toBe(stored());
  });

  it("[RESC2] [GATE14] letters that lost their paragraph to a refused channel get it back whole", async () => {
    const { server, an, binh, stored } = await room();
    servers.push(server);
    server.documents.hold();
    (an.content.get(0) as Y.XmlElement).setAttribute("align", "left");
    an.deliverOut();
    await settle();
    textIn(an.content, 1).insert(7, "XYZ ");
    binh.content.delete(1, 1);
    binh.deliverOut();
    an.deliverOut();
    binh.write(new Uint8Array([0, 2, 1, 9]));
    binh.deliverOut();
    server.documents.release();
    await exchange([an]);
    expect(letters(stored())).toBe("|Xã có 21 bản.|Dân số XYZ tăng.|");
    expect(an.text).toBe(stored());
  });
});
