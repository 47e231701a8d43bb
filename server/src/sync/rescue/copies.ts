import * as Y from "yjs";
import {
  CarriedIds,
  type CarriedRange,
  contentOf,
  type CutRange,
  findCopiedText,
  RunCollector,
  standsIn,
  type TextId,
  type TextRange,
  type TextRun,
} from "@dongsoan/shared/crdt";
import type { Sight } from "../sight.ts";
import { rangeOf } from "../text-items.ts";
import { cutByFirstIds, cutByOrigin, type DeleteSet, firstIdsOf, IdRanges } from "./id-ranges.ts";
import { takeOut } from "./live-letters.ts";

/** Text that came a second time: which ids it continues, and the edit that takes it out. */
export interface Copies {
  readonly carried: readonly CarriedRange[];
  /** Text that is to stand elsewhere or nowhere, also of what came too late to stand anywhere. */
  readonly gone: readonly TextRange[];
  /** What of that stands elsewhere. */
  readonly twins: readonly TextRange[];
  /** Null where none of it stands. */
  readonly remove: (() => void) | null;
}

/** Whether the writer is known to have seen this unit. */
export type HasSeen = (id: TextId) => boolean;

/** How much of the text the document held that an update comes from. */
export type Knowledge =
  /** Of a document handed in after a break. */
  | { readonly kind: "whole-document"; readonly hasSeen: HasSeen }
  /**
   * One change, made on letters that stood there for its writer: what it deletes says what it had not heard of. No sight:
   * that is all that is known.
   */
  | { readonly kind: "one-change"; readonly sight?: Sight | null };

export interface CopiesContext {
  readonly carried: CarriedIds;
  /** What of the update's text is text that it took away itself. */
  readonly now: readonly CarriedRange[];
  /** Text of the update that fell into what is gone. */
  readonly late: readonly TextRun[];
  readonly knowledge: Knowledge;
  /** Letters that stand on the writer's page once more, and that they have left there. Null: none. */
  readonly left: CutRange | null;
  /** The writer's ids: what bears them they have seen. The binding may write a copy first, and delete in a change of its own. */
  readonly isOwn: (clientId: number) => boolean;
}

/** Units that nobody types again by chance. */
const longEnough = 20;

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/**
 * RESC6: two people who split, join or move the same text at the same moment each put it in again. Whoever comes second
 * deletes letters that are gone already and stand elsewhere; what they put in instead is the same text once more. Where it is
 * mixed with new words it stays whole, and what stood goes: it is there once, and reads as its writer wrote it. What they put
 * in nothing for they have deleted, wherever it stands now. Nothing goes that they see and have left where it is.
 */
export function findCopies(
  transaction: Y.Transaction,
  update: { readonly structs: readonly Struct[]; readonly ds: DeleteSet },
  { carried, now, late, knowledge, left, isOwn }: CopiesContext,
): Copies | null {
  const { doc, beforeState } = transaction;
  const isOneChange = knowledge.kind === "one-change";
  if (!isOneChange && update.structs.length === 0) return null;
  const wanted = staleOrigins(transaction, update.ds, carried);
  if (!wanted) return null;
  const isOld = ({ client, clock }: TextId) => clock < (beforeState.get(client) ?? 0);
  // A frame that repeats text is a document of old that was read in, whatever its sender calls it.
  if (isOneChange && update.structs.some(({ id }) => isOld(id))) return null;
  const isTwin = (id: TextId) => isOld(id) && (isOneChange || (!isOwn(id.client) && !knowledge.hasSeen(id)));
  const old = standingRuns(contentOf(doc), carried, wanted, isTwin);
  // What its writer saw twice, they may have put in again twice.
  const moved = movedOnce(now, old);
  const again =
    isOneChange && moved.length > 0
      ? standingRuns(contentOf(doc), new CarriedIds(moved), wanted, (id) => !isOld(id))
      : [];
  const standing = [...old, ...again];
  if (standing.length === 0) return null;
  const enough = isOneChange ? null : longEnough;
  const texts = standing.map(({ text, ranges }) => ({ text, origins: ranges.map(firstIdsOf) }));
  const { whole, parts } = findCopiedText(transaction, texts, moved, enough, late);
  const meant = isOneChange ? deletedElsewhere(old, whole, knowledge.sight, { left, isOwn }) : [];
  const gone = [...whole, ...meant];
  if (gone.length === 0) return null;
  const rewritten = IdRanges.of(parts.map(firstIdsOf));
  const replaced = meant.flatMap((live) => cutByOrigin(live, rewritten).filter(({ isIn }) => isIn));
  const leaves = (paragraph: Y.Item) => parts.length > 0 || !isOld(paragraph.id);
  const stand = gone.filter(standsIn(doc));
  return {
    carried: withoutKnown([...whole, ...parts], now),
    gone,
    twins: [...whole, ...replaced],
    remove: stand.length > 0 ? () => removeAll(doc, stand, leaves) : null,
  };
}

