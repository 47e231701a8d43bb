import { recordKey, recordMarkOf } from "@dongsoan/shared/crdt";
import { encodeRecord, isTextMark } from "@dongsoan/shared/schema";
import type { Writer } from "../records/records-gate.ts";
import type { Formats } from "./lost-text.ts";

/** Whose letters are put back, and what is known of suggestions. */
export interface TypedContext {
  readonly writer: Writer;
  readonly ownerOf: (suggestionId: string) => string | undefined;
  readonly newId: () => string;
}

/** RESC4: letters typed into a paragraph of old look like their new place, with what their writer may add to it. */
export function typedFormats(
  { writer, ownerOf, newId }: TypedContext,
  newSuggestions: Set<string>,
): (typed: Formats, looks: Formats) => Formats {
  let fresh: string | null = null;
  const noteOwn = (id: string): void => {
    if (ownerOf(id) === undefined) newSuggestions.add(id);
  };
  return (typed, looks) => {
    const formats: Record<string, unknown> = { ...looks };
    let isInsertion = false;
    for (const [key, value] of Object.entries(typed)) {
      const kind = recordMarkOf(key);
      if (isTextMark(key)) {
        if (value === null) delete formats[key];
        else formats[key] = value;
      } else if (kind !== null && isOwn(value, writer, ownerOf)) {
        formats[key] = value;
        noteOwn(value.id);
        isInsertion ||= kind === "ins";
      }
    }
    if (writer.mode !== "suggest" || isInsertion) return formats;
    const value = { id: (fresh ??= newId()), by: writer.userId, at: "" };
    noteOwn(value.id);
    return { ...formats, [recordKey("ins", value)]: value };
  };
}

function isOwn(
  value: unknown,
  { userId }: Writer,
  ownerOf: TypedContext["ownerOf"],
): value is { readonly id: string; readonly by: string } {
  if (typeof value !== "object" || value === null || !("id" in value) || !("by" in value)) return false;
  const { id, by } = value;
  return typeof id === "string" && by === userId && (ownerOf(id) ?? userId) === userId;
}

/** A paragraph that holds nothing but somebody's insertion is inserted with it. */
export function recordsOf(formats: readonly Formats[]): Formats {
  const insertions = formats.map((one) => {
    const key = Object.keys(one).find((name) => recordMarkOf(name) === "ins");
    return key === undefined ? null : (one[key] as { readonly id: string; readonly by: string });
  });
  const [first] = insertions;
  return first && insertions.every((one) => one?.by === first.by) ? { tcIns: encodeRecord(first) } : {};
}
