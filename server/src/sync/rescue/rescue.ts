import type * as Y from "yjs";
import {
  CarriedIds,
  type CarriedRange,
  type CutRange,
  type EditSight,
  type RangePart,
  type TextRange,
} from "@dongsoan/shared/crdt";
import type { Writer } from "../records/records-gate.ts";
import { type Copies, findCopies, type Knowledge, staleOrigins } from "./copies.ts";
import type { Graves } from "./graves.ts";
import { cutByFirstIds, type DeleteSet, firstIdsOf, IdRanges } from "./id-ranges.ts";
import { lateInSplits } from "./late-in-splits.ts";
import { lateLetters, type LateText, nothingLate } from "./late-letters.ts";
import { holdsLost, isTooMuch, type LostParagraph, withoutThose } from "./lost-text.ts";
import { LiveLetters } from "./live-letters.ts";
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
import { recordsOf, type TypedContext, typedFormats } from "./typed-formats.ts";
import { typedWords } from "./typed-words.ts";
import { removedParagraphs } from "./removed-paragraphs.ts";
import { splitParagraphs, takeAlong } from "./split-paragraphs.ts";

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

export interface LossContext extends TypedContext {
  /** Has the server written under this clientID? */
  readonly isServers: (clientId: number) => boolean;
  /** Text of the update is text that it took away. */
  readonly isMoving: boolean;
  /** It deals with text that came a second time (RESC6). */
  readonly isCopying: boolean;
  /** Text that is to stand elsewhere, or nowhere. */
  readonly gone: readonly TextRange[];
}

/** Who an update is from. */
interface RescueWriter extends Pick<Writer, "mode"> {
  readonly knowledge?: Knowledge;
}

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/**
 * RESC1-RESC6, RESC8 and RESC9 for one shadow document: `begin` before an update is applied, `hear` and `hearCarried` in its
 * transaction, `loss` after it.
 */
export class Rescue {
  readonly #doc: Y.Doc;
  readonly #memory: RescueMemory;
  #decoded: Decoded | null = null;
  #writer: RescueWriter = { mode: "server" };
  /** What the update says that it deletes. */
  #namedIds: IdRanges | null = null;
  /** What of the update's text is text that it took away. */
  #now: readonly CarriedRange[] = [];
  /** What the server takes out, and stands elsewhere: it is not gone. */
  #twins: IdRanges | null = null;
  #removed: readonly LostParagraph[] = [];
  #left: CutRange | null = null;
  #late: LateText = nothingLate;
  #splitEnds: readonly SplitEnd[] = [];
  #splits: readonly LostParagraph[] = [];

  constructor(doc: Y.Doc, memory: RescueMemory) {
    this.#doc = doc;
    this.#memory = memory;
  }

  begin(decoded: Decoded, writer: RescueWriter): void {
    this.#decoded = decoded;
    this.#writer = writer;
    this.#namedIds = null;
    this.#twins = null;
    this.#removed = [];
    this.#splits = [];
    this.#splitEnds = [];
  }

