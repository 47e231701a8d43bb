import { mergeAttributes, Node } from "@tiptap/core";
import { recordAttributesFor } from "./record-attributes.ts";

export const Doc = Node.create({ name: "doc", topNode: true, content: "block+" });
export const Text = Node.create({ name: "text", group: "inline" });

/** A line break inside a paragraph. Its shortcuts are the client's. */
export const HardBreak = Node.create({
  name: "hardBreak",
  group: "inline",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  addAttributes: () => recordAttributesFor("tcIns", "tcDel"),
  parseHTML: () => [{ tag: "br" }],
  renderHTML: ({ HTMLAttributes }) => ["br", mergeAttributes(HTMLAttributes)],
  renderText: () => "\n",
});
