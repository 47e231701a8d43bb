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

/** Does it show the text alone, or with its looks? */
interface Reading {
  readonly verdict: Verdict;
  readonly hasLooks: boolean;
}
const lookBegins = "\u0001";

/** What a change of looks says that it was before; the properties themselves where it stays. */
const decidedProperties = (properties: Element | undefined, verdict: Verdict): Element | undefined =>
  (verdict === "reject" &&
    child(child(properties, `${properties?.nodeName}Change`), properties?.nodeName ?? "")) ||
  properties;

function lettersOf(node: Element, reading: Reading): string {
  const { verdict } = reading;
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
      return verdict === "accept" ? "" : inside(node, reading);
    case "w:ins":
      return verdict === "reject" ? "" : inside(node, reading);
    case "w:r":
      return reading.hasLooks
        ? [...inside(node, reading)].map((letter) => marksOf(node, verdict) + letter).join("")
        : inside(node, reading);
    default:
      return inside(node, reading);
  }
}
const inside = (node: Node, reading: Reading): string =>
  children(node)
    .map((each) => lettersOf(each, reading))
    .join("");

/** "{bi}" for bold and italic. */
function marksOf(run: Element, verdict: Verdict): string {
  const properties = decidedProperties(child(run, "w:rPr"), verdict);
  const on = ["b", "i", "u"].filter((name) => {
    const value = child(properties, `w:${name}`)?.getAttribute("w:val");
    return value !== undefined && !["false", "0", "none"].includes(value ?? "");
  });
  return on.length === 0 ? "" : `{${on.join("")}}`;
}

/** Style, alignment, indents and spacing of a paragraph. */
function lookOf(properties: Element | undefined, verdict: Verdict): string {
  const standing = decidedProperties(properties, verdict);
  return (standing ? children(standing) : [])
    .filter(({ nodeName }) => !["w:rPr", "w:pPrChange"].includes(nodeName))
    .map(({ nodeName, attributes }) => {
      const values = [...attributes].map(({ name, value }) => `${name}=${value}`);
      return `${nodeName}(${values.toSorted().join(" ")})`;
    })
    .toSorted()
    .join(" ");
}

function rowOf(row: Element, reading: Reading): string {
  if (isGone(child(row, "w:trPr"), reading.verdict, ["w:del", "w:ins"])) return "";
  const cells = children(row)
    .filter(({ nodeName }) => nodeName === "w:tc")
    .filter((cell) => !isGone(child(cell, "w:tcPr"), reading.verdict, ["w:cellDel", "w:cellIns"]));
  const textOf = (cell: Element) =>
    // The look of an empty paragraph is nothing that one sees.
    textIn(cell, reading)
      .replace(/^\u0001.*$/gmu, "")
      .trimEnd()
      .replaceAll("\n", "¶");
  return `${cells.map((cell) => `|${textOf(cell)}`).join("")}|\n`;
}

/** Paragraphs as lines; a row of a table as a line of cells. Where an end goes, the next paragraph's looks hold. */
function textIn(parent: Node, reading: Reading): string {
  const { verdict, hasLooks } = reading;
  return children(parent)
    .map((block) => {
      if (block.nodeName === "w:tbl")
        return children(block)
          .filter(({ nodeName }) => nodeName === "w:tr")
          .map((row) => rowOf(row, reading))
          .join("");
      if (block.nodeName !== "w:p") return "";
      const properties = child(block, "w:pPr");
      if (isGone(child(properties, "w:rPr"), verdict, ["w:del", "w:ins"])) return lettersOf(block, reading);
      return `${lettersOf(block, reading)}${hasLooks ? lookBegins + lookOf(properties, verdict) : ""}\n`;
    })
    .join("");
}

function decided(file: Uint8Array, reading: Reading): readonly string[] {
  const body = child(partOf(file, "word/document.xml"), "w:body");
  return (body ? textIn(body, reading) : "")
    .split("\n")
    .filter((line) => (line.split(lookBegins)[0] ?? "").trim() !== "");
}

/** The text of a Word file, every revision in it decided; empty lines are left out. */
export const decidedText = (file: Uint8Array, verdict: Verdict): readonly string[] =>
  decided(file, { verdict, hasLooks: false });

/** The same with the marks of every letter and the look of every paragraph. */
export const decidedLooks = (file: Uint8Array, verdict: Verdict): readonly string[] =>
  decided(file, { verdict, hasLooks: true });

/** Every element of these names, with its attributes. */
export const elementsOf = (root: Element, name: string): readonly Element[] => [
  ...root.getElementsByTagName(name),
];
