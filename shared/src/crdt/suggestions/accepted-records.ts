import * as Y from "yjs";
import type { SuggesterId, WordAuthorId } from "../../domain/ids.ts";
import { decodeRecord } from "../../schema/records.ts";
import type { TextId } from "../carried-ids.ts";
import type { OriginsOf } from "../compare/tokens.ts";
import { idOf } from "../traced-text.ts";
import { isWordAuthor } from "../word-author.ts";
import { walkLetters } from "./suggested-letters.ts";

/** What suggestions that are about to be accepted say of one letter or element. */
export interface AcceptedRecord {
  readonly isInserted: boolean;
  /** Whom a Word file names as having put it in: its letters are the importer's (SUG31). Null for whoever wrote it. */
  readonly insertedInFileBy: WordAuthorId | null;
  /** Who suggested to take it away; null when nobody did. */
  readonly deletedBy: SuggesterId | null;
}

export const keyOfId = ({ client, clock }: TextId): string => `${client} ${clock}`;

const insertionOf = (
  record: { readonly by: string } | undefined,
): Pick<AcceptedRecord, "isInserted" | "insertedInFileBy"> => ({
  isInserted: record !== undefined,
  insertedInFileBy: record && isWordAuthor(record.by) ? record.by : null,
});

/** @returns by the first id of each letter, and by the id of each element, that these suggestions are about. */
export function acceptedRecords(
  fragment: Y.XmlFragment,
  ids: ReadonlySet<string>,
  originsOf: OriginsOf,
): ReadonlyMap<string, AcceptedRecord> {
  const found = new Map<string, AcceptedRecord>();
  const visitLetters = (node: Y.XmlText) =>
    walkLetters(node, (text, id, all) => {
      const records = all.filter((record) => ids.has(record.id));
      if (records.length === 0) return;
      const record = {
        ...insertionOf(records.find(({ kind }) => kind === "ins")),
        deletedBy: (records.find(({ kind }) => kind === "del")?.by ?? null) as SuggesterId | null,
      };
      for (const { client, clock, length } of originsOf({ ...id, length: text.length }))
        for (let i = 0; i < length; i += 1) found.set(keyOfId({ client, clock: clock + i }), record);
    });
  const visitElement = (element: Y.XmlElement) => {
    const attributes = element.getAttributes() as Readonly<Record<string, unknown>>;
    const accepted = (...kinds: readonly string[]) =>
      kinds.map((kind) => decodeRecord(attributes[kind])).find((record) => record && ids.has(record.id));
    const [inserted, deleted] = [accepted("tcIns", "tcSplit"), accepted("tcDel", "tcJoin")];
    if (inserted || deleted)
      found.set(keyOfId(idOf(element)), {
        ...insertionOf(inserted ?? undefined),
        deletedBy: (deleted?.by ?? null) as SuggesterId | null,
      });
  };
  const walk = (parent: Y.XmlFragment): void => {
    for (const node of parent.toArray()) {
      if (node instanceof Y.XmlText) visitLetters(node);
      else if (node instanceof Y.XmlElement) {
        visitElement(node);
        walk(node);
      }
    }
  };
  walk(fragment);
  return found;
}
