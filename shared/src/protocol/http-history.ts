import { z } from "zod";
import { versionKinds } from "../domain/version.ts";
import { epochMs, suggesterId, userId, uuid } from "./http-values.ts";

/** Who did and wrote what: history, authors, versions and their differences. See `http-api.ts`. */

export const historyEntry = z.object({
  at: epochMs,
  by: userId,
  byName: z.string(),
  action: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
/** Units of text with neighbouring ids (Yjs client and clock) that one person wrote. */
export const authorRange = z.object({
  client: z.number().int().nonnegative(),
  clock: z.number().int().nonnegative(),
  length: z.number().int().positive(),
  by: userId,
  at: epochMs,
  /** Who put it where it is now, when that is somebody else. */
  placedBy: userId.nullable(),
  /** LINE9: it came with an import: `by` has imported it, and who wrote it nobody here knows. */
  isImported: z.boolean(),
});
export const authors = z.object({
  people: z.array(z.object({ id: userId, name: z.string(), unitId: uuid.nullable() })),
  ranges: z.array(authorRange),
});
/** A kept point of a section's history. */
export const versionView = z.object({
  id: uuid,
  number: z.number().int(),
  kind: z.enum(versionKinds),
  /** Null unless `kind` is "named". */
  name: z.string().nullable(),
  by: userId,
  byName: z.string(),
  at: epochMs,
  /** Seq of the last update in it: versions with the same head have the same text. */
  head: z.number().int(),
});
export const nameVersionBody = z.object({ name: z.string().trim().min(1).max(200) });
export const restoreBody = z.object({ versionId: uuid });
/** A version, the text as it is now, or a point that is looked up for the caller. */
const pointRef = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("version"), id: uuid }),
  z.object({ kind: z.enum(["now", "last-visit", "last-submitted", "last-approved"]) }),
]);
/** `from` is the older one; given the other way round they are turned. */
export const differenceBody = z.object({ from: pointRef, to: pointRef });
const change = z.enum(["same", "inserted", "deleted", "moved-here", "moved-away"]);
const look = {
  style: z.enum(["body", "dash", "letter", "number"]),
  level: z.number().int(),
  align: z.enum(["justify", "left", "center", "right"]),
};
const author = { by: suggesterId.nullable(), acceptedBy: userId.nullable() };
const paragraphDifference = z.object({
  kind: z.literal("paragraph"),
  ...look,
  pieces: z.array(
    z.object({
      change,
      text: z.string(),
      marks: z.string(),
      formerMarks: z.string().nullable(),
      ...author,
    }),
  ),
  end: change,
  endAuthor: z.object(author),
  former: z.object(look).nullable(),
});
const tableDifference = z.object({
  kind: z.literal("table"),
  change,
  rows: z.array(
    z.object({
      change,
      cells: z.array(
        z.object({
          change,
          isHeader: z.boolean(),
          colspan: z.number().int(),
          rowspan: z.number().int(),
          blocks: z.array(paragraphDifference),
        }),
      ),
    }),
  ),
});
const point = z.object({
  /** Null for the text as it is now, or as it was at a visit. */
  version: versionView.nullable(),
  at: epochMs.nullable(),
});
export const difference = z.object({
  from: point,
  to: point,
  blocks: z.array(z.discriminatedUnion("kind", [paragraphDifference, tableDifference])),
  /** Changes that are only suggested in the newer text: they are in no block. */
  pendingCount: z.number().int(),
  people: z.array(z.object({ id: userId, name: z.string() })),
});

export type HistoryEntry = z.infer<typeof historyEntry>;
export type AuthorRange = z.infer<typeof authorRange>;
export type Authors = z.infer<typeof authors>;
export type VersionView = z.infer<typeof versionView>;
export type PointRef = z.infer<typeof pointRef>;
export type Difference = z.infer<typeof difference>;
