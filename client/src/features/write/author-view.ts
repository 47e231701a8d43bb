import type { AuthorRange, Authors } from "@dongsoan/shared/http-api";
import { partsWithin } from "@dongsoan/shared/crdt";
import type { Editor } from "@tiptap/core";
import { call } from "../../api/call.ts";
import { authorAtCaret, type AuthorLookup, type AuthorMark, showAuthors } from "../../editor/author-marks.ts";
import type { EditorRegistry } from "../../editor/editor-registry.ts";

/** Text that came since is asked about so long after it was seen. */
const askAgainMs = 2_000;
/** People of one unit have its colour, and lines of their own. */
const lineCount = 4;
const importedLook = "author-imported";

export interface ShownAuthor {
  readonly id: string;
  readonly name: string;
  readonly unitId: string | null;
  /** Classes beside `author`. */
  readonly look: string;
}

export interface AuthorsShown {
  readonly people: readonly ShownAuthor[];
  /** The look of imported text; null while there is none. */
  readonly importedLook: string | null;
  /** Words for who wrote what stands before the caret. */
  readonly atCaret: string | null;
  readonly hasFailed: boolean;
}

export interface WrittenPiece {
  /** Of imported text: who imported it. */
  readonly writer: ShownAuthor;
  readonly at: number;
  readonly placedBy: ShownAuthor | null;
  readonly isImported: boolean;
}

interface Options {
  readonly registry: EditorRegistry;
  /** The words of one piece: who, when, and who has placed it. */
  readonly titleOf: (piece: WrittenPiece) => string;
  /** The number of a unit's colour. */
  readonly colourOf: (unitId: string | null) => number;
  readonly onChange: (shown: AuthorsShown) => void;
}

/** Puts authors on every editor of the page while it lives, and asks the server again about text that has come since. */
export class AuthorView {
  readonly #options: Options;
  readonly #people = new Map<string, ShownAuthor>();
  /** Those who wrote or placed something; who has only imported text is not among them. */
  readonly #writers = new Set<string>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #leave: (() => void)[] = [];
  #shown: AuthorsShown = { people: [], importedLook: null, atCaret: null, hasFailed: false };
  #isEnded = false;

  constructor(options: Options) {
    this.#options = options;
    const { registry } = options;
    const follow = (sectionId: string, editor: Editor) => {
      this.#ask(sectionId).catch(() => this.#show({ hasFailed: true }));
      const tell = () => this.#show({ atCaret: authorAtCaret(editor.state) });
      editor.on("selectionUpdate", tell);
      this.#leave.push(() => {
        editor.off("selectionUpdate", tell);
        if (!editor.isDestroyed) showAuthors(editor.view, null);
      });
    };
    this.#leave.push(registry.listenToAdded(follow));
    for (const [sectionId, editor] of registry.all) follow(sectionId, editor);
  }

  end(): void {
    this.#isEnded = true;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const leave of this.#leave) leave();
  }

  async #ask(sectionId: string): Promise<void> {
    const authors = await call("authors", { params: { id: sectionId } });
    const editor = this.#options.registry.get(sectionId);
    if (this.#isEnded || !editor) return;
    this.#meet(authors);
    this.#show({ hasFailed: false });
    showAuthors(editor.view, this.#lookupOf(sectionId, authors.ranges));
  }

  #meet(authors: Authors): void {
    for (const { id, name, unitId } of authors.people) {
      if (this.#people.has(id)) continue;
      const colour = this.#options.colourOf(unitId);
      const line = [...this.#people.values()].filter((person) => person.unitId === unitId).length % lineCount;
      this.#people.set(id, { id, name, unitId, look: `author-look-${colour} author-line-${line}` });
    }
    for (const { by, placedBy, isImported } of authors.ranges) {
      if (!isImported) this.#writers.add(by);
      if (placedBy !== null) this.#writers.add(placedBy);
    }
    this.#show({
      people: [...this.#people.values()].filter(({ id }) => this.#writers.has(id)),
      importedLook:
        this.#shown.importedLook ?? (authors.ranges.some((range) => range.isImported) ? importedLook : null),
    });
  }

  #show(change: Partial<AuthorsShown>): void {
    this.#shown = { ...this.#shown, ...change };
    this.#options.onChange(this.#shown);
  }

  #lookupOf(sectionId: string, ranges: readonly AuthorRange[]): AuthorLookup {
    const byClient = Map.groupBy(ranges, (range) => range.client);
    for (const list of byClient.values()) list.sort((a, b) => a.clock - b.clock);
    const marks = new Map<AuthorRange, AuthorMark | null>();
    const markOf = (range: AuthorRange): AuthorMark | null => {
      const known = marks.get(range);
      if (known !== undefined) return known;
      const writer = this.#people.get(range.by);
      const placed = range.placedBy === null ? null : (this.#people.get(range.placedBy) ?? null);
      const mark = writer
        ? {
            look: range.isImported ? importedLook : writer.look,
            title: this.#options.titleOf({ ...range, writer, placedBy: placed }),
          }
        : null;
      marks.set(range, mark);
      return mark;
    };
    return (client, clock, length) => {
      const parts: { length: number; mark: AuthorMark | null }[] = [];
      let at = clock;
      for (const { range, from, to } of partsWithin(byClient.get(client) ?? [], { clock, length })) {
        if (from > at) parts.push({ length: from - at, mark: null });
        parts.push({ length: to - from, mark: markOf(range) });
        at = to;
      }
      if (at < clock + length) {
        parts.push({ length: clock + length - at, mark: null });
        this.#askLater(sectionId);
      }
      return parts;
    };
  }

  #askLater(sectionId: string): void {
    if (this.#waiting.has(sectionId) || this.#isEnded) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(sectionId);
      this.#ask(sectionId).catch(() => this.#show({ hasFailed: true }));
    }, askAgainMs);
    this.#waiting.set(sectionId, timer);
  }
}
