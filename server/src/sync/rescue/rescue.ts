import type * as Y from "yjs";
import {
  CarriedIds,
  type CarriedRange,
  recordKey,
  recordMarkOf,
  type TextId,
  type TextRange,
} from "@dongsoan/shared/crdt";
import { encodeRecord } from "@dongsoan/shared/schema";
import type { Writer } from "../records/records-gate.ts";
import type { HasSeen, Knowledge } from "./copies.ts";
import type { Graves } from "./graves.ts";
import { type DeleteSet, IdRanges } from "./id-ranges.ts";
import { lateInSplits } from "./late-in-splits.ts";
import { lateLetters } from "./late-letters.ts";
import { type Formats, holdsLost, isTooMuch, type LostParagraph } from "./lost-text.ts";
import { putBack } from "./put-back.ts";
import {
  type CatchUp,
  catchUp,
  isOutOfOrder,
  putInOrder,
  type SplitEnd,
  splitEnds,
  withSplitEnds,
} from "./split-ends.ts";
import type { Sight } from "../sight.ts";
import { unwrap, type Withdrawn } from "./withdrawn-letters.ts";
import { typedWords } from "./typed-words.ts";
import { removedParagraphs } from "./removed-paragraphs.ts";
import { splitParagraphs, takeAlong } from "./split-paragraphs.ts";

const marks = ["bold", "italic", "underline"];

export interface RescueMemory {
  readonly carried: CarriedIds;
  readonly graves: Graves;
}

/** What an update has lost: the edit that puts it back. */
export interface Loss {
  /** The update brought letters of which Yjs keeps nothing: to be admitted again, its own bytes are needed. */
  readonly isLate: boolean;
  readonly isTooMuch: boolean;
  /** Suggestions of the writer that nobody has stored yet; filled by `putBack`. */
  readonly newSuggestions: ReadonlySet<string>;
  putBack(): CarriedRange[];
}

export interface LossContext {
  readonly writer: Writer;
  readonly ownerOf: (suggestionId: string) => string | undefined;
  readonly newId: () => string;
  /** Has the server written under this clientID? */
  readonly isServers: (clientId: number) => boolean;
  /** Text of the update is text that it took away. */
  readonly isMoving: boolean;
  /** It deals with text that came a second time (RESC6). */
  readonly isCopying: boolean;
}

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/**
 * RESC1-RESC5, RESC8 for one shadow document: `begin` before an update is applied, `hear` and `hearCarried` in its
 * transaction, `loss` after it.
 */
export class Rescue {
  readonly #doc: Y.Doc;
  readonly #memory: RescueMemory;
  #decoded: Decoded | null = null;
  #isOneChange = true;
  #own: IdRanges | null = null;
  #removed: readonly LostParagraph[] = [];
  #splitEnds: readonly SplitEnd[] = [];
  #splits: readonly LostParagraph[] = [];
  #hasSeen: HasSeen = () => false;
  #sight: Sight | null = null;

  constructor(doc: Y.Doc, memory: RescueMemory) {
    this.#doc = doc;
    this.#memory = memory;
  }

  begin(decoded: Decoded, knowledge?: Knowledge): void {
    this.#decoded = decoded;
    this.#sight = (knowledge?.kind === "one-change" && knowledge.sight) || null;
    this.#isOneChange = knowledge?.kind !== "whole-document";
    this.#hasSeen = knowledge?.kind === "whole-document" ? knowledge.hasSeen : () => false;
    this.#own = null;
    this.#removed = [];
    this.#splits = [];
    this.#splitEnds = [];
  }

