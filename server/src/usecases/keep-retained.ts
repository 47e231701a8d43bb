import {
  canOnReport,
  canOnSection,
  inReadingOrder,
  must,
  ok,
  outlineLabels,
  parseRetainedId,
  parseSectionId,
  refuse,
  reportAccess,
  type ReportId,
  type Result,
  type RetainedId,
  retainedForMs,
  type RetainedEntry,
  retainedPerPerson,
  type RetainedText,
  sectionAccess,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { RetainedBody, RetainedView } from "@dongsoan/shared/http-api";
import { type Caller, type Deps, entryOf } from "./context.ts";

/** One answer holds so much text; what is more is asked for one by one. */
const maxListedBytes = 2_000_000;

/** RET1: text that was not accepted is kept for its author; the client repeats until this has answered. */
export async function keepRetained(
  deps: Deps,
  caller: Caller,
  body: RetainedBody,
): Promise<Result<RetainedView>> {
  const sectionId = parseSectionId(body.sectionId);
  const id = parseRetainedId(body.id);
  const reportId = sectionId && (await deps.reports.reportOfSection(sectionId));
  if (!sectionId || !id || !reportId) return refuse("not-found");
  const [report, sections] = await Promise.all([
    deps.reports.report(reportId),
    deps.reports.sections(reportId),
  ]);
  const section = sections.find((s) => s.id === sectionId);
  if (!report || !section) return refuse("not-found");
  // RET11: somebody whose right was taken away still gets back what they wrote: the text is theirs, the section is not.
  const permission = canOnSection(
    caller.actor,
    "keep-retained",
    sectionAccess(section, report, sections, false),
  );
  // Who only reads has nothing that could have been refused.
  if (!permission.ok && !(await deps.reports.hasWritten(sectionId, caller.actor.userId))) return permission;
  const at = deps.clock.now();
  const text: RetainedText = {
    id,
    sectionId,
    reportId,
    by: caller.actor.userId,
    at,
    expiresAt: at + retainedForMs,
    reason: body.reason,
    sentAt: null,
    paragraphs: body.paragraphs,
  };
  const bytes = Buffer.byteLength(JSON.stringify(text.paragraphs));
  const kept = await deps.reports.transact(async (tx): Promise<Result<null>> => {
    // What is not taken stays with its author's page, which says so.
    const own = await tx.retainedOf(caller.actor.userId, id);
    if (own.bytes + bytes > retainedPerPerson.bytes || own.count >= retainedPerPerson.count)
      return refuse("too-large");
    // Asked again after a lost answer: it is there, and so is its record.
    if (!(await tx.insertRetained(text))) return ok(null);
    await tx.audit(
      entryOf(deps, caller, "retained.keep", {
        reportId,
        sectionId,
        after: { retainedId: id, paragraphs: text.paragraphs.length, reason: text.reason },
      }),
    );
    return ok(null);
  });
  if (!kept.ok) return kept;
  const stored = await deps.reports.retained(id);
  if (!stored || stored.by !== caller.actor.userId) return refuse("not-found");
  deps.fanout.publish({ kind: "person", userId: caller.actor.userId });
  const view = await describe(deps, caller, [stored]);
  return view[0] ? ok(view[0]) : refuse("not-found");
}

/** One's own kept texts, and those sent to one as coordinator; the newest whole, as far as an answer goes (RET13). */
export async function listRetained(deps: Deps, caller: Caller): Promise<RetainedView[]> {
  const { userId } = caller.actor;
  const own = await deps.reports.retainedBy(userId);
  const sent = await deps.reports.retainedSent(await ledReports(deps, caller));
  const entries = [...own, ...sent.filter((t) => t.by !== userId)];
  let bytes = 0;
  const fitting = entries.filter((entry) => (bytes += entry.bytes) <= maxListedBytes);
  const texts = new Map(
    (await deps.reports.retainedTexts(fitting.map(({ id }) => id))).map((t) => [t.id, t]),
  );
  return describe(
    deps,
    caller,
    entries.map((entry) => texts.get(entry.id) ?? entry),
  );
}

/** One text whole: one's own, or one that was sent to a coordinator. */
export async function readRetained(
  deps: Deps,
  caller: Caller,
  id: RetainedId,
): Promise<Result<RetainedView>> {
  const text = await deps.reports.retained(id);
  if (!text) return refuse("not-found");
  const isOwn = text.by === caller.actor.userId;
  const isSentToMe = text.sentAt !== null && (await ledReports(deps, caller)).includes(text.reportId);
  if (!isOwn && !isSentToMe) return refuse("not-found");
  const [view] = await describe(deps, caller, [text]);
  return view ? ok(view) : refuse("not-found");
}

const ledReports = async (deps: Deps, { actor }: Caller): Promise<ReportId[]> =>
  (await deps.reports.reports())
    .filter(({ report }) => report.coordinatorIds.includes(actor.userId))
    .map(({ report }) => report.id);

export async function sendRetained(
  deps: Deps,
  caller: Caller,
  id: RetainedId,
): Promise<Result<RetainedView>> {
  const text = await deps.reports.retained(id);
  if (!text || text.by !== caller.actor.userId) return refuse("not-found");
  await deps.reports.transact(async (tx) => {
    await tx.markRetainedSent(id, deps.clock.now());
    await tx.audit(
      entryOf(deps, caller, "retained.send", {
        reportId: text.reportId,
        sectionId: text.sectionId,
        before: { isSent: text.sentAt !== null },
        after: { retainedId: id, paragraphs: text.paragraphs.length, isSent: true },
      }),
    );
  });
  const report = await deps.reports.report(text.reportId);
  for (const userId of report?.coordinatorIds ?? []) deps.fanout.publish({ kind: "person", userId });
  const view = await describe(deps, caller, [{ ...text, sentAt: deps.clock.now() }]);
  return view[0] ? ok(view[0]) : refuse("not-found");
}

/** The author's alone; a coordinator only stops seeing what was sent when its author discards it. */
export async function discardRetained(deps: Deps, caller: Caller, id: RetainedId): Promise<Result<null>> {
  const text = await deps.reports.retained(id);
  if (!text || text.by !== caller.actor.userId) return refuse("not-found");
  await deps.reports.transact(async (tx) => {
    await tx.deleteRetained(id);
    await tx.audit(
      entryOf(deps, caller, "retained.discard", {
        reportId: text.reportId,
        sectionId: text.sectionId,
        before: { retainedId: id, paragraphs: text.paragraphs.length, isSent: text.sentAt !== null },
      }),
    );
  });
  deps.fanout.publish({ kind: "person", userId: caller.actor.userId });
  return ok(null);
}

async function describe(
  deps: Deps,
  caller: Caller,
  texts: readonly (RetainedText | RetainedEntry)[],
): Promise<RetainedView[]> {
  const people = new Map((await deps.directory.people()).map((p) => [p.id, p.name]));
  const places = new Map<ReportId, Places>();
  for (const { reportId } of texts)
    if (!places.has(reportId)) places.set(reportId, await placesIn(deps, caller, reportId));
  return texts.map((text) => ({
    id: text.id,
    sectionId: text.sectionId,
    reportId: text.reportId,
    ...must(places.get(text.reportId), "the report's places")(text.sectionId),
    by: text.by,
    byName: people.get(text.by) ?? "",
    at: text.at,
    expiresAt: text.expiresAt,
    reason: text.reason,
    isSent: text.sentAt !== null,
    isWhole: "paragraphs" in text,
    paragraphs: "paragraphs" in text ? [...text.paragraphs] : [],
  }));
}

type Places = (sectionId: SectionId) => Pick<RetainedView, "label" | "title" | "isReadable">;

/** PERM11: the text is its author's for ever; its section's place and name by now may be hidden from them. */
async function placesIn(deps: Deps, caller: Caller, reportId: ReportId): Promise<Places> {
  const report = await deps.reports.report(reportId);
  const ordered = inReadingOrder(await deps.reports.sections(reportId));
  const labels = outlineLabels(ordered);
  const isPlaceKnown =
    report !== null && canOnReport(caller.actor, "read-report", reportAccess(report, ordered)).ok;
  return (sectionId) => {
    const at = ordered.findIndex((s) => s.id === sectionId);
    const section = ordered[at];
    const isReadable =
      report !== null &&
      section !== undefined &&
      canOnSection(caller.actor, "read-section", sectionAccess(section, report, ordered, false)).ok;
    return {
      label: isPlaceKnown ? (labels[at] ?? "") : "",
      title: isReadable ? section.title : "",
      isReadable,
    };
  };
}
