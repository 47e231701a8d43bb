import type { RecordAttribute } from "../records.ts";

/** Records of suggestions as attributes of a node (SUG3). Not copied by a split, and never read from pasted HTML. */
export const recordAttributesFor = (...names: readonly RecordAttribute[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      {
        default: null,
        keepOnSplit: false,
        parseHTML: () => null,
        renderHTML: (attrs: Record<string, unknown>) =>
          typeof attrs[name] === "string" ? { [`data-${name.toLowerCase()}`]: attrs[name] } : {},
      },
    ]),
  );
