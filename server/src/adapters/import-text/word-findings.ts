import type { CommentCount, RevisionCount, WordFindings } from "@dongsoan/shared/domain";
import type { Element } from "@xmldom/xmldom";

type Kind = Exclude<keyof RevisionCount, "author">;

/** Names are shown in a list; a longer one was not made by a person, nor a longer list by people. */
const maxNameChars = 200;
const maxNames = 100;
/** Stands for the names that are too many. */
const others = "…";

/** Of a revision or comment; may be empty. */
export const authorOf = (element: Element): string =>
  (element.getAttribute("w:author") ?? "").trim().slice(0, maxNameChars);

/** @param known the names that are counted so far. */
function listedAuthorOf(element: Element, known: ReadonlyMap<string, unknown>): string {
  const name = authorOf(element);
  return known.has(name) || known.size < maxNames ? name : others;
}

/** Counts what a Word file holds beside its text, while that is read in its order. */
export class FindingsCount {
  readonly #revisions = new Map<string, Record<Kind, number>>();
  readonly #comments = new Map<string, number>();
  /** The revision read last, where nothing but revisions stood since. */
  #open = new Set<string>();
  tables = 0;
  pictures = 0;
  notes = 0;

  revision(kind: Kind, element: Element): void {
    const author = listedAuthorOf(element, this.#revisions);
    const key = `${kind} ${author}`;
    if (this.#open.has(key)) return;
    this.#open.add(key);
    const counts = this.#revisions.get(author) ?? { insertions: 0, deletions: 0, looks: 0 };
    this.#revisions.set(author, counts);
    counts[kind] += 1;
  }

  /** Text that nobody has revised. */
  plainText(): void {
    if (this.#open.size > 0) this.#open = new Set();
  }

  comment(element: Element): void {
    const author = listedAuthorOf(element, this.#comments);
    this.#comments.set(author, (this.#comments.get(author) ?? 0) + 1);
  }

  get found(): WordFindings {
    return {
      revisions: [...this.#revisions].map(([author, counts]): RevisionCount => ({ author, ...counts })),
      comments: [...this.#comments].map(([author, count]): CommentCount => ({ author, count })),
      tableCount: this.tables,
      pictureCount: this.pictures,
      noteCount: this.notes,
    };
  }
}
