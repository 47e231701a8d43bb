/**
 * Records of suggestions (SUG1-SUG3): on letters they are marks, on nodes they are attributes.
 * An attribute's value is a string, since the editor's binding compares attributes by identity and would write an equal
 * object again and again.
 */
export interface SuggestionRecord {
  /** A UUID; all records of one suggestion share it. */
  readonly id: string;
  /** Id of the person whose suggestion it is. */
  readonly by: string;
}

/** How a paragraph looked before a suggestion altered it. */
export interface FormerLook {
  readonly style: string;
  readonly level: number;
  readonly align: string;
}

export const recordMarks = ["ins", "del", "fmt"] as const;
export type RecordMark = (typeof recordMarks)[number];

export const recordAttributes = ["tcIns", "tcDel", "tcSplit", "tcJoin", "tcAttr"] as const;
export type RecordAttribute = (typeof recordAttributes)[number];

const separator = "|";
const recordPattern = /^[\w-]{1,64}\|[\w:.-]{1,128}$/;
const lookPattern = /^[\w-]{1,64}\|[\w:.-]{1,128}\|[a-z]{1,16}\|[1-9]\|[a-z]{1,16}$/;

export const encodeRecord = ({ id, by }: SuggestionRecord): string => `${id}${separator}${by}`;

export const encodeAttrRecord = (record: SuggestionRecord, former: FormerLook): string =>
  [record.id, record.by, former.style, former.level, former.align].join(separator);

/** @returns null for anything that is no record. */
export function decodeRecord(value: unknown): SuggestionRecord | null {
  if (typeof value !== "string" || !recordPattern.test(value)) return null;
  const [id = "", by = ""] = value.split(separator);
  return { id, by };
}

/** @returns null for anything that is no record of an altered look. */
export function decodeAttrRecord(
  value: unknown,
): (SuggestionRecord & { readonly former: FormerLook }) | null {
  if (typeof value !== "string" || !lookPattern.test(value)) return null;
  const [id = "", by = "", style = "", level = "1", align = ""] = value.split(separator);
  return { id, by, former: { style, level: Number(level), align } };
}