  #named(): IdRanges {
    return (this.#own ??= new IdRanges(
      (this.#decoded?.ds as DeleteSet | undefined) ?? { clients: new Map() },
    ));
  }

  /** To be called in `afterTransaction`. @returns whether the writer knew of a unit that is deleted now. */
  hear(transaction: Y.Transaction): (id: TextId) => boolean {
    this.#removed = removedParagraphs(transaction, () => this.#named());
    if (!this.#removed.some(holdsLost)) return () => true;
    return ({ client, clock }) => this.#named().has(client, clock);
  }

  /**
   * To be called in `afterTransaction`.
   * @param found what of the update's text is text that it took away, by what it reads.
   * @returns the same, where the update tells it (RESC9) by that.
   */
  hearCarried(transaction: Y.Transaction, found: readonly CarriedRange[]): readonly CarriedRange[] {
    // A document handed in after a break names whatever it ever deleted.
    this.#splitEnds = this.#isOneChange ? splitEnds(transaction, () => this.#named()) : [];
    const carried = withSplitEnds(found, this.#splitEnds, this.#memory.carried);
    this.#splits = splitParagraphs(
      transaction,
      this.#memory.carried,
      carried,
      this.#splitEnds,
      this.#hasSeen,
    );
    return carried;
  }

  /** RESC9. @param takesOut also letters that others have taken away. @returns the edit; null where there is none to make. */
  catchUp(takesOut: boolean): CatchUp | null {
    return catchUp(this.#doc, this.#splitEnds, takesOut);
  }

  /** RESC9. @returns the edit, to be run last with what those before it carried; null where all is in order. */
  putInOrder(): ((soFar: readonly CarriedRange[]) => CarriedRange[]) | null {
    if (!this.#splitEnds.some(isOutOfOrder)) return null;
    return (soFar) => {
      const latest = new CarriedIds(soFar);
      const originsOf = (range: TextRange) =>
        latest.originsOf(range).flatMap((one) => this.#memory.carried.originsOf(one));
      return putInOrder(this.#splitEnds, originsOf);
    };
  }

  /** SUG27. @returns the edit that puts them back, with the formats that they have; null where there is none to make. */
  putBackWithdrawn({ paragraphs, wrapped }: Withdrawn): (() => CarriedRange[]) | null {
    const lost = paragraphs.filter(holdsLost);
    if (lost.length + wrapped.length === 0 || isTooMuch(lost, wrapped.length)) return null;
    const { carried } = this.#memory;
    return () => {
      unwrap(this.#doc, wrapped);
      return putBack(this.#doc, lost, { carried, formatsOf: (typed) => typed, recordsOf: () => ({}) });
    };
  }

  /** SUG29. @returns what an update has typed: `putBack` puts it where it stood once the update is undone. */
  typed(
    transaction: Y.Transaction,
    carried: readonly CarriedRange[],
    context: LossContext,
  ): Omit<Loss, "isLate"> {
    const late = lateLetters(
      transaction,
      this.#decoded?.structs ?? [],
      () => this.#named(),
      this.#memory.graves,
    );
    const words = [...typedWords(transaction, carried), ...late].filter(holdsLost);
    const newSuggestions = new Set<string>();
    return {
      isTooMuch: isTooMuch(words),
      newSuggestions,
      putBack: () =>
        putBack(this.#doc, words, {
          carried: this.#memory.carried,
          formatsOf: typedFormats(context, newSuggestions),
          recordsOf,
        }),
    };
  }

  /** @returns null where nothing is lost, which costs nothing to see for an update that only types. */
  loss(transaction: Y.Transaction, context: LossContext): Loss | null {
    const { graves, carried } = this.#memory;
    const late = lateLetters(transaction, this.#decoded?.structs ?? [], () => this.#named(), graves);
    const lost = [...this.#removed.filter(holdsLost), ...late];
    // Text that an update only moves was not typed there: it has its place by RESC6.
    // Where text comes a second time, too, a split is one that is known for certain.
    const splits = context.isCopying && this.#splitEnds.length === 0 ? [] : this.#splits;
    const { isServers } = context;
    const isTyping = !context.isCopying && !context.isMoving;
    const along = isTyping ? lateInSplits(transaction, { carried, isServers, sight: this.#sight }) : [];
    const all = [...lost, ...splits, ...along];
    const isTooLarge = isTooMuch(all);
    if (!isTooLarge) graves.remember([...this.#removed, ...late]);
    if (all.length === 0) return null;
    const newSuggestions = new Set<string>();
    return {
      isLate: late.length > 0,
      isTooMuch: isTooLarge,
      newSuggestions,
      putBack: () => {
        takeAlong(this.#doc, splits, along);
        return putBack(this.#doc, all.filter(holdsLost), {
          carried,
          formatsOf: typedFormats(context, newSuggestions),
          recordsOf,
        });
      },
    };
  }
}

/** RESC4: letters typed into a paragraph of old look like their new place, with what their writer may add to it. */
function typedFormats(
  { writer, ownerOf, newId }: LossContext,
  newSuggestions: Set<string>,
): (typed: Formats, looks: Formats) => Formats {
  let fresh: string | null = null;
  const noteOwn = (id: string): void => {
    if (ownerOf(id) === undefined) newSuggestions.add(id);
  };
  return (typed, looks) => {
    const formats: Record<string, unknown> = { ...looks };
    let isInsertion = false;
    for (const [key, value] of Object.entries(typed)) {
      const kind = recordMarkOf(key);
      if (marks.includes(key)) {
        if (value === null) delete formats[key];
        else formats[key] = value;
      } else if (kind !== null && isOwn(value, writer, ownerOf)) {
        formats[key] = value;
        noteOwn(value.id);
        isInsertion ||= kind === "ins";
      }
    }
    if (writer.mode !== "suggest" || isInsertion) return formats;
    const value = { id: (fresh ??= newId()), by: writer.userId, at: "" };
    noteOwn(value.id);
    return { ...formats, [recordKey("ins", value)]: value };
  };
}

function isOwn(
  value: unknown,
  { userId }: Writer,
  ownerOf: LossContext["ownerOf"],
): value is { readonly id: string; readonly by: string } {
  if (typeof value !== "object" || value === null || !("id" in value) || !("by" in value)) return false;
  const { id, by } = value;
  return typeof id === "string" && by === userId && (ownerOf(id) ?? userId) === userId;
}

/** A paragraph that holds nothing but somebody's insertion is inserted with it. */
function recordsOf(formats: readonly Formats[]): Formats {
  const insertions = formats.map((one) => {
    const key = Object.keys(one).find((name) => recordMarkOf(name) === "ins");
    return key === undefined ? null : (one[key] as { readonly id: string; readonly by: string });
  });
  const [first] = insertions;
  return first && insertions.every((one) => one?.by === first.by) ? { tcIns: encodeRecord(first) } : {};
}
