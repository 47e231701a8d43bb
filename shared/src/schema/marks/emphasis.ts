import { Mark } from "@tiptap/core";
import type { ElementLike } from "../element.ts";

/** Emphasis only: fonts, colours and sizes are the decree's, never the writer's. */
export const Bold = Mark.create({
  name: "bold",
  parseHTML: () => [
    { tag: "strong" },
    // Google Docs wraps everything it copies in a <b> of normal weight.
    { tag: "b", getAttrs: (el: ElementLike) => el.style.fontWeight !== "normal" && null },
    { style: "font-weight", getAttrs: (value: string) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
  ],
  renderHTML: () => ["strong", 0],
});

export const Italic = Mark.create({
  name: "italic",
  parseHTML: () => [
    { tag: "em" },
    { tag: "i", getAttrs: (el: ElementLike) => el.style.fontStyle !== "normal" && null },
    { style: "font-style=italic" },
  ],
  renderHTML: () => ["em", 0],
});

export const Underline = Mark.create({
  name: "underline",
  parseHTML: () => [
    { tag: "u" },
    { style: "text-decoration", getAttrs: (value: string) => value.includes("underline") && null },
  ],
  renderHTML: () => ["u", 0],
});