/** @returns what an update deletes and was gone before it came, by its first ids; null where there is nothing. */
export function staleOrigins(
  { deleteSet, beforeState }: Y.Transaction,
  { clients }: DeleteSet,
  carried: CarriedIds,
): IdRanges | null {
  const now = new IdRanges(deleteSet);
  const stale: TextRange[] = [];
  for (const [client, ranges] of clients)
    for (const { clock, len } of ranges) {
      const length = Math.min(len, (beforeState.get(client) ?? 0) - clock);
      if (length <= 0) continue;
      for (const { isIn, ...range } of now.cut({ client, clock, length })) if (!isIn) stale.push(range);
    }
  return stale.length > 0 ? IdRanges.of(stale.flatMap((range) => carried.originsOf(range))) : null;
}

/** Text that came back from what had been taken away long ago may stand elsewhere by now: that was not moved. */
function movedOnce(now: readonly CarriedRange[], old: readonly Run[]): readonly CarriedRange[] {
  const stood = IdRanges.of(old.flatMap(({ ranges }) => ranges.map(firstIdsOf)));
  return now.flatMap((range) => cutByOrigin(range, stood).filter(({ isIn }) => !isIn));
}

/** What stands of letters that a change deletes and does not put in again; not what its writer saw there and has left. */
function deletedElsewhere(
  old: readonly Run[],
  again: readonly CarriedRange[],
  sight: Sight | null | undefined,
  { left, isOwn }: Pick<CopiesContext, "left" | "isOwn">,
): readonly CarriedRange[] {
  const kept = IdRanges.of(again.map(firstIdsOf));
  return old
    .flatMap(({ ranges }) => ranges.flatMap((live) => cutByOrigin(live, kept)))
    .filter(({ isIn, client }) => !isIn && !isOwn(client))
    .flatMap((live) => withoutKnown([live], sight?.seenOf(live, false) ?? []))
    .flatMap((live) => (left ? outOf(live, left) : [live]));
}

const outOf = (live: CarriedRange, cut: CutRange): readonly CarriedRange[] =>
  cut(live).flatMap(({ isIn, ...part }) => (isIn ? [] : [partOf(live, part)]));

/** @param part of the range. */
const partOf = ({ origin, ...range }: CarriedRange, { clock, length }: TextRange): CarriedRange => ({
  client: range.client,
  clock,
  length,
  origin: { client: origin.client, clock: origin.clock + clock - range.clock },
});

function withoutKnown(found: readonly CarriedRange[], known: readonly TextRange[]): readonly CarriedRange[] {
  const ids = IdRanges.of(known);
  return found.flatMap((range) => outOf(range, (one) => ids.cut(one)));
}

type Run = TextRun<CarriedRange>;

/** Living text whose first ids are wanted, in reading order; what stands together is one run. */
function standingRuns(
  root: Y.XmlFragment,
  carried: CarriedIds,
  wanted: IdRanges,
  isTwin: (id: TextId) => boolean,
): readonly Run[] {
  const collector = new RunCollector<CarriedRange>();
  const read = (text: Y.XmlText) => {
    collector.end();
    for (let item = text._start; item !== null; item = item.right) {
      const { content, id } = item;
      if (item.deleted || !(content instanceof Y.ContentString)) continue;
      for (const { isIn, ...part } of cutByFirstIds(rangeOf(item), carried, wanted)) {
        const from = part.clock - id.clock;
        if (isIn && isTwin(part)) collector.add(content.str.slice(from, from + part.length), part);
        else collector.end();
      }
    }
  };
  const walk = (node: unknown) => {
    if (node instanceof Y.XmlText) read(node);
    else if (node instanceof Y.XmlFragment) for (const child of node.toArray()) walk(child);
  };
  walk(root);
  return collector.runs;
}

/** @param leaves whether a paragraph that is empty then goes too. */
function removeAll(doc: Y.Doc, ranges: readonly TextRange[], leaves: (paragraph: Y.Item) => boolean): void {
  const emptied = new Set<Y.XmlElement>();
  for (const range of ranges)
    for (const text of takeOut(doc, range))
      if (text.length === 0 && text.parent instanceof Y.XmlElement) emptied.add(text.parent);
  for (const paragraph of emptied) {
    const item = paragraph._item;
    const parent = paragraph.parent as Y.XmlFragment;
    if (
      item &&
      leaves(item) &&
      parent.length > 1 &&
      paragraph.toArray().every((node) => node instanceof Y.XmlText && node.length === 0)
    )
      parent.delete(parent.toArray().indexOf(paragraph), 1);
  }
}
