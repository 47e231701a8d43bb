import { Mark } from "@tiptap/core";

/**
 * Tracked insertion, deletion and format change. They stand in the schema from its first version, so that no client of
 * this version deletes them; the gate admits none of them from a client until suggestions are enforced.
 * `excludes: ""` lets the records of several authors lie on the same text.
 */
const record = (name: string, tag: string, extra: readonly string[]) =>
  Mark.create({
    name,
    inclusive: false,
    excludes: "",
    addAttributes: () =>
      Object.fromEntries(["id", "by", "at", ...extra].map((key) => [key, { default: "", rendered: false }])),
    parseHTML: () => [],
    renderHTML: () => [tag, { "data-record": name }, 0],
  });

export const Insertion = record("ins", "ins", []);
export const Deletion = record("del", "del", []);
export const FormatChange = record("fmt", "span", ["add", "remove"]);
export const reservedMarks = ["ins", "del", "fmt"] as const;
