import {
  type CommentModel,
  type CommentThread,
  isShown,
  type ReportId,
  type ReportModel,
  type SectionModel,
} from "@dongsoan/shared/domain";
import { type AnchorPlace, wordAuthorName } from "@dongsoan/shared/crdt";
import type { StoredDocument } from "../ports/document-store.ts";
import type { TextToRender } from "../ports/renderer.ts";
import { partsOf } from "./by-head.ts";
import type { Deps } from "./context.ts";
import { placesOfComments } from "./list-comments.ts";
import { initialsOf } from "./view-session.ts";

/** In place of a name that is not known: a record whose person was never stored. */
const nobody = "Đồng Soạn";

/**
 * WORD2, WORD3: the report with every open suggestion as a revision under its suggester's name and the time at which it
 * was stored, and with the comments of the sections that may be read.
 * @param texts of the sections whose text and comments go out, whole.
 */
export async function withRevisions(
  deps: Deps,
  reportId: ReportId,
  model: ReportModel,
  texts: readonly StoredDocument[],
): Promise<{ readonly model: ReportModel; readonly texts: readonly TextToRender[] }> {
  const names = new Map((await deps.directory.people()).map(({ id, name }) => [id as string, name]));
  const threads = Map.groupBy(await deps.comments.threadsOfReport(reportId), ({ sectionId }) => sectionId);
  const comments = new CommentNumbers(names);
  const commentIds = new Map<string, readonly number[]>();
  const unknown = { author: nobody, at: deps.clock.now() };
  const tracked: TextToRender[] = [];
  for (const stored of texts) {
    const id = stored.sectionId;
    const stamps = new Map(
      (await deps.reports.suggestions(id)).map(
        (s) => [s.id, { author: names.get(s.by) ?? wordAuthorName(s.by) ?? nobody, at: s.at }] as const,
      ),
    );
    const places = new Map<string, AnchorPlace["ranges"]>(
      (await placesOfComments(deps, { ...stored, id })).map(({ threadId, ranges }) => [threadId, ranges]),
    );
    const shown = (threads.get(id) ?? []).filter((thread) => isShown(thread));
    const standing = shown.filter((thread) => (places.get(thread.id)?.length ?? 0) > 0);
    const commented = standing.flatMap((thread) =>
      comments.add(thread, "").map((number) => ({ id: number, ranges: places.get(thread.id) ?? [] })),
    );
    commentIds.set(
      id,
      shown
        .filter((thread) => !standing.includes(thread))
        .flatMap((thread) => comments.add(thread, quoteOf(thread))),
    );
    const form = { kind: "tracked", stamps, unknown, commented } as const;
    tracked.push({ sectionId: id, updates: partsOf(stored), form });
  }
  const withComments = (section: SectionModel): SectionModel => ({
    ...section,
    commentIds: commentIds.get(section.id) ?? [],
    children: section.children.map(withComments),
  });
  return {
    model: { ...model, sections: model.sections.map(withComments), comments: comments.models },
    texts: tracked,
  };
}

const quoteOf = ({ anchor }: CommentThread): string => (anchor ? `“${anchor.quote}”: ` : "");

/** Comments as a word processor numbers them. An answer stands where its thread stands. */
class CommentNumbers {
  readonly models: CommentModel[] = [];
  readonly #names: ReadonlyMap<string, string>;

  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names;
  }

  /**
   * @param quote what it was about, where that text is gone.
   * @returns the numbers of the thread's comments.
   */
  add({ comments }: CommentThread, quote: string): readonly number[] {
    const first = this.models.length;
    for (const { by, at, text } of comments.filter(({ deletedAt }) => deletedAt === null)) {
      const id = this.models.length;
      const author = this.#names.get(by) ?? nobody;
      const isFirst = id === first;
      this.models.push({
        id,
        parentId: isFirst ? null : first,
        author,
        initials: initialsOf(author, null),
        at,
        text: isFirst ? `${quote}${text}` : text,
      });
    }
    return Array.from({ length: this.models.length - first }, (_, i) => first + i);
  }
}
