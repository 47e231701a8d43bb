import {
  canOnReport,
  canOnSection,
  inReadingOrder,
  ok,
  outlineLabels,
  parseRetainedId,
  parseSectionId,
  refuse,
  reportAccess,
  type Result,
  type RetainedId,
  retainedForMs,
  retainedUnitsPerPerson,
  type RetainedText,
  sectionAccess,
  unitsOf,
} from "@dongsoan/shared/domain";
import type { RetainedBody, RetainedView } from "@dongsoan/shared/http-api";
import { type Caller, type Deps, entryOf } from "./context.ts";

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
  if (
    !permission.ok &&
    permission.reason !== "forbidden" &&
    !(await deps.reports.hasWritten(sectionId, caller.actor.userId))
  )
    return permission;
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
  // What is not taken stays with its author's page, which says so.
  const own = (await deps.reports.retainedBy(caller.actor.userId)).filter((kept) => kept.id !== id);
  if ([...own, text].reduce((sum, kept) => sum + unitsOf(kept), 0) > retainedUnitsPerPerson)
    return refuse("too-large");
  await deps.reports.transact(async (tx) => {
    // Asked again after a lost answer: it is there, and so is its record.
    if (!(await tx.insertRetained(text))) return;
    await tx.audit(
      entryOf(deps, caller, "retained.keep", {
        reportId,
        sectionId,
        after: { retainedId: id, paragraphs: text.paragraphs.length, reason: text.reason },
      }),
    );
  });
  const stored = await deps.reports.retained(id);
  if (!stored || stored.by !== caller.actor.userId) return refuse("not-found");
  deps.fanout.publish({ kind: "person", userId: caller.actor.userId });
  const view = await describe(deps, caller, [stored]);
  return view[0] ? ok(view[0]) : refuse("not-found");
}

/** One's own kept texts, and those sent to one as coordinator. */
export async function listRetained(deps: Deps, caller: Caller): Promise<RetainedView[]> {
  const own = await deps.reports.retainedBy(caller.actor.userId);
  const led = (await deps.reports.reports())
    .filter(({ report }) => report.coordinatorIds.includes(caller.actor.userId))
    .map(({ report }) => report.id);
  const sent = await deps.reports.retainedSent(led);
  return describe(deps, caller, [...own, ...sent.filter((t) => t.by !== caller.actor.userId)]);
}

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

async function describe(deps: Deps, caller: Caller, texts: readonly RetainedText[]): Promise<RetainedView[]> {
  const people = new Map((await deps.directory.people()).map((p) => [p.id, p.name]));
  const views: RetainedView[] = [];
  for (const text of texts) {
    const report = await deps.reports.report(text.reportId);
    const ordered = inReadingOrder(await deps.reports.sections(text.reportId));
    const at = ordered.findIndex((s) => s.id === text.sectionId);
    const section = ordered[at];
    // PERM11: the text is its author's for ever; its section's place and name by now may be hidden from them.
    const isPlaceKnown =
      report !== null && canOnReport(caller.actor, "read-report", reportAccess(report, ordered)).ok;
    const isReadable =
      report !== null &&
      section !== undefined &&
      canOnSection(caller.actor, "read-section", sectionAccess(section, report, ordered, false)).ok;
    views.push({
      id: text.id,
      sectionId: text.sectionId,
      reportId: text.reportId,
      label: isPlaceKnown ? (outlineLabels(ordered)[at] ?? "") : "",
      title: isReadable ? section.title : "",
      isReadable,
      by: text.by,
      byName: people.get(text.by) ?? "",
      at: text.at,
      expiresAt: text.expiresAt,
      reason: text.reason,
      isSent: text.sentAt !== null,
      paragraphs: [...text.paragraphs],
    });
  }
  return views;
}
