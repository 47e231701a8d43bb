import { contentOf, readBlocks } from "@dongsoan/shared/crdt";
import type { Block, ParagraphBlock, Run, TableBlock } from "@dongsoan/shared/domain";
import type * as Y from "yjs";

/** A line of the paper holds about so many letters of 14 pt, and is so high; what is not drawn yet takes this room. */
const lettersPerLine = 74;
const linePt = 18.2;
const gapPt = 6;

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  children: readonly Node[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Marks in the order of the schema: strong around em around u. */
function inline(run: Run): Node {
  if (run.kind !== "text") return document.createElement("br");
  let node: Node = document.createTextNode(run.text);
  if (run.underline) node = element("u", [node]);
  if (run.italic) node = element("em", [node]);
  return run.bold ? element("strong", [node]) : node;
}

function paragraph({ style, level, align, runs }: ParagraphBlock): HTMLElement {
  const children = runs.map(inline);
  // An empty line is as high as a written one.
  if (runs.at(-1)?.kind !== "text") children.push(document.createElement("br"));
  return element("p", children, {
    "data-style": style,
    ...(level === 1 ? {} : { "data-level": String(level) }),
    ...(align === "justify" ? {} : { "data-align": align }),
  });
}

function table({ rows }: TableBlock): HTMLElement {
  const columns = (rows[0]?.cells ?? []).flatMap(({ colspan, colwidth }) =>
    Array.from({ length: colspan }, (_, i) => {
      const width = colwidth?.[i];
      const column = document.createElement("col");
      if (width) column.style.width = `${width}px`;
      return column;
    }),
  );
  const body = rows.map(({ cells }) =>
    element(
      "tr",
      cells.map(({ isHeader, colspan, rowspan, blocks }) =>
        element(isHeader ? "th" : "td", blocks.map(block), {
          colspan: String(colspan),
          rowspan: String(rowspan),
        }),
      ),
    ),
  );
  const sheet = element("table", [element("colgroup", columns), element("tbody", body)]);
  return element("div", [sheet], { class: "tableWrapper" });
}

const block = (value: Block): HTMLElement => (value.kind === "paragraph" ? paragraph(value) : table(value));

const lengthOf = (runs: readonly Run[]) =>
  runs.reduce((sum, run) => sum + (run.kind === "text" ? run.text.length : lettersPerLine), 0);
const linesOf = (value: Block): number =>
  value.kind === "paragraph"
    ? Math.max(1, Math.ceil(lengthOf(value.runs) / lettersPerLine))
    : value.rows.length * 2;

/** A section's text without an editor on it, in the very elements that the editor would make. */
export function stillText(doc: Y.Doc): { readonly nodes: readonly HTMLElement[]; readonly heightPt: number } {
  const blocks = readBlocks(contentOf(doc));
  return {
    nodes: blocks.map(block),
    heightPt: Math.round(blocks.reduce((sum, value) => sum + linesOf(value) * linePt + gapPt, 0)),
  };
}
