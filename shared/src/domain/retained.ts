import type { EpochMs, ReportId, RetainedId, SectionId, UserId } from "./ids.ts";

/** "Bản giữ lại": text that was not accepted, kept for its author beside the locked section. */
export interface RetainedText {
  readonly id: RetainedId;
  readonly sectionId: SectionId;
  readonly reportId: ReportId;
  readonly by: UserId;
  readonly at: EpochMs;
  readonly expiresAt: EpochMs;
  /** Error code of the refusal. */
  readonly reason: string;
  readonly sentAt: EpochMs | null;
  /** What the person had written; `before` is the accepted text of the same paragraph, null when the paragraph is new. */
  readonly paragraphs: readonly { readonly text: string; readonly before: string | null }[];
}

/** Ten whole sections, in bytes as they are stored, and as many as a list shows: nobody fills the disk with them. */
export const retainedPerPerson = { bytes: 20_000_000, count: 1_000 } as const;

/** A kept text in a list: how large it is, instead of its paragraphs. */
export interface RetainedEntry extends Omit<RetainedText, "paragraphs"> {
  readonly bytes: number;
}

export const unitsOf = ({ paragraphs }: Pick<RetainedText, "paragraphs">): number =>
  paragraphs.reduce((sum, { text, before }) => sum + text.length + (before?.length ?? 0), 0);

/**
 * Bounds of one text that is handed in, in UTF-16 units; what is longer comes in several. JSON makes at most six bytes
 * of a unit, and a body may have four million.
 */
export const retainedLimits = { paragraphUnits: 20_000, paragraphCount: 2_000, units: 600_000 } as const;

/** Kept for 90 days on the server. */
export const retainedForMs = 90 * 24 * 3600 * 1000;
