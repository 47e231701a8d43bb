import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOMParser } from "@xmldom/xmldom";
import * as Y from "yjs";
import {
  contentOf,
  listChanges,
  plainText,
  type Projection,
  readBlocks,
  wordAuthorName,
} from "@dongsoan/shared/crdt";
import { emptyHeader, must, withoutRevisions } from "@dongsoan/shared/domain";
import type { ReportView, SessionView, SuggestionsView } from "@dongsoan/shared/http-api";
import { encodeRecord } from "@dongsoan/shared/schema";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import type { ReadImport } from "../../server/src/ports/import-reader.ts";
import { decidedByLibreOffice, openedByLibreOffice, storedByLibreOffice } from "../kit/office.ts";
import type { TestPerson } from "../kit/person.ts";
import { letterRecord, plainParagraph, plainRow } from "../kit/random-suggestion.ts";
import { decidedLooks, decidedText, elementsOf, partOf, type Verdict } from "../kit/read-word.ts";

const paragraphs = [
  "Gieo trồng được 95 ha lúa.",
  "Bà con phấn khởi. Chợ phiên họp đều.",
  "Đường vào bản Ngàn ",
  "đã thông xe.",
];
const households = [
  ["Bản", "Số hộ"],
  ["Ngàn", "41"],
  ["Suối", "37"],
];

/** One edit of a person in a section, once it is stored. */
async function edit(
  person: TestPerson,
  sectionId: string,
  mode: "write" | "suggest",
  change: (content: Y.XmlFragment, by: string) => void,
): Promise<void> {
  const { user } = await person.call<SessionView>("session");
  const line = new AckClient(person, sectionId, mode);
  await line.synced;
  await line.saved(() => change(contentOf(line.doc), user.id));
  line.leave();
}

const child = (parent: Y.XmlFragment, at: number): Y.XmlElement => parent.get(at) as Y.XmlElement;
const textOf = (paragraph: Y.XmlElement): Y.XmlText => paragraph.get(0) as Y.XmlText;
const elementRecord = (by: string): string => encodeRecord({ id: crypto.randomUUID(), by });

async function suggestByThree({ economy, culture, police }: Commune, sectionId: string): Promise<void> {
  await edit(economy, sectionId, "write", (content) => {
    const table = new Y.XmlElement("table");
    table.insert(0, households.map(plainRow));
    content.insert(paragraphs.length, [table]);
  });
  await edit(economy, sectionId, "suggest", (content, by) => {
    const text = textOf(child(content, 0));
    text.insert(18, "97", letterRecord("ins", by, crypto.randomUUID()));
    text.format(16, 2, letterRecord("del", by, crypto.randomUUID()));
    child(child(content, 4), 1).setAttribute("tcDel", elementRecord(by));
  });
  await edit(culture, sectionId, "suggest", (content, by) => {
    textOf(child(content, 0)).format(0, 10, {
      bold: {},
      ...letterRecord("fmt", by, crypto.randomUUID(), { add: "bold" }),
    });
    const left = textOf(child(content, 1));
    const right = plainParagraph(left.toString().slice(18));
    right.setAttribute("tcSplit", elementRecord(by));
    left.delete(18, left.length - 18);
    content.insert(2, [right]);
  });
  await edit(police, sectionId, "suggest", (content, by) => {
    child(content, 4).setAttribute("tcJoin", elementRecord(by));
    // As the editor does: the row and its letters are one suggestion.
    const id = crypto.randomUUID();
    const row = plainRow(["", ""]);
    row.setAttribute("tcIns", encodeRecord({ id, by }));
    child(content, 5).insert(3, [row]);
    for (const [at, letters] of ["Đá", "29"].entries())
      textOf(child(child(row, at), 0)).insert(0, letters, letterRecord("ins", by, id));
  });
}

/** Its changes under the names that the page shows, and its text without them and with them. */
async function textOfSection(person: TestPerson, id: string) {
  const line = new AckClient(person, id);
  await line.synced;
  line.leave();
  const { people } = await person.call<SuggestionsView>("suggestions", { params: { id } });
  const content = contentOf(line.doc);
  const linesOf = (projection: Projection) => readBlocks(content, projection).map(plainText);
  return {
    changes: listChanges(content).map(({ by, kind, inserted, deleted, altered }) => ({
      by: wordAuthorName(by) ?? people.find((known) => known.id === by)?.name,
      kind,
      inserted,
      deleted,
      altered,
    })),
    base: linesOf("base"),
    final: linesOf("final"),
  };
}

