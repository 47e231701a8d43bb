import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentOf, listChanges } from "@dongsoan/shared/crdt";
import { must } from "@dongsoan/shared/domain";
import type { DecidedView, Problem, ReportView, SessionView, VersionView } from "@dongsoan/shared/http-api";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes } from "@dongsoan/shared/routes";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { bodies } from "../kit/permission-table.ts";
import type { TestPerson } from "../kit/person.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { sealReport, wholeHeader } from "../kit/sealed-report.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

/** Commands whose paths begin so are about people and the installation; every other one is about a report. */
const notOfReports =
  /^\/api\/(setup|sign-in|sign-out|session|sessions|tokens|units|people|invitations|invitation-info|invitation-acceptance|password-reset-info|password-reset|system)(\/|$)/;

/** What is left to do beside a sealed report, and why; everything else is refused. */
const staysOpen: Partial<Record<RouteName, string>> = {
  createReport: "it makes another report",
  finalise: "SEAL5: asked again it answers with the same seal",
  revise: "SEAL8: the revision is another report",
  markOpened: "what somebody has looked at is their own",
  startThread: "COM1, COM2: comments stand beside the text",
  answerThread: "COM1",
  resolveThread: "COM7",
  reopenThread: "COM7",
  editComment: "COM10",
  deleteComment: "COM10",
  markMentionsRead: "COM9: what somebody has read is their own",
  keepRetained: "RET11: what the seal refused goes back to its author",
  sendRetained: "RET1: the author's own text",
  discardRetained: "RET1: the author's own text",
};

const names = Object.keys(paths) as RouteName[];
const pathOf = (route: RouteName) => paths[route].split(" ")[1] ?? "";
const isReading = (route: RouteName) => paths[route].startsWith("GET ") || routes[route].isQuestion;
const ofReports = names.filter((route) => !notOfReports.test(pathOf(route)));
/** Questions about what a sealed report no longer has. */
const askedBefore: Partial<Record<RouteName, string>> = {
  finaliseCheck: "nothing stands in the way of a seal any more",
  exportWordOriginal: "WORD1: it has no open suggestion, and goes out in one form",
  exportWordTracked: "WORD1",
};
const questions = ofReports.filter(
  (route) => isReading(route) && pathOf(route).includes(":id") && !(route in askedBefore),
);
const commands = ofReports.filter((route) => !isReading(route));
const refused = commands.filter((route) => !(route in staysOpen));
/** Asked in the order of the table, this one last, none is refused for what another has done before it. */
const last = "returnSection";
const inOrder = [...refused.filter((route) => route !== last), last] as const;

