import type { Transaction } from "@tiptap/pm/state";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentOf, listChanges } from "@dongsoan/shared/crdt";
import { must, type SectionId } from "@dongsoan/shared/domain";
import type { AnchorView, MentionView, ReportView, SessionView, ThreadView } from "@dongsoan/shared/http-api";
import type { RouteName } from "@dongsoan/shared/protocol";
import { textSchema } from "@dongsoan/shared/schema";
import * as Y from "yjs";
import { AckClient } from "../kit/ack-client.ts";
import { editBound } from "../kit/bound-editor.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import type { TestPerson } from "../kit/person.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { sealReport, wholeHeader } from "../kit/sealed-report.ts";
import { suggestBound } from "../kit/suggesting-editor.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("comments on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  /** A report in which economy, culture and police have sections; the first may be hidden from the others. */
  async function reported(readScope: "inherit" | "unit" = "inherit") {
    const { coordinator, units } = commune;
    const child = (title: string) => ({
      title,
      blocks: [{ style: "body", level: 1, text: "Kết quả:" }],
      children: [],
    });
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: wholeHeader,
        sections: [child("KINH TẾ"), child("VĂN HÓA"), child("AN NINH")],
        dueAt: null,
        original: null,
      },
    });
    const unitIds = [units.economy.id, units.culture.id, units.police.id];
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    for (const [i, section] of sections.entries())
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: {
          version: section.version,
          assignment: {
            unitId: unitIds[i],
            ownerId: null,
            dueAt: null,
            contributingUnitIds: [],
            readScope: i === 0 ? readScope : "inherit",
          },
        },
      });
    return { reportId: id, section: must(sections[0], "section") };
  }

  /** The section of the economic unit says "Kết quả: 97 ha lúa"; the line is its writer's. */
  async function written(readScope: "inherit" | "unit" = "inherit") {
    const { reportId, section } = await reported(readScope);
    const line = new AckClient(commune.economy, section.id);
    await line.synced;
    await line.saved(() => line.firstText.insert(8, " 97 ha lúa"));
    return { reportId, section, line };
  }
  /** These units of the first paragraph, as a page names them. */
  const quoted = ({ firstText }: AckClient, from: number, to: number) => {
    const ranges: { client: number; clock: number; length: number }[] = [];
    let at = 0;
    for (let item = firstText._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const start = Math.max(from, at);
      const end = Math.min(to, at + item.length);
      if (start < end)
        ranges.push({ client: item.id.client, clock: item.id.clock + start - at, length: end - start });
      at += item.length;
    }
    return { ranges, quote: firstText.toJSON().slice(from, to) };
  };
  const comment = (text: string, mentions: readonly object[] = []) => ({
    id: crypto.randomUUID() as string,
    text,
    mentions,
  });
  const start = async (
    person: TestPerson,
    sectionId: string,
    anchor: object | null,
    body = comment("Xem lại"),
  ) => {
    await person.call("startThread", {
      params: { id: sectionId },
      body: { ...body, anchor, suggestionId: null },
    });
    return body.id;
  };
  const threads = (person: TestPerson, reportId: string) =>
    person.call<ThreadView[]>("comments", { params: { id: reportId } });
  const anchors = (person: TestPerson, sectionId: string) =>
    person.call<AnchorView[]>("anchors", { params: { id: sectionId } });
  const statusOf = async (person: TestPerson, route: RouteName, options: Parameters<TestPerson["send"]>[1]) =>
    (await person.send(route, options)).status;
  /** What the ranges say in the text as it stands. */
  const wordsAt = ({ doc }: AckClient, ranges: AnchorView["ranges"]) => {
    const letters = new Map<string, string>();
    const walk = (node: unknown): void => {
      if (node instanceof Y.XmlText)
        for (let item = node._start; item; item = item.right) {
          if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
          for (const [i, letter] of [...item.content.str].entries())
            letters.set(`${item.id.client} ${item.id.clock + i}`, letter);
        }
      else if (node instanceof Y.XmlFragment) node.toArray().forEach(walk);
    };
    walk(contentOf(doc));
    return ranges
      .flatMap(({ client, clock, length }) =>
        Array.from({ length }, (_, i) => letters.get(`${client} ${clock + i}`) ?? "?"),
      )
      .join("");
  };

  it("[COM1] [COM2] a reader comments on locked text, and the section's log knows nothing of it", async () => {
    const { coordinator, culture } = commune;
    const { reportId, section, line } = await written();
    await coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id], reason: "chốt" },
    });
    const id = await start(culture, section.id, quoted(line, 9, 18));
    expect(await threads(culture, reportId)).toMatchObject([
      { id, sectionId: section.id, quote: "97 ha lúa", resolved: null, comments: [{ text: "Xem lại" }] },
    ]);
    const [place] = await anchors(culture, section.id);
    expect(wordsAt(line, place?.ranges ?? [])).toBe("97 ha lúa");
    const before = line.text;
    const again = new AckClient(culture, section.id);
    await again.synced;
    expect(again.text).toBe(before);
    line.leave();
    again.leave();
  });

  it("[COM1] [COM2] what is sealed is commented on, answered and settled, and stays as it was", async () => {
    const { coordinator, culture, economy } = commune;
    const { reportId, section, line } = await written();
    await sealReport(coordinator, reportId);
    const params = { id: section.id };
    const { deps } = server.application;
    const kept = async () => [
      await deps.documents.load(section.id as SectionId),
      await coordinator.call("versions", { params }),
    ];
    const before = await kept();
    const id = await start(culture, section.id, quoted(line, 9, 18));
    await economy.call("answerThread", { params: { id }, body: comment("Đã đối chiếu") });
    await coordinator.call("resolveThread", { params: { id } });
    expect(await threads(culture, reportId)).toMatchObject([
      {
        quote: "97 ha lúa",
        resolved: { at: expect.any(Number) as number },
        comments: [{ text: "Xem lại" }, { text: "Đã đối chiếu" }],
      },
    ]);
    const [place] = await anchors(culture, section.id);
    expect(wordsAt(line, place?.ranges ?? [])).toBe("97 ha lúa");
    expect(await kept()).toEqual(before);
    line.leave();
  });

  it("[COM3] what is quoted must stand there", async () => {
    const { culture } = commune;
    const { reportId, section, line } = await written();
    const { ranges } = quoted(line, 9, 18);
    for (const anchor of [
      { ranges, quote: "98 ha lúa" },
      { ranges: [{ client: 1, clock: 0, length: 9 }], quote: "97 ha lúa" },
    ]) {
      const body = { ...comment("Xem lại"), anchor, suggestionId: null };
      expect(await statusOf(culture, "startThread", { params: { id: section.id }, body })).toBe(409);
    }
    expect(await threads(culture, reportId)).toEqual([]);
    line.leave();
  });

  it("[COM4] a comment that is sent twice is stored once, and nobody takes another's id", async () => {
    const { culture, coordinator } = commune;
    const { reportId, section, line } = await written();
    const body = comment("Xem lại");
    await start(culture, section.id, null, body);
    await start(culture, section.id, null, body);
    const options = { params: { id: section.id }, body: { ...body, anchor: null, suggestionId: null } };
    expect(await statusOf(coordinator, "startThread", options)).toBe(409);
    const answer = comment("Đã xem");
    for (let i = 0; i < 2; i += 1)
      await coordinator.call("answerThread", { params: { id: body.id }, body: answer });
    expect((await threads(culture, reportId))[0]?.comments.map(({ text }) => text)).toEqual([
      "Xem lại",
      "Đã xem",
    ]);
    line.leave();
  });

  it("[COM5] [COM6] stands where its letters stand; when they are gone, it keeps the quote", async () => {
    const { culture } = commune;
    const { section, line } = await written();
    await start(culture, section.id, quoted(line, 9, 18));
    await line.saved(() => line.firstText.insert(0, "Tóm lại, "));
    await line.saved(() => line.firstText.insert(20, ",5"));
    const words = async () => wordsAt(line, (await anchors(culture, section.id))[0]?.ranges ?? []);
    expect(await words()).toBe("97 ha lúa");
    await line.saved(() => line.firstText.delete(0, line.firstText.length));
    expect(await words()).toBe("");
    expect((await anchors(culture, section.id)).map(({ ranges }) => ranges)).toEqual([[]]);
    line.leave();
  });

  it("[COM5] stands through a change of style, a move, and suggestions accepted and rejected", async () => {
    const { culture, coordinator, economy } = commune;
    const { section, line: writer } = await written();
    await start(culture, section.id, quoted(writer, 9, 18));
    const { user } = await economy.call<SessionView>("session");
    const line = new AckClient(economy, section.id, "suggest");
    await line.synced;
    const words = async () => wordsAt(line, (await anchors(culture, section.id))[0]?.ranges ?? []);
    const write = (change: (tr: Transaction) => void) =>
      Promise.all([
        line.heard((doc) => doc.getXmlFragment("content").toString() === writer.text),
        writer.saved(() => editBound(writer.doc, change)),
      ]);
    const suggest = (change: (tr: Transaction) => void) =>
      line.saved(() => suggestBound(line.doc, user.id, () => crypto.randomUUID(), change));
    const decide = async (verdict: "accept" | "reject") => {
      const changes = listChanges(contentOf(line.doc)).map(({ ids, seen }) => ({ ids, seen }));
      expect(changes).toHaveLength(1);
      const decided = line.heard((doc) => listChanges(contentOf(doc)).length === 0);
      await coordinator.call("decideSuggestions", { params: { id: section.id }, body: { verdict, changes } });
      await decided;
    };
    await write((tr) => tr.setNodeAttribute(0, "style", "dash"));
    await write((tr) => {
      const paragraph = must(tr.doc.firstChild, "paragraph");
      tr.insert(tr.doc.content.size, textSchema.node("paragraph", null, [textSchema.text("Đoạn sau.")]));
      tr.delete(0, paragraph.nodeSize).insert(tr.doc.content.size, paragraph);
    });
    expect(line.text).toMatch(/Đoạn sau.*Kết quả: 97 ha lúa/s);
    expect(await words()).toBe("97 ha lúa");
    const enterAfter = (wanted: string) => (tr: Transaction) => {
      tr.doc.descendants((node, pos) => {
        const at = node.isTextblock ? node.textContent.indexOf(wanted) : -1;
        if (at >= 0) tr.split(pos + 1 + at + wanted.length);
      });
    };
    const strike = (wanted: string) => (tr: Transaction) => {
      tr.doc.descendants((node, pos) => {
        const at = node.isText ? (node.text ?? "").indexOf(wanted) : -1;
        if (at >= 0) tr.delete(pos + at, pos + at + wanted.length);
      });
    };
    for (const [change, verdict, expected] of [
      [enterAfter("97 "), "reject", "97 ha lúa"],
      [enterAfter("97 "), "accept", "97 ha lúa"],
      [strike("97"), "reject", "97 ha lúa"],
      [strike("97"), "accept", " ha lúa"],
    ] as const) {
      await suggest(change);
      expect(await words()).toBe("97 ha lúa");
      await decide(verdict);
      expect(await words()).toBe(expected);
    }
    line.leave();
    writer.leave();
  });

  it("[COM7] whoever started it, the unit and the coordinator settle a thread; another reader does not", async () => {
    const { culture, economy, police, coordinator } = commune;
    const { reportId, section, line } = await written();
    const id = await start(culture, section.id, null);
    const params = { id };
    expect(await statusOf(police, "resolveThread", { params })).toBe(403);
    for (const person of [culture, economy, coordinator]) {
      await person.call("resolveThread", { params });
      expect((await threads(police, reportId))[0]?.resolved).not.toBeNull();
      await person.call("reopenThread", { params });
      expect((await threads(police, reportId))[0]?.resolved).toBeNull();
    }
    line.leave();
  });

  it("[COM8] [COM9] whom it mentions finds it, unless they may not read the section", async () => {
    const { culture, economy, office, units, coordinator } = commune;
    const inbox = async (person: TestPerson, sectionId: string) =>
      (await person.call<MentionView[]>("mentions")).filter((mention) => mention.sectionId === sectionId);
    const mentions = [{ kind: "unit", id: units.culture.id }];
    const open = await written();
    const openId = await start(economy, open.section.id, null, comment("@Văn hóa xem giúp", mentions));
    expect(await inbox(culture, open.section.id)).toMatchObject([
      { threadId: openId, isForUnit: true, isRead: false, text: "@Văn hóa xem giúp" },
    ]);
    await culture.call("markMentionsRead", { body: { commentIds: [openId] } });
    expect(await inbox(culture, open.section.id)).toMatchObject([{ isRead: true }]);
    expect(await inbox(office, open.section.id)).toEqual([]);

    const hidden = await written("unit");
    const hiddenId = await start(economy, hidden.section.id, null, comment("@Văn hóa xem giúp", mentions));
    expect(await inbox(culture, hidden.section.id)).toEqual([]);
    expect(await threads(culture, hidden.reportId)).toEqual([]);
    expect(
      (await threads(coordinator, hidden.reportId))[0]?.comments[0]?.mentions.map(({ mayRead }) => mayRead),
    ).toEqual([false]);
    const answer = { params: { id: hiddenId }, body: comment("Tôi thấy") };
    expect(await statusOf(culture, "answerThread", answer)).toBe(404);
    expect(await statusOf(culture, "resolveThread", { params: { id: hiddenId } })).toBe(404);
    expect(await statusOf(culture, "deleteComment", { params: { id: hiddenId } })).toBe(404);
    for (const { line } of [open, hidden]) line.leave();
  });

  it("[COM9] only those who are somebody are mentioned", async () => {
    const { section, line } = await written();
    const { user } = await commune.economy.call<SessionView>("session");
    const body = { anchor: null, suggestionId: null };
    const nobody = { ...comment("@ai", [{ kind: "unit", id: crypto.randomUUID() }]), ...body };
    const params = { id: section.id };
    expect(await statusOf(commune.culture, "startThread", { params, body: nobody })).toBe(400);
    const twice = {
      ...comment(
        "@Khôi @Khôi",
        [1, 2].map(() => ({ kind: "person", id: user.id })),
      ),
      ...body,
    };
    expect(await statusOf(commune.culture, "startThread", { params, body: twice })).toBe(204);
    line.leave();
  });

  it("[COM10] one's own words are changed and deleted; the record says so without them", async () => {
    const { culture, economy, coordinator, units } = commune;
    const { reportId, section, line } = await written();
    const mentions = [{ kind: "unit", id: units.economy.id }];
    const id = await start(culture, section.id, null, comment("Lời đầu", mentions));
    const params = { id };
    await economy.call("answerThread", { params, body: comment("Đã xem") });
    const change = { params, body: { text: "Lời sau", mentions } };
    expect(await statusOf(economy, "editComment", change)).toBe(403);
    await culture.call("editComment", change);
    const [changed] = await threads(culture, reportId);
    expect(changed?.comments[0]).toMatchObject({
      text: "Lời sau",
      mentions: [{ mention: { kind: "unit", id: units.economy.id } }],
      editedAt: expect.any(Number) as number,
    });
    const unknown = {
      params,
      body: { text: "Lời sau", mentions: [{ kind: "unit", id: crypto.randomUUID() }] },
    };
    expect(await statusOf(culture, "editComment", unknown)).toBe(400);
    expect(await statusOf(coordinator, "deleteComment", { params })).toBe(403);
    await culture.call("deleteComment", { params });
    const [deleted] = await threads(culture, reportId);
    expect(deleted?.comments).toMatchObject([{ text: "", isDeleted: true }, { text: "Đã xem" }]);
    const audit = JSON.stringify(await coordinator.call("audit", { params: { id: reportId } }));
    for (const action of ["comment.add", "comment.edit", "comment.delete"]) expect(audit).toContain(action);
    for (const words of ["Lời đầu", "Lời sau", "Đã xem"]) expect(audit).not.toContain(words);
    line.leave();
  });

  it("[COM3] a thread is about a suggestion that there is", async () => {
    const { culture, economy } = commune;
    const { reportId, section } = await reported();
    const { user } = await economy.call<SessionView>("session");
    const line = new AckClient(economy, section.id, "suggest");
    await line.synced;
    const suggestionId = crypto.randomUUID();
    await line.saved(() => line.firstText.insert(8, " 97", letterRecord("ins", user.id, suggestionId)));
    const about = (id: string) => ({
      params: { id: section.id },
      body: { ...comment("Số này ở đâu?"), anchor: null, suggestionId: id },
    });
    expect(await statusOf(culture, "startThread", about(crypto.randomUUID()))).toBe(404);
    expect(await statusOf(culture, "startThread", about(suggestionId))).toBe(204);
    expect((await threads(culture, reportId)).map((thread) => thread.suggestionId)).toEqual([suggestionId]);
    line.leave();
  });

  it("[COM13] a section with comments is not removed", async () => {
    const { coordinator, culture } = commune;
    const { reportId, section } = await reported();
    await start(culture, section.id, null);
    const [{ version } = section] = (
      await coordinator.call<ReportView>("report", { params: { id: reportId } })
    ).sections;
    const options = { params: { id: section.id }, body: { version } };
    expect(await statusOf(coordinator, "removeSection", options)).toBe(409);
  });
});