  get #isOneChange(): boolean {
    return this.#writer.knowledge?.kind !== "whole-document";
  }

  get #sight(): Sight | null {
    const { knowledge } = this.#writer;
    return (knowledge?.kind === "one-change" && knowledge.sight) || null;
  }

  #named(): IdRanges {
    return (this.#namedIds ??= new IdRanges(
      (this.#decoded?.ds as DeleteSet | undefined) ?? { clients: new Map() },
    ));
  }

  /** To be called in `afterTransaction`. @returns what is to be known to find what is carried. */
  hear(transaction: Y.Transaction): EditSight {
    const known = this.#known(transaction);
    const left = (this.#left = this.#leftOnPage());
    const isLeft = (range: TextRange) => left?.(range).some(({ isIn }) => isIn) ?? false;
    const goes: CutRange = left ? (range) => known(range).flatMap((part) => cutOut(part, left)) : known;
    this.#removed = removedParagraphs(transaction, goes, isLeft);
    const structs = this.#decoded?.structs ?? [];
    this.#late = lateLetters(transaction, structs, () => this.#named(), this.#memory.graves);
    const late = this.#late.runs;
    const seen = this.#removed.some(holdsLost) ? known : undefined;
    const twins = this.#twins;
    return {
      late,
      seen: twins
        ? (range) =>
            (seen?.(range) ?? [{ ...range, isIn: true }]).flatMap((part) =>
              cutOut(part, (one) => twins.cut(one)),
            )
        : seen,
    };
  }

  /**
   * RESC1: which letters the update names. A letter that stands under an id which its writer had not heard of
   * is named where they name the same letter under a former one: they have deleted it, or put it in again (RESC6).
   */
  #known(transaction: Y.Transaction): CutRange {
    const { carried } = this.#memory;
    let stale: IdRanges | null = null;
    return (range) => {
      const parts = this.#named().cut(range);
      if (!this.#isOneChange || this.#writer.mode !== "write" || !this.#decoded) return parts;
      stale ??= staleOrigins(transaction, this.#decoded.ds, carried) ?? IdRanges.of([]);
      const origins = stale;
      return parts.flatMap((part): readonly RangePart[] =>
        part.isIn ? [part] : cutByFirstIds(part, carried, origins),
      );
    };
  }

  /**
   * RESC6: of two that stand on its page until it hears of the server's edit, whoever deletes one has left the other.
   * @returns which letters stand there yet; null where there are none.
   */
  #leftOnPage(): CutRange | null {
    const { carried } = this.#memory;
    const deletes = (this.#decoded?.ds.clients.size ?? 0) > 0;
    if (!deletes || this.#writer.mode !== "write" || !this.#sight) return null;
    const named = this.#named();
    const left = this.#sight.held.flatMap((range) => named.cut(range).filter(({ isIn }) => !isIn));
    if (left.length === 0) return null;
    const origins = IdRanges.of(left.flatMap((range) => carried.originsOf(range)));
    return (range) => cutByFirstIds(range, carried, origins);
  }

  /** RESC6. @param isOwn whether the writer has this clientID. @returns null where nothing came a second time. */
  copies(transaction: Y.Transaction, isOwn: (clientId: number) => boolean): Copies | null {
    const { knowledge } = this.#writer;
    if (!this.#decoded || !knowledge) return null;
    const copies = findCopies(transaction, this.#decoded, {
      carried: this.#memory.carried,
      now: this.#now,
      late: this.#late.runs,
      knowledge,
      left: this.#left,
      isOwn,
    });
    if (copies) this.#twins = IdRanges.of(copies.twins);
    return copies;
  }

  /**
   * To be called in `afterTransaction`.
   * @param found what of the update's text is text that it took away, by what it reads.
   * @returns the same, where the update tells it (RESC9) by that.
   */
  hearCarried(transaction: Y.Transaction, found: readonly CarriedRange[]): readonly CarriedRange[] {
    const { knowledge } = this.#writer;
    // A document handed in after a break names whatever it ever deleted.
    this.#splitEnds = this.#isOneChange ? splitEnds(transaction, () => this.#named()) : [];
    const carried = withSplitEnds(found, this.#splitEnds, this.#memory.carried);
    this.#now = carried;
    this.#splits = splitParagraphs(
      transaction,
      this.#memory.carried,
      carried,
      this.#splitEnds,
      knowledge?.kind === "whole-document" ? knowledge.hasSeen : () => false,
    );
    return carried;
  }

  /** RESC9. @param isCopying what stands elsewhere has its place by RESC6. @returns the edit; null where there is none to make. */
  catchUp(isCopying: boolean): CatchUp | null {
    if (this.#splitEnds.length === 0) return null;
    const live = isCopying ? new LiveLetters(this.#doc, this.#memory.carried) : null;
    return catchUp(this.#doc, this.#splitEnds, (range) => live?.partsOf(range) ?? []);
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
    const late = this.#late.paragraphs(this.#doc);
    const words = [...typedWords(transaction, carried), ...late].filter(holdsLost);
    const newSuggestions = new Set<string>();
    return {
      isTooMuch: isTooMuch(words),
      newSuggestions,
      putBack: () =>
        putBack(this.#doc, late.length > 0 ? this.#withoutStanding(words) : words, {
          carried: this.#memory.carried,
          formatsOf: typedFormats(context, newSuggestions),
          recordsOf,
        }),
    };
  }

  /** What was put in again is there, and so is what stood twice. */
  #withoutMoved(removed: readonly LostParagraph[]): readonly LostParagraph[] {
    const { carried } = this.#memory;
    const now = IdRanges.of(this.#now.map(firstIdsOf));
    const moved = removed.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => cutByFirstIds(piece, carried, now).filter(({ isIn }) => isIn)),
    );
    return this.#withoutStanding(removed.map((one) => withoutThose(one, IdRanges.of(moved))));
  }

  /** What an update had put in again stands again, once it is undone. */
  #withoutStanding(words: readonly LostParagraph[]): readonly LostParagraph[] {
    const live = new LiveLetters(this.#doc, this.#memory.carried);
    const standing = words.flatMap(({ pieces }) => pieces.flatMap((piece) => live.partsOf(piece)));
    return words.map((one) => withoutThose(one, IdRanges.of(standing)));
  }

  /** @returns null where nothing is lost, which costs nothing to see for an update that only types. */
  loss(transaction: Y.Transaction, context: LossContext): Loss | null {
    const { graves, carried } = this.#memory;
    const late = this.#late.paragraphs(this.#doc);
    const gone = IdRanges.of(context.gone);
    const fresh = late.map((one) => withoutThose(one, gone)).filter(holdsLost);
    const removed = this.#left ? this.#withoutMoved(this.#removed) : this.#removed;
    const lost = [...removed.filter(holdsLost), ...fresh];
    // Text that an update only moves was not typed there: it has its place by RESC6.
    // Where text comes a second time, too, a split is one that is known for certain.
    const isSplit = !context.isCopying || this.#splitEnds.length > 0;
    const splits = isSplit ? this.#splits.map((one) => withoutThose(one, gone)) : [];
    const { isServers } = context;
    const isTyping = !context.isCopying && !context.isMoving;
    const along = isTyping ? lateInSplits(transaction, { carried, isServers, sight: this.#sight }) : [];
    const all = [...lost, ...splits, ...along];
    const isTooLarge = isTooMuch(all);
    if (!isTooLarge) graves.remember([...this.#removed, ...late]);
    if (all.length === 0) return null;
    const newSuggestions = new Set<string>();
    return {
      isLate: fresh.length > 0,
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

/** Takes what is meant out of a part. */
const cutOut = (part: RangePart, cut: CutRange): readonly RangePart[] =>
  part.isIn ? cut(part).map(({ isIn, ...range }) => ({ ...range, isIn: !isIn })) : [part];
