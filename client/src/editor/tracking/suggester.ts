import { decodeAttrRecord, decodeRecord, encodeRecord, type RecordAttribute } from "@dongsoan/shared/schema";
import type { Mark, MarkType, Node, Schema } from "@tiptap/pm/model";

/** What cannot be suggested, for the words that say so. */
export type Unsuggestable = "table-shape" | "others-look" | "structure" | "undo";

export class CannotSuggest extends Error {
  readonly reason: Unsuggestable;

  constructor(reason: Unsuggestable) {
    super("this cannot be a suggestion");
    this.reason = reason;
  }
}

/**
 * One person's hand in one change: makes their records and knows them again. Everything that one change does in several
 * places shares one id; what is added beside an own suggestion of the same kind joins it, under the very same values, so
 * that the two are one mark (SUG2).
 */
export class Suggester {
  readonly userId: string;
  /** An input method is at work: what it has put down must stay as it is. */
  readonly isComposing: boolean;
  readonly #newId: () => string;
  #id: string | null = null;

  constructor(userId: string, newId: () => string, isComposing = false) {
    this.userId = userId;
    this.isComposing = isComposing;
    this.#newId = newId;
  }

  get id(): string {
    return (this.#id ??= this.#newId());
  }

  isOwnMark = (mark: Mark): boolean => mark.attrs["by"] === this.userId;

  /** Own record of this kind on a node, or null. */
  ownMark(node: Node | null, kind: "ins" | "del" | "fmt"): Mark | null {
    return node?.marks.find((mark) => mark.type.name === kind && this.isOwnMark(mark)) ?? null;
  }

  newMark(schema: Schema, kind: "ins" | "del" | "fmt", values: Readonly<Record<string, string>> = {}): Mark {
    return markType(schema, kind).create({ id: this.id, by: this.userId, at: "", ...values });
  }

  /** The record for text put in or struck between these two: theirs, when it is an own one. */
  markBeside(schema: Schema, kind: "ins" | "del", before: Node | null, after: Node | null): Mark {
    return this.ownMark(before, kind) ?? this.ownMark(after, kind) ?? this.newMark(schema, kind);
  }

  get attribute(): string {
    return encodeRecord({ id: this.id, by: this.userId });
  }

  isOwnAttribute(node: Node, name: RecordAttribute): boolean {
    const value: unknown = node.attrs[name];
    const record = name === "tcAttr" ? decodeAttrRecord(value) : decodeRecord(value);
    return record?.by === this.userId;
  }
}

export function markType(schema: Schema, name: string): MarkType {
  const type = schema.marks[name];
  if (!type) throw new Error(`the schema has no mark ${name}`);
  return type;
}
