import {
  ok,
  parseDecisionId,
  parseOriginalId,
  parseReportId,
  parseRetainedId,
  parseSectionId,
  parseVersionId,
  refuse,
  type ReportId,
  type Result,
  sealedPackageName,
  type SectionId,
  type UserId,
} from "@dongsoan/shared/domain";
import type * as api from "@dongsoan/shared/http-api";
import type { z } from "zod";
import type { ImportReader } from "../ports/import-reader.ts";
import { assignSection } from "../usecases/assign-section.ts";
import { changeHeader, changeParticipants } from "../usecases/change-header.ts";
import { compareVersions } from "../usecases/compare-versions.ts";
import { checkFinalise } from "../usecases/check-finalise.ts";
import type { Caller, Deps } from "../usecases/context.ts";
import { createReport } from "../usecases/create-report.ts";
import { decideSuggestions, takeBackDecision } from "../usecases/decide-suggestions.ts";
import { decideSection } from "../usecases/decide-section.ts";
import { addSection, moveSection, removeSection, renameSection } from "../usecases/edit-outline.ts";
import { exportWord, type WordText } from "../usecases/export-report.ts";
import { readReport, readSection } from "../usecases/in-report.ts";
import {
  discardRetained,
  keepRetained,
  listRetained,
  readRetained,
  sendRetained,
} from "../usecases/keep-retained.ts";
import { listMyWork, listReports } from "../usecases/list-reports.ts";
import { listSuggestions } from "../usecases/list-suggestions.ts";
import { listVersions } from "../usecases/list-versions.ts";
import { lockSections, unlockSections } from "../usecases/lock-sections.ts";
import { nameVersion } from "../usecases/name-version.ts";
import { packageReport, type SealedPackage } from "../usecases/package-report.ts";
import { readAuthors } from "../usecases/read-authors.ts";
import { readAudit, readSectionHistory } from "../usecases/read-history.ts";
import { repairSection } from "../usecases/repair-section.ts";
import { restoreVersion } from "../usecases/restore-version.ts";
import { reviseReport } from "../usecases/revise-report.ts";
import { sealReport } from "../usecases/seal-report.ts";
import { listNotices } from "../usecases/tell-damage.ts";
import { viewReport } from "../usecases/view-report.ts";
import { type Call, FileAnswer, type Handlers } from "./handlers.ts";

export interface ReportHandlerDeps extends Deps {
  readonly importReader: ImportReader;
  readonly zipPackage: (sealed: SealedPackage) => Uint8Array;
}

