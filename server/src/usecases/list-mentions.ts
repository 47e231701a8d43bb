import {
  canOnSection,
  type CommentId,
  inReadingOrder,
  ok,
  outlineLabels,
  type ReportId,
  type Result,
  sectionAccess,
} from "@dongsoan/shared/domain";
import type { MentionView } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";

const newest = 200;

/** COM8, COM9: the inbox: what mentions the caller or their unit, in sections that they may read now. */
export async function listMentions(deps: Deps, caller: Caller): Promise<MentionView[]> {
  const { actor } = caller;
  const [found, people] = await Promise.all([
    deps.comments.mentionsOf(actor.userId, actor.unitId, newest),
    deps.directory.people(),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const reportIds = new Map(
    await Promise.all(
      [...new Set(found.map(({ sectionId }) => sectionId))].map(
        async (id) => [id, await deps.reports.reportOfSection(id)] as const,
      ),
    ),
  );
  const reports = new Map(
    await Promise.all([...new Set(reportIds.values())].flatMap((id) => (id ? [loadReport(deps, id)] : []))),
  );
  return found.flatMap(({ comment, sectionId, isForUnit, isRead }): MentionView[] => {
    const reportId = reportIds.get(sectionId);
    const loaded = reportId ? reports.get(reportId) : undefined;
    const at = loaded?.sections.findIndex(({ id }) => id === sectionId) ?? -1;
    const section = loaded?.sections[at];
    if (!loaded?.report || !section) return [];
    const access = sectionAccess(section, loaded.report, loaded.sections, false);
    if (!canOnSection(actor, "read-section", access).ok) return [];
    return [
      {
        commentId: comment.id,
        threadId: comment.threadId,
        reportId: loaded.report.id,
        reportSubject: loaded.report.header.subject,
        sectionId,
        label: loaded.labels[at] ?? "",
        title: section.title,
        by: comment.by,
        byName: names.get(comment.by) ?? "",
        at: comment.at,
        text: comment.text,
        isForUnit,
        isRead,
      },
    ];
  });
}

async function loadReport(deps: Deps, id: ReportId) {
  const [report, sections] = await Promise.all([deps.reports.report(id), deps.reports.sections(id)]);
  const ordered = inReadingOrder(sections);
  return [id, { report, sections: ordered, labels: outlineLabels(ordered) }] as const;
}

export async function markMentionsRead(
  deps: Deps,
  { actor }: Caller,
  commentIds: readonly CommentId[],
): Promise<Result<null>> {
  await deps.comments.markRead(commentIds, actor.userId, deps.clock.now());
  deps.fanout.publish({ kind: "person", userId: actor.userId });
  return ok(null);
}
