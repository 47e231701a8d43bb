/** How letters may look, in the order in which a record names it (SUG2). */
export const textMarks = ["bold", "italic", "underline"] as const;

const names: ReadonlySet<string> = new Set(textMarks);
export const isTextMark = (name: string): boolean => names.has(name);
