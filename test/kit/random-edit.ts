import * as Y from "yjs";
import type { Rng } from "./rng.ts";

type Loose = { setAttribute(key: string, value: unknown): void };

function paragraph(rng: Rng, text: string): Y.XmlElement {
  const p = new Y.XmlElement("paragraph");
  p.setAttribute("style", rng.pick(["body", "dash", "letter", "number"]));
  (p as unknown as Loose).setAttribute("level", 1 + rng.int(3));
  if (text !== "") p.insert(0, [new Y.XmlText(text)]);
  return p;
}

function table(rng: Rng): Y.XmlElement {
  const t = new Y.XmlElement("table");
  const rows = Array.from({ length: 1 + rng.int(2) }, () => {
    const row = new Y.XmlElement("tableRow");
    const cells = Array.from({ length: 1 + rng.int(2) }, () => {
      const cell = new Y.XmlElement(rng.pick(["tableCell", "tableHeader"]));
      (cell as unknown as Loose).setAttribute("colspan", 1);
      cell.insert(0, [paragraph(rng, "ô")]);
      return cell;
    });
    row.insert(0, cells);
    return row;
  });
  t.insert(0, rows);
  return t;
}

/** Every text of the section with the paragraph that holds it. */
function texts(node: Y.XmlFragment): Y.XmlText[] {
  return node
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlText ? [child] : texts(child as Y.XmlFragment)));
}

/** One change such as an editor makes: typing, deleting, marks, a split, a list, a table, whole blocks. @returns its name. */
export function randomEdit(content: Y.XmlFragment, rng: Rng, word: string): string {
  const all = texts(content);
  const text = all.length > 0 ? rng.pick(all) : null;
  const kind = rng.pick([
    "type",
    "type",
    "type",
    "delete",
    "mark",
    "split",
    "block",
    "table",
    "drop",
    "style",
  ]);
  if (text && kind === "type") text.insert(rng.int(text.length + 1), word);
  else if (text && kind === "delete" && text.length > 1) {
    const at = rng.int(text.length);
    text.delete(at, 1 + rng.int(Math.min(8, text.length - at)));
  } else if (text && kind === "mark" && text.length > 1) {
    const at = rng.int(text.length);
    const mark = rng.pick(["bold", "italic", "underline"]);
    text.format(at, 1 + rng.int(text.length - at), { [mark]: rng.int(3) === 0 ? null : {} });
  } else if (text && kind === "split" && text.length > 2 && text.parent?.parent === content) {
    // As the editor's binding does it: what stood behind the caret is deleted and written again in a new block.
    const at = 1 + rng.int(text.length - 1);
    const tail = text
      .toString()
      .replace(/<[^>]*>/g, "")
      .slice(at);
    const blocks = content.toArray();
    text.delete(at, text.length - at);
    content.insert(blocks.indexOf(text.parent as Y.XmlElement) + 1, [paragraph(rng, tail)]);
  } else if (kind === "table") content.insert(rng.int(content.length + 1), [table(rng)]);
  else if (kind === "drop" && content.length > 1) content.delete(rng.int(content.length), 1);
  else if (kind === "style" && content.length > 0) {
    const block = content.get(rng.int(content.length));
    if (block instanceof Y.XmlElement && block.nodeName === "paragraph")
      block.setAttribute("align", rng.pick(["justify", "left", "center", "right"]));
  } else content.insert(rng.int(content.length + 1), [paragraph(rng, word)]);
  return kind;
}
