import * as Y from "yjs";
import type { TextRange } from "./carried-ids.ts";

/** Text that stands in a document now, in reading order, as the ids of its units; neighbours with neighbouring ids are one. */
export function textRanges(node: Y.XmlFragment | Y.XmlText): TextRange[] {
  const ranges: TextRange[] = [];
  collect(node, ranges);
  return ranges;
}

function collect(node: unknown, ranges: TextRange[]): void {
  if (node instanceof Y.XmlText) {
    for (let item = node._start; item; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
      const last = ranges.at(-1);
      if (last?.client === item.id.client && last.clock + last.length === item.id.clock)
        ranges[ranges.length - 1] = { ...last, length: last.length + item.length };
      else ranges.push({ client: item.id.client, clock: item.id.clock, length: item.length });
    }
  } else if (node instanceof Y.XmlFragment) for (const child of node.toArray()) collect(child, ranges);
}
