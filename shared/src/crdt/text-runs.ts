import * as Y from "yjs";
import type { CarriedRange, CutRange, TextRange } from "./carried-ids.ts";
import type { DeletedRun } from "./deleted-run.ts";

export type TextItem = Y.Item & { content: Y.ContentString };

export const isText = (struct: Y.AbstractStruct): struct is TextItem =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString;

export const isNew = ({ beforeState }: Y.Transaction, { id: { client, clock } }: Y.Item): boolean =>
  clock >= (beforeState.get(client) ?? 0);

/** Text of one node that stands together, and the ids that it has. */
export interface TextRun {
  readonly text: string;
  readonly ranges: readonly TextRange[];
}

/**
 * Items of one text node, in the order of the text; what neither shown text nor an object stands between is one run.
 * @param cut which parts of an item are meant.
 */
export function runsOf(items: ReadonlySet<Y.Item>, cut: CutRange = wholeRange): TextRun[] {
  const runs: { text: string; ranges: TextRange[] }[] = [];
  const left = new Set(items);
  let isOpen = false;
  for (let item = firstOf(items); item && left.size > 0; item = item.right) {
    if (left.delete(item) && isText(item)) {
      const { id, length, deleted, content } = item;
      for (const { isIn, ...range } of cut({ client: id.client, clock: id.clock, length })) {
        if (!isIn) {
          isOpen &&= deleted;
          continue;
        }
        if (!isOpen) runs.push({ text: "", ranges: [] });
        isOpen = true;
        const run = runs.at(-1);
        if (!run) continue;
        const from = range.clock - id.clock;
        run.text += content.str.slice(from, from + range.length);
        run.ranges.push(range);
      }
    } else if (!item.deleted && item.countable) isOpen = false;
  }
  return runs;
}

const wholeRange: CutRange = (range) => [{ ...range, isIn: true }];

function firstOf(items: ReadonlySet<Y.Item>): Y.Item | null {
  const [any] = items;
  return any?.parent instanceof Y.AbstractType ? any.parent._start : null;
}

export function standingItems({ _start: start }: Y.XmlText): ReadonlySet<Y.Item> {
  const items = new Set<Y.Item>();
  for (let item = start; item; item = item.right) if (isText(item) && !item.deleted) items.add(item);
  return items;
}

/** Notes that some units of `into` are units of `from`, which are spent with that. */
export function carry(
  into: TextRun,
  at: number,
  from: DeletedRun,
  fromAt: number,
  length: number,
  carried: CarriedRange[],
): void {
  let offset = at;
  for (const origin of from.take(fromAt, length)) {
    let { clock } = origin;
    for (const range of slice(into.ranges, offset, origin.length)) {
      carried.push({ ...range, origin: { client: origin.client, clock } });
      clock += range.length;
    }
    offset += origin.length;
  }
}

/** The part of some ranges that lies at `offset`, `length` units long. */
function slice(ranges: readonly TextRange[], offset: number, length: number): TextRange[] {
  const parts: TextRange[] = [];
  let start = 0;
  for (const { client, clock, length: size } of ranges) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + size);
    if (from < to) parts.push({ client, clock: clock + from - start, length: to - from });
    start += size;
  }
  return parts;
}
