import { findFolded } from "../../editor/accent-fold.ts";

/** What stands on the paper beside the texts of the sections: head, headings, closing. Marked without touching it. */
const printed = ".sheet-head p, .sheet-head li, .section-heading, .sheet-foot p, .sheet-foot li";
const allName = "found";
const currentName = "found-current";

export interface PrintedMatch {
  readonly range: Range;
  /** The section whose heading it is; null in the head and at the foot. */
  readonly sectionId: string | null;
  readonly isHead: boolean;
}

export function findPrinted(query: string): readonly PrintedMatch[] {
  if (query === "") return [];
  return [...document.querySelectorAll<HTMLElement>(`.sheet :is(${printed})`)].flatMap((element) => {
    const { textNodes, text } = textOf(element);
    return findFolded(text, query).flatMap(([from, to]) => {
      const range = rangeOver(textNodes, from, to);
      const sectionId = element.closest("section.section")?.id.replace("section-", "") ?? null;
      return range ? [{ range, sectionId, isHead: element.closest(".sheet-head") !== null }] : [];
    });
  });
}

function textOf(element: Element): { readonly textNodes: readonly Text[]; readonly text: string } {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const textNodes: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) textNodes.push(walker.currentNode);
  return { textNodes, text: textNodes.map((node) => node.data).join("") };
}

/** React writes a heading as several text nodes: label, space, title. */
function rangeOver(textNodes: readonly Text[], from: number, to: number): Range | null {
  const at = (offset: number) => {
    let rest = offset;
    for (const node of textNodes) {
      if (rest <= node.data.length) return { node, offset: rest };
      rest -= node.data.length;
    }
    return null;
  };
  const start = at(from);
  const end = at(to);
  if (!start || !end) return null;
  const range = document.createRange();
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  return range;
}

/** Where the browser cannot mark ranges, the place is still gone to. */
export function markPrinted(matches: readonly PrintedMatch[], current: PrintedMatch | null): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.set(allName, new Highlight(...matches.map((match) => match.range)));
  CSS.highlights.set(currentName, current ? new Highlight(current.range) : new Highlight());
}

export function revealPrinted(match: PrintedMatch): void {
  match.range.startContainer.parentElement?.scrollIntoView({ block: "center" });
}