describe("a tracked Word file that somebody decides in another word processor", () => {
  let server: LocalServer;
  let commune: Commune;
  let reportId = "";
  let sectionId = "";
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    ({ id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [
          {
            title: "KINH TẾ",
            blocks: paragraphs.map((text) => ({ style: "body", level: 1, text })),
            children: [],
          },
        ],
        dueAt: null,
        original: null,
      },
    }));
    const { sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    const { id, version } = must(sections[0], "section");
    const assignment = {
      unitId: units.economy.id,
      ownerId: null,
      dueAt: null,
      contributingUnitIds: [units.culture.id, units.police.id],
      readScope: "inherit",
    };
    await coordinator.call("assignSection", { params: { id }, body: { version, assignment } });
    sectionId = id;
    await suggestByThree(commune, id);
  });
  afterAll(() => server.stop());

  const file = async (route: "exportWord" | "exportWordOriginal" | "exportWordTracked") =>
    new Uint8Array(await (await commune.coordinator.send(route, { params: { id: reportId } })).arrayBuffer());

  it.each<[Verdict, "exportWord" | "exportWordOriginal", readonly string[]]>([
    [
      "accept",
      "exportWord",
      [
        "Gieo trồng được 97 ha lúa.",
        "Bà con phấn khởi. ",
        "Chợ phiên họp đều.",
        "Đường vào bản Ngàn đã thông xe.",
        "|Bản|Số hộ|",
        "|Suối|37|",
        "|Đá|29|",
      ],
    ],
    [
      "reject",
      "exportWordOriginal",
      [...paragraphs, ...households.map(([name, count]) => `|${name}|${count}|`)],
    ],
  ])(
    "[WORD5] LibreOffice, told to %s all, comes to the text of %s",
    async (verdict, route, lines) => {
      const [decided, expected] = await decidedByLibreOffice(
        [await file("exportWordTracked"), await file(route)],
        verdict,
      );
      const made = must(decided, "file");
      const root = partOf(made, "word/document.xml");
      for (const name of ["w:ins", "w:del", "w:rPrChange", "w:pPrChange"])
        expect(elementsOf(root, name)).toEqual([]);
      expect(decidedText(made, verdict)).toEqual(expect.arrayContaining([...lines]));
      expect(decidedLooks(made, verdict)).toEqual(decidedLooks(must(expected, "file"), verdict));
    },
    90_000,
  );

  it("[WORD5] LibreOffice tells the changes of three people apart", async () => {
    const opened = must(
      new DOMParser().parseFromString(await openedByLibreOffice(await file("exportWordTracked")), "text/xml")
        .documentElement,
      "document",
    );
    const authors = elementsOf(opened, "text:changed-region").map(
      (region) => region.getElementsByTagName("dc:creator")[0]?.textContent,
    );
    expect(new Set(authors)).toEqual(new Set(["Phạm Minh Khôi", "Vi Thị Mận", "Nguyễn Văn An"]));
  }, 90_000);

  it("[IMP29] it comes back in with the text of the clean file, and says whose changes that decides", async () => {
    const tracked = await file("exportWordTracked");
    const preview = (raw: Uint8Array) => commune.coordinator.call<ReadImport>("previewImport", { raw });
    const clean = await preview(await file("exportWord"));
    expect(clean.word?.revisions).toEqual([]);
    const counts = [
      { author: "Phạm Minh Khôi", insertions: 1, deletions: 2, looks: 0 },
      { author: "Vi Thị Mận", insertions: 1, deletions: 0, looks: 1 },
      { author: "Nguyễn Văn An", insertions: 1, deletions: 1, looks: 0 },
    ];
    for (const word of [tracked, await storedByLibreOffice(tracked)]) {
      const { draft, word: found } = await preview(word);
      expect(withoutRevisions(draft.nodes)).toEqual(clean.draft.nodes);
      expect(new Map(found?.revisions.map((count) => [count.author, count]))).toEqual(
        new Map(counts.map((count) => [count.author, count])),
      );
    }
    const table = [
      ["Bản", "Số hộ"],
      ["Suối", "37"],
      ["Đá", "29"],
    ];
    expect(clean.draft.nodes[0]).toMatchObject({
      title: "KINH TẾ",
      blocks: [
        "Gieo trồng được 97 ha lúa.",
        "Bà con phấn khởi.",
        "Chợ phiên họp đều.",
        "Đường vào bản Ngàn đã thông xe.",
      ]
        .map((text): object => ({ style: "body", text }))
        .concat({ rows: table.map((texts) => ({ cells: texts.map((text) => ({ blocks: [{ text }] })) })) }),
    });
  }, 90_000);

  it.each<[string, (tracked: Uint8Array) => Promise<Uint8Array>]>([
    ["as it went out", (tracked) => Promise.resolve(tracked)],
    ["stored again by LibreOffice", storedByLibreOffice],
  ])(
    "[IMP29] [SUG31] %s, it comes back in with the same changes under the same names",
    async (_how, through) => {
      const { coordinator } = commune;
      const raw = await through(await file("exportWordTracked"));
      const { draft } = await coordinator.call<ReadImport>("previewImport", { raw });
      const { id } = await coordinator.call<{ id: string }>("createReport", {
        body: { header: draft.header, sections: draft.nodes, dueAt: null, original: null },
      });
      const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
      const went = await textOfSection(coordinator, sectionId);
      const came = await textOfSection(coordinator, must(sections[0], "section").id);
      expect(came).toEqual(went);
    },
    90_000,
  );
});
