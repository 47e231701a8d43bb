import { Mark } from "@tiptap/core";

/**
 * Tracked insertion, deletion and format change (SUG2). `excludes: ""` lets the records of several authors lie on the same
 * letters; the binding then stores each under a key of its own. Pasted text never brings one along.
 */
const record = (name: string, tag: string, extra: readonly string[]) =>
  Mark.create({
    name,
    inclusive: false,
    excludes: "",
    addAttributes: () =>
      Object.fromEntries(["id", "by", "at", ...extra].map((key) => [key, { default: "", rendered: false }])),
    parseHTML: () => [],
    renderHTML: ({ mark }) => [
      tag,
      {
        "data-record": name,
        "data-suggestion": String(mark.attrs["id"]),
        "data-by": String(mark.attrs["by"]),
      },
      0,
    ],
  });

export const Insertion = record("ins", "ins", []);
export const Deletion = record("del", "del", []);
export const FormatChange = record("fmt", "span", ["add", "remove"]);
