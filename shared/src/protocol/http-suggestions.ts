import { z } from "zod";
import { epochMs, suggesterId, userId, uuid } from "./http-values.ts";

/** Suggestions and their decisions. What is open stands in the text itself (docs/spec/suggestions.md). See `http-api.ts`. */

const suggestionId = z.string().min(1).max(64);
const verdict = z.enum(["accept", "reject"]);

export const suggestions = z.object({
  people: z.array(z.object({ id: userId, name: z.string(), unitId: uuid.nullable() })),
  suggestions: z.array(z.object({ id: suggestionId, by: suggesterId, at: epochMs })),
  decisions: z.array(
    z.object({
      id: uuid,
      verdict,
      by: userId,
      at: epochMs,
      changes: z.array(
        z.object({
          ids: z.array(suggestionId),
          by: z.string(),
          kind: z.string(),
          inserted: z.string(),
          deleted: z.string(),
        }),
      ),
      takenBack: z.object({ at: epochMs, by: userId }).nullable(),
    }),
  ),
});
export type SuggestionsView = z.infer<typeof suggestions>;

/** Each change by its suggestions and by the hash of what was seen of it. */
export const decisionBody = z.object({
  verdict,
  changes: z
    .array(
      z.object({ ids: z.array(suggestionId).min(1).max(1000), seen: z.string().regex(/^[0-9a-f]{64}$/) }),
    )
    .min(1)
    .max(5000),
});
export const decided = z.object({
  decisionId: uuid.nullable(),
  decidedCount: z.number().int(),
  changed: z.array(z.array(suggestionId)),
});
export type DecidedView = z.infer<typeof decided>;
export const takeBackBody = z.object({ decisionId: uuid });
