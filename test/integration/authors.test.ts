import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { emptyHeader } from "@dongsoan/shared/domain";
import type { Authors, ReportView } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";

const seed = "Toàn xã có 21 bản, 4.120 hộ.";

describe("who wrote what", () => {
  let server: RunningServer;
  let commune: Commune;
  let sectionId = "";
  let client: AckClient;

  beforeAll(async () => {
    server = await RunningServer.start();
    commune = await setUpCommune(server);
    const { coordinator, culture, units } = commune;
    const blocks = [{ style: "body", level: 1, text: seed }];
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Văn hóa" },
        sections: [{ title: "Văn hóa", blocks, children: [] }],
        dueAt: null,
        original: null,
      },
    });
    const [section] = (await coordinator.call<ReportView>("report", { params: { id } })).sections;
    sectionId = section?.id ?? "";
    await coordinator.call("assignSection", {
      params: { id: sectionId },
      body: {
        version: section?.version,
        assignment: {
          unitId: units.culture.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          readScope: "unit",
        },
      },
    });
    client = new AckClient(culture, sectionId);
    await client.synced;
  });
  afterAll(() => server.stop());

  const textAt = (doc: Y.Doc, index: number): Y.XmlText => {
    const node = (doc.getXmlFragment("content").get(index) as Y.XmlElement).get(0);
    if (!(node instanceof Y.XmlText)) throw new Error("no text");
    return node;
  };
  /** "Trần Thị Hà:Toàn xã|Vi Thị Mận: nay" of one paragraph, with "@" before who has placed it. */
  const told = async (reader: TestPerson, doc: Y.Doc, index: number): Promise<string> => {
    const { people, ranges } = await reader.call<Authors>("authors", { params: { id: sectionId } });
    const name = (id: string | null) => people.find((p) => p.id === id)?.name ?? "?";
    const parts: [string, string][] = [];
    for (let item = textAt(doc, index)._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      for (const [i, letter] of [...item.content.str].entries()) {
        const { client: of, clock } = item.id;
        const range = ranges.find(
          (r) => r.client === of && r.clock <= clock + i && clock + i < r.clock + r.length,
        );
        const who = range ? name(range.by) + (range.placedBy ? `@${name(range.placedBy)}` : "") : "?";
        const last = parts.at(-1);
        if (last?.[0] === who) last[1] += letter;
        else parts.push([who, letter]);
      }
    }
    return parts.map(([who, text]) => `${who}:${text}`).join("|");
  };

  it("[LINE7] names the writer of each letter, also of the imported text", async () => {
    textAt(client.doc, 0).insert(seed.length, " Trong đó 12 bản văn hóa.");
    await expect
      .poll(() => told(commune.culture, client.doc, 0))
      .toBe(`Trần Thị Hà:${seed}|Vi Thị Mận: Trong đó 12 bản văn hóa.`);
    const { ranges } = await commune.culture.call<Authors>("authors", { params: { id: sectionId } });
    // LINE9: who imported is not who wrote.
    expect(new Set(ranges.map(({ isImported }) => isImported))).toEqual(new Set([true, false]));
    for (const { at } of ranges) expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
  });

  it("[LINE1] [LINE6] keeps them through a split by somebody else and a server that was killed", async () => {
    client.doc.transact(() => {
      const text = textAt(client.doc, 0);
      const right = text.toString().slice(11);
      text.delete(11, right.length);
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [new Y.XmlText(right)]);
      client.doc.getXmlFragment("content").insert(1, [paragraph]);
    });
    const expected = `Trần Thị Hà@Vi Thị Mận:${seed.slice(11)}|Vi Thị Mận: Trong đó 12 bản văn hóa.`;
    await expect.poll(() => told(commune.coordinator, client.doc, 1)).toBe(expected);
    await server.kill();
    await server.launch();
    expect(await told(commune.coordinator, client.doc, 1)).toBe(expected);
  });

  it("[LINE8] is told to nobody who may not read the text", async () => {
    const response = await commune.police.send("authors", { params: { id: sectionId } });
    expect(response.status).toBe(404);
  });
});
