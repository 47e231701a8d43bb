import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import { strFromU8, unzipSync } from "fflate";

/** What a word processor makes of a file whose revisions are all accepted, or all rejected. */
export type Verdict = "accept" | "reject";

const isElement = (node: Node): node is Element => node.nodeType === 1;
const children = (parent: Node): Element[] => [...parent.childNodes].filter(isElement);
const child = (parent: Node | undefined, name: string): Element | undefined =>
  parent && children(parent).find((element) => element.nodeName === name);

export function partOf(file: Uint8Array, name: string): Element {
  const xml = strFromU8(unzipSync(file)[name] ?? new Uint8Array());
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  if (!root) throw new Error(`no ${name}`);
  return root;
}

/** Does this properties element say that its part goes when all is decided so? */
const isGone = (
  properties: Element | undefined,
  verdict: Verdict,
  names: readonly [string, string],
): boolean => child(properties, verdict === "accept" ? names[0] : names[1]) !== undefined;

function lettersOf(node: Element, verdict: Verdict): string {
  switch (node.nodeName) {
    case "w:t":
    case "w:delText":
      return node.textContent ?? "";
    case "w:br":
      return "↵";
    case "w:pPr":
    case "w:rPr":
      return "";
    case "w:del":
      return verdict === "accept" ? "" : inside(node, verdict);
    case "w:ins":
      return verdict === "reject" ? "" : inside(node, verdict);
    default:
      return inside(node, verdict);
  }
}
const inside = (node: Node, verdict: Verdict): string =>
  children(node)
    .map((each) => lettersOf(each, verdict))
    .join("");

function rowOf(row: Element, verdict: Verdict): string {
  if (isGone(child(row, "w:trPr"), verdict, ["w:del", "w:ins"])) return "";
  const cells = children(row)
    .filter(({ nodeName }) => nodeName === "w:tc")
    .filter((cell) => !isGone(child(cell, "w:tcPr"), verdict, ["w:cellDel", "w:cellIns"]));
  return `${cells.map((cell) => `|${textIn(cell, verdict).trimEnd().replaceAll("\n", "¶")}`).join("")}|\n`;
}

/** Paragraphs as lines; a row of a table as a line of cells. */
function textIn(parent: Node, verdict: Verdict): string {
  return children(parent)
    .map((block) => {
      if (block.nodeName === "w:tbl")
        return children(block)
          .filter(({ nodeName }) => nodeName === "w:tr")
          .map((row) => rowOf(row, verdict))
          .join("");
      if (block.nodeName !== "w:p") return "";
      const mark = child(child(block, "w:pPr"), "w:rPr");
      return lettersOf(block, verdict) + (isGone(mark, verdict, ["w:del", "w:ins"]) ? "" : "\n");
    })
    .join("");
}

/** The text of a Word file, every revision in it decided; empty lines are left out. */
export function decidedText(file: Uint8Array, verdict: Verdict): readonly string[] {
  const body = child(partOf(file, "word/document.xml"), "w:body");
  return body
    ? textIn(body, verdict)
        .split("\n")
        .filter((line) => line.trim() !== "")
    : [];
}

/** Every element of these names, with its attributes. */
export const elementsOf = (root: Element, name: string): readonly Element[] => [
  ...root.getElementsByTagName(name),
];
