import { mergeAttributes, Node } from "@tiptap/core";
import type { ElementLike } from "../element.ts";
import { recordAttributesFor } from "./record-attributes.ts";

export const paragraphStyles = ["body", "dash", "letter", "number"] as const;
export const alignments = ["justify", "left", "center", "right"] as const;
export const maxListLevel = 3;

const oneOf = <T extends string>(allowed: readonly T[], value: string | null, otherwise: T): T =>
  allowed.find((a) => a === value) ?? otherwise;

/**
 * The one block of text. What other editors make a node type (heading, list, list item) is an attribute here: changing a
 * node's type makes the binding delete and re-create the text, which loses concurrent typing and authorship.
 * Attributes: `style`, `level` (1-3, lists only), `align`, and records of suggestions. Headings are not text: they are outline rows.
 */
export const Paragraph = Node.create({
  name: "paragraph",
  group: "block",
  content: "inline*",
  priority: 1000,
  addAttributes() {
    return {
      style: {
        default: "body",
        parseHTML: (el: ElementLike) => oneOf(paragraphStyles, el.getAttribute("data-style"), "body"),
        renderHTML: (attrs: Record<string, unknown>) => ({ "data-style": attrs["style"] }),
      },
      level: {
        default: 1,
        parseHTML: (el: ElementLike) =>
          Math.min(maxListLevel, Math.max(1, Number(el.getAttribute("data-level") ?? 1) || 1)),
        renderHTML: (attrs: Record<string, unknown>) =>
          attrs["level"] === 1 ? {} : { "data-level": attrs["level"] },
      },
      align: {
        default: "justify",
        parseHTML: (el: ElementLike) => oneOf(alignments, el.getAttribute("data-align"), "justify"),
        renderHTML: (attrs: Record<string, unknown>) =>
          attrs["align"] === "justify" ? {} : { "data-align": attrs["align"] },
      },
      ...recordAttributesFor("tcIns", "tcDel", "tcSplit", "tcJoin", "tcAttr"),
    };
  },
  parseHTML() {
    return ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote > p", "pre"].map((tag) => ({ tag }));
  },
  renderHTML({ HTMLAttributes }) {
    return ["p", mergeAttributes(HTMLAttributes), 0];
  },
});
