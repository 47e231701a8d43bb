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
import type { AnchorPlace } from "@dongsoan/shared/crdt";
import type { AnchorView, ThreadView } from "@dongsoan/shared/http-api";
import type { Person } from "../ports/directory-store.ts";
import { partsOf, type SectionAt } from "./by-head.ts";
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
  return loaded.ok ? ok(viewPlaces(await placesOfComments(deps, loaded.value.section))) : loaded;
}

const viewPlaces = (places: readonly AnchorPlace[]): AnchorView[] =>
  places.map(({ threadId, ranges }) => ({ threadId, ranges: [...ranges] }));

/** The same for everybody who may read the section: many pages ask at once when it changes. */
export async function placesOfComments(
  deps: Pick<Deps, "comments" | "commentPlaces" | "textWork">,
  section: SectionAt,
): Promise<readonly AnchorPlace[]> {
  const threads = (await deps.comments.threadsOfSection(section.id)).flatMap((thread) =>
    thread.anchor !== null && isShown(thread) ? [{ id: thread.id, anchor: thread.anchor }] : [],
  );
  if (threads.length === 0) return [];
  const about = threads.map(({ id }) => id).join();
  return deps.commentPlaces.of(
    section,
    async (stored) =>
      stored
        ? deps.textWork.locate({ updates: partsOf(stored), carried: stored.carried, threads })
        : threads.map(({ id }) => ({ threadId: id, ranges: [] })),
    about,
  );
}
