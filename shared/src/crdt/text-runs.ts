import * as Y from "yjs";
import type { CarriedRange, CutRange, TextRange } from "./carried-ids.ts";
import type { DeletedRun } from "./deleted-run.ts";

export type TextItem = Y.Item & { content: Y.ContentString };

export const isText = (struct: Y.AbstractStruct): struct is TextItem =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString;

export const isNew = ({ beforeState }: Y.Transaction, { id: { client, clock } }: Y.Item): boolean =>
  clock >= (beforeState.get(client) ?? 0);

/** Text of one node that stands together, and the ids that it has. */
export interface TextRun<Range extends TextRange = TextRange> {
  readonly text: string;
  readonly ranges: readonly Range[];
}

interface OpenRun<Range> {
  text: string;
  readonly ranges: Range[];
}

/** Collects text in its order: what is added without an end between is one run. */
export class RunCollector<Range extends TextRange = TextRange> {
  readonly #runs: OpenRun<Range>[] = [];
  #open: OpenRun<Range> | null = null;

  get runs(): readonly TextRun<Range>[] {
    return this.#runs;
  }

  add(text: string, range: Range): void {
    if (!this.#open) this.#runs.push((this.#open = { text: "", ranges: [] }));
    this.#open.text += text;
    this.#open.ranges.push(range);
  }

  end(): void {
    this.#open = null;
  }
}

/**
 * Items of one text node, in the order of the text; what neither shown text nor an object stands between is one run.
 * @param cut which parts of an item are meant.
 */
export function runsOf(items: ReadonlySet<Y.Item>, cut: CutRange = wholeRange): readonly TextRun[] {
  const collector = new RunCollector();
  const left = new Set(items);
  for (let item = firstOf(items); item && left.size > 0; item = item.right) {
    if (left.delete(item) && isText(item)) {
      const { id, length, deleted, content } = item;
      for (const { isIn, ...range } of cut({ client: id.client, clock: id.clock, length })) {
        const from = range.clock - id.clock;
        if (isIn) collector.add(content.str.slice(from, from + range.length), range);
        else if (!deleted) collector.end();
      }
    } else if (!item.deleted && item.countable) collector.end();
  }
  return collector.runs;
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
