import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOMParser } from "@xmldom/xmldom";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView, SessionView } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { openedByLibreOffice } from "../kit/office.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { decidedText, elementsOf, partOf } from "../kit/read-word.ts";

const standing = "Gieo trồng được 95 ha lúa.";

describe("a Word file with tracked changes and comments", () => {
  let server: LocalServer;
  let commune: Commune;
  let reportId = "";
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
    const { coordinator, economy, culture, units } = commune;
    const child = (title: string) => ({
      title,
      blocks: [{ style: "body", level: 1, text: standing }],
      children: [],
    });
    ({ id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [child("KINH TẾ"), child("VĂN HÓA"), child("AN NINH")],
        dueAt: null,
        original: null,
      },
    }));
    const { sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    const [first] = sections;
    for (const [i, unitId] of [units.economy.id, units.culture.id, units.police.id].entries())
      await coordinator.call("assignSection", {
        params: { id: must(sections[i], "section").id },
        body: {
          version: must(sections[i], "section").version,
          assignment: {
            unitId,
            ownerId: null,
            dueAt: null,
            contributingUnitIds: [],
            readScope: i === 2 ? "unit" : "inherit",
          },
        },
      });
    const sectionId = must(first, "section").id;
    const { user } = await economy.call<SessionView>("session");
    const line = new AckClient(economy, sectionId, "suggest");
    await line.synced;
    const id = crypto.randomUUID();
    await line.saved(() => {
      line.firstText.insert(18, "97", letterRecord("ins", user.id, id));
      line.firstText.format(16, 2, letterRecord("del", user.id, id));
    });
    const item = must(line.firstText._start, "letters");
    const thread = crypto.randomUUID();
    const words = (text: string, commentId: string) => ({ id: commentId, text, mentions: [] });
    await culture.call("startThread", {
      params: { id: sectionId },
      body: {
        ...words("Vụ nào?", thread),
        anchor: {
          ranges: [{ client: item.id.client, clock: item.id.clock, length: 4 }],
          quote: "Gieo",
        },
        suggestionId: null,
      },
    });
    await economy.call("answerThread", {
      params: { id: thread },
      body: words("Vụ mùa.", crypto.randomUUID()),
    });
    line.leave();
  });
  afterAll(() => server.stop());

  const file = async (
    route: "exportWord" | "exportWordOriginal" | "exportWordTracked",
    person = commune.coordinator,
  ) => new Uint8Array(await (await person.send(route, { params: { id: reportId } })).arrayBuffer());

  it("[WORD1] [WORD2] clean, original and tracked never mix old and new text", async () => {
    const clean = decidedText(await file("exportWord"), "accept");
    const original = decidedText(await file("exportWordOriginal"), "accept");
    expect(clean).toContain("Gieo trồng được 97 ha lúa.");
    expect(original.filter((l) => l === standing)).toHaveLength(3);
    const tracked = await file("exportWordTracked");
    expect(decidedText(tracked, "accept")).toEqual(clean);
    expect(decidedText(tracked, "reject")).toEqual(original);
  });

  it("[WORD2] revisions bear the suggester's name and the time of the server", async () => {
    const root = partOf(await file("exportWordTracked"), "word/document.xml");
    for (const name of ["w:ins", "w:del"]) {
      const [revision, ...others] = elementsOf(root, name);
      expect(others).toEqual([]);
      expect(revision?.getAttribute("w:author")).toBe("Phạm Minh Khôi");
      const age = Date.now() - Date.parse(revision?.getAttribute("w:date") ?? "");
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(600_000);
    }
  });

  it("[WORD3] comments stand at their words, answers below what they answer", async () => {
    const tracked = await file("exportWordTracked");
    const comments = elementsOf(partOf(tracked, "word/comments.xml"), "w:comment");
    expect(comments.map((c) => [c.getAttribute("w:author"), c.textContent])).toEqual([
      ["Vi Thị Mận", "Vụ nào?"],
      ["Phạm Minh Khôi", "Vụ mùa."],
    ]);
    const threads = elementsOf(partOf(tracked, "word/commentsExtended.xml"), "w15:commentEx");
    const paraId = threads[0]?.getAttribute("w15:paraId");
    expect(paraId).toMatch(/^[0-9A-F]{8}$/);
    expect(threads.map((t) => t.getAttribute("w15:paraIdParent"))).toEqual([null, paraId]);
    const root = partOf(tracked, "word/document.xml");
    const start = must(elementsOf(root, "w:commentRangeStart")[0], "start");
    expect(start.nextSibling?.nextSibling?.textContent).toBe("Gieo");
  });

  it("[WORD4] what one may not read is in none of the three", async () => {
    for (const route of ["exportWord", "exportWordOriginal", "exportWordTracked"] as const) {
      const lines = decidedText(await file(route, commune.culture), "accept");
      expect(lines.join("\n")).not.toContain("AN NINH");
      expect(lines.filter((line) => line.includes("hạn chế xem"))).toHaveLength(1);
    }
  });

  it("[WORD5] LibreOffice shows the same changes and comments under the same names", async () => {
    const opened = new DOMParser().parseFromString(
      await openedByLibreOffice(await file("exportWordTracked")),
      "text/xml",
    ).documentElement;
    const regions = elementsOf(must(opened, "document"), "text:changed-region");
    expect(
      regions.map((region) => [
        region.getElementsByTagName("text:insertion").length,
        region.getElementsByTagName("text:deletion").length,
        region.getElementsByTagName("dc:creator")[0]?.textContent,
      ]),
    ).toEqual([
      [0, 1, "Phạm Minh Khôi"],
      [1, 0, "Phạm Minh Khôi"],
    ]);
    const notes = elementsOf(must(opened, "document"), "office:annotation");
    // It lists an answer before what it answers; which one answers is told beside.
    expect(
      notes
        .map((note) => [
          note.getElementsByTagName("dc:creator")[0]?.textContent,
          note.getElementsByTagName("text:p")[0]?.textContent,
        ])
        .toReversed(),
    ).toEqual([
      ["Vi Thị Mận", "Vụ nào?"],
      ["Phạm Minh Khôi", "Vụ mùa."],
    ]);
  }, 90_000);
});