type Body<S extends z.ZodType> = z.infer<S>;
const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Commands and questions about reports: each parses its ids, calls one use case, and answers with the fresh report. */
export function reportHandlers(deps: ReportHandlerDeps): Handlers {
  /** A malformed id names nothing: 404. */
  const onReport =
    <T, B = unknown>(work: (caller: Caller, id: ReportId, body: B, call: Call<B>) => Promise<Result<T>>) =>
    (call: Call<B>): Promise<Result<T>> => {
      const id = parseReportId(call.id);
      return id ? work(call.caller, id, call.body, call) : Promise.resolve(refuse("not-found"));
    };
  const onSection =
    <T, B = unknown>(work: (caller: Caller, id: SectionId, body: B) => Promise<Result<T>>) =>
    (call: Call<B>): Promise<Result<T>> => {
      const id = parseSectionId(call.id);
      return id ? work(call.caller, id, call.body) : Promise.resolve(refuse("not-found"));
    };
  /** Commands answer with the report as the caller sees it now. */
  const thenView = async (caller: Caller, done: Result<ReportId>) =>
    done.ok ? viewReport(deps, caller, done.value) : done;
  const wordFile = async (caller: Caller, id: ReportId, text: WordText) => {
    const file = await exportWord(deps, caller, id, text);
    return file.ok ? ok(new FileAnswer(file.value.content, word, file.value.fileName)) : file;
  };
  const sectionIds = (ids: readonly string[]) => ids.flatMap((id) => parseSectionId(id) ?? []);

  return {
    myWork: async ({ caller }: Call) => ok(await listMyWork(deps, caller)),
    notices: async ({ caller }: Call) => ok(await listNotices(deps, caller)),
    reports: async ({ caller }: Call) => ok(await listReports(deps, caller)),
    createReport: async ({ caller, body }: Call<Body<typeof api.createReportBody>>) => {
      const content = body.original
        ? new Uint8Array(Buffer.from(body.original.contentBase64, "base64"))
        : null;
      const checked = content ? await deps.importReader.check(content) : null;
      if (checked && !checked.ok) return checked;
      const original = body.original && content ? { fileName: body.original.fileName, content } : null;
      return createReport(deps, caller, { ...body, original });
    },
    previewImport: ({ req }: Call) =>
      deps.importReader.read(Buffer.isBuffer(req.body) ? req.body : new Uint8Array()),
    report: onReport((caller, id) => viewReport(deps, caller, id)),
    changeHeader: onReport(async (caller, id, body: Body<typeof api.headerPatch>) => {
      const done = await changeHeader(deps, caller, { id, ...body });
      return done.ok ? viewReport(deps, caller, id) : done;
    }),
    changeParticipants: onReport(async (caller, id, body: Body<typeof api.participantsBody>) => {
      const done = await changeParticipants(deps, caller, {
        id,
        version: body.version,
        coordinatorIds: body.coordinatorIds as UserId[],
        readerIds: body.readerIds as UserId[],
      });
      return done.ok ? viewReport(deps, caller, id) : done;
    }),
    original: onReport(async (caller, id) => {
      const loaded = await readReport(deps, caller, id, "read-original");
      if (!loaded.ok) return loaded;
      const originalId = parseOriginalId(loaded.value.report.originalId ?? "");
      const file = originalId && (await deps.reports.original(originalId));
      return file
        ? ok(new FileAnswer(file.content, "application/octet-stream", file.fileName))
        : refuse("not-found");
    }),
    addSection: onReport(async (caller, reportId, body: Body<typeof api.addSectionBody>) =>
      thenView(
        caller,
        await addSection(deps, caller, {
          reportId,
          parentId: body.parentId === null ? null : parseSectionId(body.parentId),
          position: body.position,
          title: body.title,
        }),
      ),
    ),
    lockSections: onReport(async (caller, reportId, body: Body<typeof api.lockBody>) => {
      const done = await lockSections(deps, caller, {
        reportId,
        sectionIds: sectionIds(body.sectionIds),
        reason: body.reason,
      });
      return done.ok ? viewReport(deps, caller, reportId) : done;
    }),
    unlockSections: onReport(async (caller, reportId, body: Body<typeof api.unlockBody>) => {
      const done = await unlockSections(deps, caller, { reportId, sectionIds: sectionIds(body.sectionIds) });
      return done.ok ? viewReport(deps, caller, reportId) : done;
    }),
    finaliseCheck: onReport((caller, id) => checkFinalise(deps, caller, id)),
    finalise: onReport((caller, reportId, body: Body<typeof api.finaliseBody>) =>
      sealReport(deps, caller, { reportId, confirmation: body.confirmation }),
    ),
    revise: onReport((caller, id) => reviseReport(deps, caller, id)),
    exportWord: onReport((caller, id) => wordFile(caller, id, "final")),
    exportWordOriginal: onReport((caller, id) => wordFile(caller, id, "base")),
    exportWordTracked: onReport((caller, id) => wordFile(caller, id, "tracked")),
    exportPackage: onReport(async (caller, id) => {
      const sealed = await packageReport(deps, caller, id);
      return sealed.ok
        ? ok(new FileAnswer(deps.zipPackage(sealed.value), "application/zip", sealedPackageName))
        : sealed;
    }),
    audit: onReport((caller, id) => readAudit(deps, caller, id)),

    renameSection: onSection(async (caller, id, body: Body<typeof api.renameSectionBody>) =>
      thenView(caller, await renameSection(deps, caller, { id, ...body })),
    ),
    moveSection: onSection(async (caller, id, body: Body<typeof api.moveSectionBody>) =>
      thenView(
        caller,
        await moveSection(deps, caller, {
          id,
          version: body.version,
          parentId: body.parentId === null ? null : parseSectionId(body.parentId),
          position: body.position,
        }),
      ),
    ),
    removeSection: onSection(async (caller, id, body: Body<typeof api.removeSectionBody>) =>
      thenView(caller, await removeSection(deps, caller, { id, version: body.version })),
    ),
    assignSection: onSection(async (caller, id, body: Body<typeof api.assignBody>) =>
      thenView(
        caller,
        await assignSection(deps, caller, {
          id,
          version: body.version,
          assignment: body.assignment as never,
        }),
      ),
    ),
    submitSection: onSection(async (caller, id) =>
      thenView(caller, await decideSection(deps, caller, id, { kind: "submit" })),
    ),
    returnSection: onSection(async (caller, id, body: Body<typeof api.returnBody>) =>
      thenView(caller, await decideSection(deps, caller, id, { kind: "return", reason: body.reason })),
    ),
    approveSection: onSection(async (caller, id) =>
      thenView(caller, await decideSection(deps, caller, id, { kind: "approve" })),
    ),
    repairSection: onSection(async (caller, id) => thenView(caller, await repairSection(deps, caller, id))),
    authors: onSection((caller, id) => readAuthors(deps, caller, id)),
    sectionHistory: onSection((caller, id) => readSectionHistory(deps, caller, id)),
    versions: onSection((caller, id) => listVersions(deps, caller, id)),
    nameVersion: onSection((caller, id, body: Body<typeof api.nameVersionBody>) =>
      nameVersion(deps, caller, id, body.name),
    ),
    restoreVersion: onSection((caller, id, body: Body<typeof api.restoreBody>) => {
      const versionId = parseVersionId(body.versionId);
      return versionId ? restoreVersion(deps, caller, id, versionId) : Promise.resolve(refuse("not-found"));
    }),
    difference: onSection((caller, id, body: Body<typeof api.differenceBody>) =>
      compareVersions(deps, caller, id, body),
    ),
    suggestions: onSection((caller, id) => listSuggestions(deps, caller, id)),
    decideSuggestions: onSection(async (caller, id, { verdict, changes }: Body<typeof api.decisionBody>) => {
      const result = await decideSuggestions(deps, caller, id, verdict, changes);
      return result.ok
        ? ok({ ...result.value, changed: result.value.changed.map((ids) => [...ids]) })
        : result;
    }),
    takeBackDecision: onSection((caller, id, body: Body<typeof api.takeBackBody>) => {
      const decisionId = parseDecisionId(body.decisionId);
      return decisionId
        ? takeBackDecision(deps, caller, id, decisionId)
        : Promise.resolve(refuse("not-found"));
    }),
    markOpened: onSection(async (caller, id) => {
      const loaded = await readSection(deps, caller, id, "read-section");
      if (!loaded.ok) return loaded;
      await deps.reports.markOpened(id, caller.actor.userId, {
        at: deps.clock.now(),
        head: loaded.value.section.head,
      });
      return ok(null);
    }),

    retained: async ({ caller }: Call) => ok(await listRetained(deps, caller)),
    retainedText: async ({ caller, id }: Call) => {
      const retainedId = parseRetainedId(id);
      return retainedId ? readRetained(deps, caller, retainedId) : refuse("not-found");
    },
    keepRetained: ({ caller, body }: Call<Body<typeof api.retainedBody>>) => keepRetained(deps, caller, body),
    sendRetained: async ({ caller, id }: Call) => {
      const retainedId = parseRetainedId(id);
      return retainedId ? sendRetained(deps, caller, retainedId) : refuse("not-found");
    },
    discardRetained: async ({ caller, id }: Call) => {
      const retainedId = parseRetainedId(id);
      return retainedId ? discardRetained(deps, caller, retainedId) : refuse("not-found");
    },
  };
}
