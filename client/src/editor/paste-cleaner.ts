/**
 * What Word and web pages put on the clipboard, brought to the few things a report has: paragraphs with a style, bold,
 * italic, underline, tables. What the schema does not know falls away when the result is parsed.
 */
// prettier-ignore
const blockTags = new Set([
  "P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "UL", "OL", "DL", "DT", "DD", "TABLE", "BLOCKQUOTE",
  "PRE", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "ASIDE", "FIGURE", "FIGCAPTION", "FORM", "HR", "ADDRESS",
]);

const dropped =
  "script, style, meta, link, title, head, object, embed, iframe, img, svg, video, audio, input, button, select, textarea, noscript, template, o\\:p:empty, xml";

/** "-", "•", "+" and the signs that Word's Symbol and Wingdings fonts leave behind. */
const dashMark = /^[\s\u00a0]*[-–—+*•·▪◦§o\uf0a7\uf0b7\uf02d][\s\u00a0]+/u;
const letterMark = /^[\s\u00a0]*[a-zđ]\)[\s\u00a0]*/u;
const numberMark = /^[\s\u00a0]*\d{1,3}[.)][\s\u00a0]+/u;

type ListStyle = "dash" | "letter" | "number";

const styleOfMark = (text: string): { readonly style: ListStyle; readonly length: number } | null => {
  for (const [pattern, style] of [
    [letterMark, "letter"],
    [numberMark, "number"],
    [dashMark, "dash"],
  ] as const) {
    const found = pattern.exec(text);
    if (found) return { style, length: found[0].length };
  }
  return null;
};

function removeLeadingText(element: Element, charCount: number): void {
  let rest = charCount;
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (rest > 0 && walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.textContent ?? "";
    node.textContent = text.slice(rest);
    rest -= text.length;
  }
}

const levelOf = (depth: number) => String(Math.min(3, Math.max(1, depth)));

function mark(paragraph: Element, style: ListStyle, level: number): void {
  paragraph.setAttribute("data-style", style);
  if (level > 1) paragraph.setAttribute("data-level", levelOf(level));
}