describe.each(engines)("a sealed report on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  const text = "Gieo trồng được 95 ha lúa.";

  /** A report with something of everything: original, version, decision, thread, kept text. */
  async function makeReport() {
    const { coordinator, units } = commune;
    const { id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: wholeHeader,
        sections: [{ title: "KINH TẾ", blocks: [{ style: "body", level: 1, text }], children: [] }],
        dueAt: null,
        original: { fileName: "goc.txt", contentBase64: Buffer.from(text).toString("base64") },
      },
    });
    const view = () => coordinator.call<ReportView>("report", { params: { id: reportId } });
    const sectionId = must((await view()).sections[0], "section").id;
    const params = { id: sectionId };
    const assignment = { unitId: units.economy.id, ownerId: null, dueAt: null, contributingUnitIds: [] };
    const { version: assigned } = must((await view()).sections[0], "section");
    await coordinator.call("assignSection", {
      params,
      body: { version: assigned, assignment: { ...assignment, readScope: "inherit" } },
    });
    const { user } = await coordinator.call<SessionView>("session");
    const line = new AckClient(coordinator, sectionId, "suggest");
    await line.synced;
    const suggestion = letterRecord("ins", user.id, crypto.randomUUID());
    await line.saved(() => line.firstText.insert(4, " 97", suggestion));
    const changes = listChanges(contentOf(line.doc)).map(({ ids, seen }) => ({ ids, seen }));
    line.leave();
    const { decisionId } = await coordinator.call<DecidedView>("decideSuggestions", {
      params,
      body: { verdict: "accept", changes },
    });
    const version = await coordinator.call<VersionView>("nameVersion", { params, body: { name: "Bản một" } });
    const threadId = crypto.randomUUID();
    const comment = { id: threadId, text: "Xem lại", mentions: [] };
    await coordinator.call("startThread", { params, body: { ...comment, anchor: null, suggestionId: null } });
    const kept = {
      id: crypto.randomUUID(),
      sectionId,
      reason: "report-sealed",
      paragraphs: [{ text: "Chữ của tôi", before: null }],
    };
    await coordinator.call("keepRetained", { body: kept });

    const ids: Record<string, string> = {
      reports: reportId,
      sections: sectionId,
      threads: threadId,
      comments: threadId,
      retained: kept.id,
    };
    /** What would be heard if nothing was sealed: of this moment, whole, about things that are there. */
    const bodyOf = async (route: RouteName): Promise<unknown> => {
      const report = await view();
      const section = must(report.sections[0], "section");
      const { assignment } = section;
      const own: Partial<Record<RouteName, unknown>> = {
        changeHeader: { version: report.version, header: { ...wholeHeader, subject: "Khác" }, dueAt: null },
        changeParticipants: { version: report.version, coordinatorIds: [user.id], readerIds: [] },
        addSection: { parentId: null, position: 1, title: "Mục mới" },
        lockSections: { sectionIds: [sectionId], reason: "chốt" },
        unlockSections: { sectionIds: [sectionId] },
        finalise: { confirmation: wholeHeader.symbol },
        renameSection: { version: section.version, title: "Tên khác" },
        moveSection: { version: section.version, parentId: null, position: 0 },
        removeSection: { version: section.version },
        assignSection: {
          version: section.version,
          assignment: { ...assignment, unitId: units.culture.id, ownerId: null },
        },
        restoreVersion: { versionId: version.id },
        takeBackDecision: { decisionId },
        decideSuggestions: { verdict: "reject", changes },
        startThread: {
          id: crypto.randomUUID(),
          text: "Ý khác",
          mentions: [],
          anchor: null,
          suggestionId: null,
        },
        answerThread: { id: crypto.randomUUID(), text: "Đã xem", mentions: [] },
        markMentionsRead: { commentIds: [threadId] },
        keepRetained: { ...kept, id: crypto.randomUUID() },
      };
      return own[route] ?? bodies[route];
    };
    /** @returns the code of the refusal, or null when it was heard. */
    const ask = async (who: TestPerson, route: RouteName): Promise<string | null> => {
      const [, , place = ""] = pathOf(route).split("/");
      const id = ids[place];
      const body = await bodyOf(route);
      const answer = await who.send(route, {
        ...(id === undefined ? {} : { params: { id } }),
        ...(body === undefined ? {} : { body }),
      });
      return answer.ok ? null : ((await answer.json()) as Problem).code;
    };
    return { reportId, sectionId, ask };
  }

  /** All that the seal covers, as it is stored. */
  async function storedReport({ reportId, sectionId }: { reportId: string; sectionId: string }) {
    const { kysely } = server.application.storage;
    const rowsOf = async (table: string, column: string, id: string) => {
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(kysely);
      return rows.map((row) => JSON.stringify(row)).toSorted();
    };
    const ofSection = ["section_update", "section_claim", "carried_log", "suggestion", "suggestion_decision"];
    const rows: Record<string, readonly string[]> = {
      report: await rowsOf("report", "id", reportId),
      section: await rowsOf("section", "report_id", reportId),
      seal: await rowsOf("seal", "report_id", reportId),
    };
    for (const table of [...ofSection, "section_version", "section_damage", "section_update_aside"])
      rows[table] = await rowsOf(table, "section_id", sectionId);
    return rows;
  }
  const isKeptWhole = async (report: { reportId: string; sectionId: string }) =>
    (await storedReport(report))["section_version"]?.every((row) => !row.includes('"hash":null'));

  it("[SEAL10] refuses every command of the route table that would change it, as its coordinator and as administrator", async () => {
    const { coordinator, admin } = commune;
    const report = await makeReport();
    await sealReport(coordinator, report.reportId);
    // The text of a version is written shortly after it was noted.
    await expect.poll(() => isKeptWhole(report)).toBe(true);
    const before = await storedReport(report);
    expect(refused.length).toBeGreaterThan(15);
    for (const route of refused) {
      expect([route, await report.ask(coordinator, route)]).toEqual([route, "report-sealed"]);
      expect([route, await report.ask(admin, route)]).toEqual([route, "not-found"]);
      expect([route, await storedReport(report)]).toEqual([route, before]);
    }
  });

  it("[SEAL10] the same commands are heard while nothing is sealed: nothing else refuses them", async () => {
    const report = await makeReport();
    const answers = new Map<RouteName, string | null>();
    for (const route of inOrder) answers.set(route, await report.ask(commune.coordinator, route));
    // Its text is not empty, and not damaged.
    const [hasText, isSound] = ["wrong-state", "wrong-state"];
    expect(Object.fromEntries(answers)).toEqual({
      ...Object.fromEntries(refused.map((route) => [route, null])),
      removeSection: hasText,
      repairSection: isSound,
    });
  });

  it("[SEAL10] what stays open beside it changes nothing of it, and all of it can be read", async () => {
    const { coordinator, admin } = commune;
    const report = await makeReport();
    await sealReport(coordinator, report.reportId);
    await expect.poll(() => isKeptWhole(report)).toBe(true);
    const before = await storedReport(report);
    const open = commands.filter((route) => route in staysOpen);
    expect(open.toSorted()).toEqual(Object.keys(staysOpen).toSorted());
    for (const route of Object.keys(askedBefore) as RouteName[])
      expect([route, await report.ask(coordinator, route)]).toEqual([route, "report-sealed"]);
    for (const route of [...questions, ...open]) {
      if (pathOf(route).includes(":id"))
        expect([route, await report.ask(admin, route)]).toEqual([route, "not-found"]);
      expect([route, await report.ask(coordinator, route)]).toEqual([route, null]);
      expect([route, await storedReport(report)]).toEqual([route, before]);
    }
  });

  it("[PERM4] the imported file is the coordinator's, and nobody else is shown that there is one", async () => {
    const { coordinator, economy } = commune;
    const report = await makeReport();
    const isShown = async (who: TestPerson) =>
      (await who.call<ReportView>("report", { params: { id: report.reportId } })).hasOriginal;
    expect([await isShown(coordinator), await report.ask(coordinator, "original")]).toEqual([true, null]);
    expect([await isShown(economy), await report.ask(economy, "original")]).toEqual([false, "forbidden"]);
  });
});
