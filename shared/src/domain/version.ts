import type { EpochMs, SectionId, UserId, VersionId } from "./ids.ts";

/** Why a version was kept. `named` and those before something are made by a person's command, `auto` by the server (VER2). */
export const versionKinds = [
  "auto",
  "named",
  "submitted",
  "returned",
  "approved",
  "locked",
  "sealed",
  "before-restore",
  "before-decision",
] as const;
export type VersionKind = (typeof versionKinds)[number];

/** A point in a section's history that people can see, compare and restore. Never changed, never disposed of. */
export interface SectionVersion {
  readonly id: VersionId;
  readonly sectionId: SectionId;
  /** 1, 2, 3 … within the section. */
  readonly number: number;
  readonly kind: VersionKind;
  /** What a person called it; null for every other kind. */
  readonly name: string | null;
  readonly by: UserId;
  readonly at: EpochMs;
  /** The text is that of the log up to and including this seq. */
  readonly head: number;
  /** Lineage of the log that `head` counts in. */
  readonly lineage: number;
}

/** VER4: versions of one section that one person may name, and restorings, and decisions on several suggestions, within a day. */
export const versionsPerDay = 100;

/** VER2: a text that rests this long, or that one author has edited so often, is kept without anybody asking. */
export const autoVersionAfterIdleMs = 10 * 60_000;
export const autoVersionAfterEdits = 200;

/** VER11: marks of one person that are further apart than this belong to two visits. */
export const visitGapMs = 30 * 60_000;