function removeComments(doc: Document): void {
  const walker = doc.createTreeWalker(doc, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
}

/** Word writes a list item as a paragraph with `mso-list:l0 level2 lfo1` and types the mark into it. */
function convertWordLists(doc: Document): void {
  for (const paragraph of doc.querySelectorAll<HTMLElement>("[style*='mso-list']")) {
    const style = paragraph.getAttribute("style") ?? "";
    if (/mso-list:\s*ignore/i.test(style)) continue;
    const level = Number(/level(\d)/i.exec(style)?.[1] ?? 1);
    const markSpan = [...paragraph.querySelectorAll("[style]")].find((e) =>
      /mso-list:\s*ignore/i.test(e.getAttribute("style") ?? ""),
    );
    const typed = `${markSpan?.textContent ?? paragraph.textContent} `;
    const found = styleOfMark(typed);
    markSpan?.remove();
    mark(paragraph, found?.style ?? "dash", level);
  }
}

function convertHtmlLists(doc: Document): void {
  for (const item of doc.querySelectorAll("li")) {
    let depth = 0;
    for (let parent = item.parentElement; parent; parent = parent.parentElement)
      if (parent.tagName === "UL" || parent.tagName === "OL") depth += 1;
    const list = item.parentElement;
    const style: ListStyle =
      list?.tagName === "OL"
        ? /^[aA]$/.test(list.getAttribute("type") ?? "")
          ? "letter"
          : "number"
        : "dash";
    // The item's own words become one paragraph; nested lists follow it.
    const paragraph = doc.createElement("p");
    const children = [...item.childNodes];
    for (const child of children) {
      if (child instanceof Element && (child.tagName === "UL" || child.tagName === "OL")) continue;
      if (child instanceof Element && blockTags.has(child.tagName)) paragraph.append(...child.childNodes);
      else paragraph.append(child);
    }
    mark(paragraph, style, depth);
    item.prepend(paragraph);
  }
  for (const element of doc.querySelectorAll("li, ul, ol")) element.replaceWith(...element.childNodes);
}

/** Headings are rows of the outline, not text: pasted ones become bold paragraphs. */
function convertHeadings(doc: Document): void {
  for (const heading of doc.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const paragraph = doc.createElement("p");
    const bold = doc.createElement("strong");
    bold.append(...heading.childNodes);
    paragraph.append(bold);
    heading.replaceWith(paragraph);
  }
}

/** A table in a table becomes its paragraphs. */
function flattenNestedTables(doc: Document): void {
  for (const inner of [...doc.querySelectorAll("table table")].reverse()) {
    const paragraphs = [...inner.querySelectorAll("td, th")].map((cell) => {
      const p = doc.createElement("p");
      p.textContent = (cell.textContent ?? "").trim();
      return p;
    });
    inner.replaceWith(...paragraphs);
  }
}

function readParagraphs(doc: Document): void {
  for (const paragraph of doc.querySelectorAll<HTMLElement>("p")) {
    const align = /text-align:\s*(left|center|right|justify)/i.exec(
      paragraph.getAttribute("style") ?? "",
    )?.[1];
    const wanted = align ?? paragraph.getAttribute("align");
    if (wanted && !paragraph.hasAttribute("data-align"))
      paragraph.setAttribute("data-align", wanted.toLowerCase());
    if (!paragraph.hasAttribute("data-style")) {
      const found = styleOfMark(paragraph.textContent);
      if (found && found.style !== "number") {
        removeLeadingText(paragraph, found.length);
        mark(paragraph, found.style, 1);
      }
    }
  }
}

const keptAttributes = new Set(["data-style", "data-level", "data-align", "colspan", "rowspan"]);

function dropAttributes(doc: Document): void {
  for (const element of doc.body.querySelectorAll<HTMLElement>("*")) {
    const { fontWeight, fontStyle, textDecoration, textDecorationLine } = element.style;
    for (const name of element.getAttributeNames())
      if (!keptAttributes.has(name)) element.removeAttribute(name);
    // Only what the schema's marks read. Blocks carry none: a bold <div> must not make its whole text bold.
    if (blockTags.has(element.tagName)) continue;
    if (fontWeight) element.style.fontWeight = fontWeight;
    if (fontStyle) element.style.fontStyle = fontStyle;
    const line = textDecorationLine || textDecoration;
    if (line.includes("underline") && element.tagName !== "A") element.style.textDecoration = "underline";
  }
}

/** @param html clipboard HTML. @returns HTML for the schema's parse rules. Our own copies pass unchanged. */
export function cleanPastedHtml(html: string): string {
  if (html.includes("data-pm-slice")) return html;
  const doc = new DOMParser().parseFromString(html, "text/html");
  removeComments(doc);
  for (const element of doc.querySelectorAll(dropped)) element.remove();
  convertWordLists(doc);
  convertHtmlLists(doc);
  convertHeadings(doc);
  flattenNestedTables(doc);
  readParagraphs(doc);
  dropAttributes(doc);
  // The parser writes a hard space as its name.
  return doc.body.innerHTML.replaceAll("&nbsp;", " ");
}

export interface PlainParagraph {
  readonly text: string;
  readonly style: "body" | "dash" | "letter";
}

/** Lines of plain text as paragraphs; "- " and "a) " at their start become marks. */
export function paragraphsFromText(text: string): readonly PlainParagraph[] {
  return text
    .normalize("NFC")
    .replaceAll("\u00a0", " ")
    .split(/\r\n?|\n/)
    .map((line) => {
      const found = styleOfMark(line);
      return found && found.style !== "number"
        ? { text: line.slice(found.length), style: found.style }
        : { text: line, style: "body" as const };
    });
}
