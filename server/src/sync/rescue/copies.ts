import * as Y from "yjs";
import {
  type CarriedIds,
  type CarriedRange,
  contentOf,
  findCopiedText,
  type TextId,
  type TextRange,
} from "@dongsoan/shared/crdt";
import type { Sight } from "../sight.ts";
import { type DeleteSet, IdRanges } from "./id-ranges.ts";
import { takeOut } from "./live-letters.ts";

/** Text that came a second time: which ids it continues, and the edit that takes it out. */
export interface Copies {
  readonly carried: readonly CarriedRange[];
  readonly remove: () => void;
}

/** Whether the writer is known to have seen this unit. */
export type HasSeen = (id: TextId) => boolean;

/** How much of the text the document held that an update comes from. */
export type Knowledge =
  | {
      readonly kind: "whole-document";
      /** Of a document handed in after a break. */ readonly hasSeen: HasSeen;
    }
  /** One change, made on letters that stood there for its writer: what it deletes says what it had not heard of. */
  | { readonly kind: "one-change"; /** Null: not known. */ readonly sight?: Sight | null };

export interface CopiesContext {
  readonly carried: CarriedIds;
  /** What of the update's text is text that it took away itself. */
  readonly now: readonly CarriedRange[];
  readonly knowledge: Knowledge;
  /** The writer's ids: what bears them they have seen. The binding may write a copy first, and delete in a change of its own. */
  readonly isOwn: (clientId: number) => boolean;
}

/** Units that nobody types again by chance. */
const longEnough = 20;

type Struct = ReturnType<typeof Y.decodeUpdate>["structs"][number];

/**
 * RESC6: two people who split, join or move the same text at the same moment each put it in again. Whoever comes second
 * deletes letters that are gone already and stand elsewhere, under ids that they have not seen; what they put in instead is
 * the same text once more. Where it is mixed with new words it stays whole, and what stood goes: it is there once, and reads
 * as its writer wrote it. What they put in nothing for they have deleted, wherever it stands now.
 */
export function findCopies(
  transaction: Y.Transaction,
  update: { readonly structs: readonly Struct[]; readonly ds: DeleteSet },
  { carried, now, knowledge, isOwn }: CopiesContext,
): Copies | null {
  const isOneChange = knowledge.kind === "one-change";
  if (!isOneChange && update.structs.length === 0) return null;
  const stale = staleRanges(transaction, update.ds);
  if (stale.length === 0) return null;
  const isOld = ({ client, clock }: TextId) => clock < (transaction.beforeState.get(client) ?? 0);
  // A frame that repeats text is a document of old that was read in, whatever its sender calls it.
  if (isOneChange && update.structs.some(({ id }) => isOld(id))) return null;
  const wanted = IdRanges.of(stale.flatMap((range) => carried.originsOf(range)));
  const isTwin = (id: TextId) => isOld(id) && !isOwn(id.client) && (isOneChange || !knowledge.hasSeen(id));
  const standing = standingRuns(contentOf(transaction.doc), carried, wanted, isTwin);
  if (standing.length === 0) return null;
  const { whole, parts } = findCopiedText(transaction, standing, now, isOneChange ? Infinity : longEnough);
  const again = IdRanges.of(whole.map(({ origin, length }) => ({ ...origin, length })));
  const meant = isOneChange ? standing.flatMap((run) => withoutThose(run, again)) : [];
  if (whole.length === 0 && meant.length === 0) return null;
  const leaves = (paragraph: Y.Item) => parts.length > 0 || !isOld(paragraph.id);
  return {
    carried: [...whole, ...parts],
    remove: () => removeAll(transaction.doc, [...whole, ...meant], leaves),
  };
}

/** Living ids of a run that are not put in again: whoever deleted them meant it, wherever they stand now. */
function withoutThose({ origins, lives }: Run, again: IdRanges): TextRange[] {
  return origins.flatMap((origin, i) =>
    again.cut(origin).flatMap(({ isIn, clock, length }) => {
      const live = lives[i];
      return isIn || !live ? [] : [{ client: live.client, clock: live.clock + clock - origin.clock, length }];
    }),
  );
}

/** What the update deletes and was gone before it came. */
function staleRanges({ deleteSet, beforeState }: Y.Transaction, { clients }: DeleteSet): TextRange[] {
  const now = new IdRanges(deleteSet);
  const stale: TextRange[] = [];
  for (const [client, ranges] of clients)
    for (const { clock, len } of ranges) {
      const length = Math.min(len, (beforeState.get(client) ?? 0) - clock);
      if (length <= 0) continue;
      for (const { isIn, ...range } of now.cut({ client, clock, length })) if (!isIn) stale.push(range);
    }
  return stale;
}

interface Run {
  text: string;
  readonly origins: TextRange[];
  /** Where each of them begins now. */
  readonly lives: TextId[];
}

/** Living text whose first ids are wanted, in reading order; what stands together is one run. */
function standingRuns(
  root: Y.XmlFragment,
  carried: CarriedIds,
  wanted: IdRanges,
  isTwin: (id: TextId) => boolean,
): readonly Run[] {
  const runs: Run[] = [];
  const read = (text: Y.XmlText) => {
    let run: Run | null = null;
    for (let item = text._start; item !== null; item = item.right) {
      const { content, id } = item;
      if (item.deleted || !(content instanceof Y.ContentString)) continue;
      let at = 0;
      for (const origin of carried.originsOf({ client: id.client, clock: id.clock, length: item.length }))
        for (const { isIn, ...part } of wanted.cut(origin)) {
          const live = { client: id.client, clock: id.clock + at };
          if (!isIn || !isTwin(live)) run = null;
          else {
            if (!run) runs.push((run = { text: "", origins: [], lives: [] }));
            run.lives.push(live);
            run.text += content.str.slice(at, at + part.length);
            run.origins.push(part);
          }
          at += part.length;
        }
    }
  };
  const walk = (node: unknown) => {
    if (node instanceof Y.XmlText) read(node);
    else if (node instanceof Y.XmlFragment) for (const child of node.toArray()) walk(child);
  };
  walk(root);
  return runs;
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
