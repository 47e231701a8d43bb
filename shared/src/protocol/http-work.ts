import { z } from "zod";
import { retainedLimits } from "../domain/retained.ts";
import { epochMs, userId, uuid } from "./http-values.ts";

/** One person's work: what is due, and texts that were kept back. See `http-api.ts`. */

export const workItem = z.object({
  reportId: uuid,
  reportSubject: z.string(),
  sectionId: uuid,
  label: z.string(),
  title: z.string(),
  stateKind: z.enum(["assigned", "drafting", "submitted", "returned", "approved"]),
  returnReason: z.string().nullable(),
  dueAt: epochMs.nullable(),
  isLocked: z.boolean(),
  isOwner: z.boolean(),
  /** Handed in, and this person approves or returns it. */
  waitsForDecision: z.boolean(),
});

const keptText = z.string().max(retainedLimits.paragraphUnits);
export const retainedBody = z.object({
  /** Made by the client, so that a repeated hand-in after a lost answer is stored once. */
  id: uuid,
  sectionId: uuid,
  reason: z.string().max(60),
  paragraphs: z
    .array(z.object({ text: keptText, before: keptText.nullable() }))
    .min(1)
    .max(retainedLimits.paragraphCount),
});
export const retainedView = z.object({
  id: uuid,
  sectionId: uuid,
  reportId: uuid,
  label: z.string(),
  /** Empty where the author may no longer read the section; so is the label where they take no part in the report. */
  title: z.string(),
  isReadable: z.boolean(),
  by: userId,
  byName: z.string(),
  at: epochMs,
  expiresAt: epochMs,
  reason: z.string(),
  isSent: z.boolean(),
  /** False in a list that holds much: its paragraphs come when it is asked for by itself. */
  isWhole: z.boolean(),
  paragraphs: z.array(z.object({ text: z.string(), before: z.string().nullable() })),
});

export type WorkItem = z.infer<typeof workItem>;
export type RetainedBody = z.infer<typeof retainedBody>;
export type RetainedView = z.infer<typeof retainedView>;
