import {
  canOnSection,
  type CommentThread,
  isShown,
  ok,
  type ReportId,
  type Result,
  type SectionAccess,
  sectionAccess,
  type SectionId,
} from "@dongsoan/shared/domain";
import {
  CarriedIds,
  contentOf,
  liveRanges,
  type LocatedText,
  locateText,
  openStored,
  rangesOfWords,
} from "@dongsoan/shared/crdt";
import type { AnchorView, ThreadView } from "@dongsoan/shared/http-api";
import type { Person } from "../ports/directory-store.ts";
import type { Caller, Deps } from "./context.ts";
import { readReport, readSection } from "./in-report.ts";
import { reachedBy } from "./mention-reach.ts";

/** COM8: the threads of every section that the caller may read. */
export async function listComments(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<ThreadView[]>> {
  const loaded = await readReport(deps, caller, reportId, "read-report");
  if (!loaded.ok) return loaded;
  const { report, sections } = loaded.value;
  const [threads, people] = await Promise.all([
    deps.comments.threadsOfReport(reportId),
    deps.directory.people(),
  ]);
  const readable = new Map(
    sections
      .map((section) => [section.id, sectionAccess(section, report, sections, false)] as const)
      .filter(([, access]) => canOnSection(caller.actor, "read-section", access).ok),
  );
  return ok(
    threads.flatMap((thread) => {
      const access = readable.get(thread.sectionId);
      return access && isShown(thread) ? [viewThread(caller, thread, access, people)] : [];
    }),
  );
}

function viewThread(
  caller: Caller,
  thread: CommentThread,
  access: SectionAccess,
  people: readonly Person[],
): ThreadView {
  const { id, sectionId, suggestionId, anchor, by, at, resolved, comments } = thread;
  return {
    id,
    sectionId,
    suggestionId,
    quote: anchor?.quote ?? null,
    by,
    at,
    resolved,
    mayResolve: by === caller.actor.userId || canOnSection(caller.actor, "resolve-comments", access).ok,
    comments: comments.map((comment) => ({
      id: comment.id,
      by: comment.by,
      at: comment.at,
      text: comment.text,
      mentions: comment.mentions.map((mention) => ({
        mention,
        mayRead: reachedBy(mention, people, access).length > 0,
      })),
      editedAt: comment.editedAt,
      isDeleted: comment.deletedAt !== null,
    })),
  };
}

/**
 * COM5, COM6: where the threads of a section stand in its stored text. Asked again by a page that saw letters go or come
 * which a comment is about; typing beside them and inside them changes nothing, because letters keep their ids.
 */
export async function locateComments(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<AnchorView[]>> {
  const loaded = await readSection(deps, caller, sectionId, "read-section");
  return loaded.ok ? ok([...(await deps.commentPlaces(sectionId))]) : loaded;
}

/** The same for everybody who may read the section: many pages ask at once when it changes. */
export async function placesOfComments(
  deps: Pick<Deps, "comments" | "documents">,
  sectionId: SectionId,
): Promise<readonly AnchorView[]> {
  const threads = (await deps.comments.threadsOfSection(sectionId)).filter(
    (thread) => thread.anchor !== null && isShown(thread),
  );
  const stored = threads.length > 0 ? await deps.documents.load(sectionId) : null;
  if (!stored) return threads.map(({ id }) => ({ threadId: id, ranges: [] }));
  const doc = openStored(
    stored.snapshot?.state ?? null,
    stored.updates.map(({ payload }) => payload),
  );
  const located = locateText(contentOf(doc));
  doc.destroy();
  const carried = new CarriedIds(stored.carried);
  const places = threads.flatMap(({ id, anchor }) => {
    if (!anchor) return [];
    const live = liveRanges(located, carried, anchor.ranges);
    return [{ threadId: id, ranges: live.length > 0 ? live : rangesOfWords(located, anchor) }];
  });
  return places.toSorted((a, b) => startOf(located, a) - startOf(located, b));
}

/** Threads without a place come last. */
function startOf({ pieces }: LocatedText, { ranges: [first] }: AnchorView): number {
  const piece = pieces.find(
    ({ client, clock, length }) =>
      first?.client === client && clock <= first.clock && first.clock < clock + length,
  );
  return first && piece ? piece.at + first.clock - piece.clock : Number.MAX_SAFE_INTEGER;
}
