import type { ErrorCode } from "@dongsoan/shared/domain";
import type { SocketState } from "./shared-socket.ts";

/** Whether one section's text is on the server. "saved" ⇔ the channel is open, every write frame is acknowledged, nothing waits. */
export type SaveStatus =
  | { readonly kind: "opening" }
  | { readonly kind: "saved"; readonly at: number }
  | {
      readonly kind: "saving";
      readonly changeCount: number;
      readonly since: number;
      readonly isCatchingUp: boolean;
    }
  | { readonly kind: "unsent"; readonly changeCount: number; readonly since: number }
  | { readonly kind: "closed"; readonly code: number; readonly hasUnsent: boolean };

/** What the one line at the top of the page says. */
export type SaveLine =
  | { readonly kind: "opening" }
  | { readonly kind: "saved"; readonly at: number }
  | { readonly kind: "saving" }
  | { readonly kind: "unsaved"; readonly changeCount: number; readonly isLate: boolean }
  | { readonly kind: "offline"; readonly changeCount: number }
  | { readonly kind: "reconnecting"; readonly attempt: number; readonly retryAt: number | null }
  | { readonly kind: "syncing"; readonly changeCount: number }
  | { readonly kind: "no-local-store" }
  | { readonly kind: "retained"; readonly paragraphCount: number; readonly isByLock: boolean }
  | { readonly kind: "signed-out" }
  | { readonly kind: "client-too-old" };

export interface SaveInputs {
  readonly now: number;
  readonly socket: SocketState;
  readonly isBrowserOnline: boolean;
  /** False: IndexedDB was refused or is full; unacknowledged text lives in this page only. */
  readonly canStoreLocally: boolean;
  readonly sections: readonly SaveStatus[];
  /** Texts that were not accepted and that the person has not looked at yet. */
  readonly retained: readonly RetainedCount[];
}

export interface RetainedCount {
  readonly paragraphCount: number;
  /** Why it was not accepted: a row of the error table. */
  readonly reason: string;
}

const sayAfterMs = 5_000;
/** Without an acknowledgement for this long the line turns red and the connection is made anew. */
export const lateAfterMs = 8_000;

const lockReasons: ReadonlySet<string> = new Set<ErrorCode>(["section-locked", "report-sealed"]);

const unsavedOf = (status: SaveStatus) =>
  status.kind === "saving" || status.kind === "unsent" ? status : null;

export const hasUnsaved = (sections: readonly SaveStatus[]): boolean =>
  sections.some((s) => unsavedOf(s) !== null || (s.kind === "closed" && s.hasUnsent));

/** The time since when something has waited for its acknowledgement, or null. */
export function waitingSince(sections: readonly SaveStatus[]): number | null {
  let oldest: number | null = null;
  for (const status of sections) {
    const since = unsavedOf(status)?.since ?? null;
    if (since !== null && (oldest === null || since < oldest)) oldest = since;
  }
  return oldest;
}

/** Folds all sections, the socket and the local store into the line. What endangers text comes first. */
export function foldSaveLine(inputs: SaveInputs): SaveLine {
  const { now, socket, sections } = inputs;
  const closedBy = (code: number) =>
    (socket.kind === "refused" && socket.code === code) ||
    sections.some((s) => s.kind === "closed" && s.code === code);
  if (closedBy(4401)) return { kind: "signed-out" };
  if (closedBy(4426)) return { kind: "client-too-old" };

  const isUnsaved = hasUnsaved(sections);
  if (isUnsaved && !inputs.canStoreLocally) return { kind: "no-local-store" };
  const changeCount = sections.reduce((n, s) => n + (unsavedOf(s)?.changeCount ?? 0), 0);
  const since = waitingSince(sections);

  if (socket.kind !== "open") {
    if (!inputs.isBrowserOnline) return { kind: "offline", changeCount };
    if (socket.kind === "waiting")
      return socket.attempt <= 1
        ? { kind: "offline", changeCount }
        : { kind: "reconnecting", attempt: socket.attempt, retryAt: socket.retryAt };
    if (socket.kind === "connecting" && socket.attempt > 1)
      return { kind: "reconnecting", attempt: socket.attempt, retryAt: null };
    return isUnsaved ? { kind: "offline", changeCount } : { kind: "opening" };
  }
  if (since !== null) {
    const waitedMs = now - since;
    if (sections.some((s) => s.kind === "saving" && s.isCatchingUp)) return { kind: "syncing", changeCount };
    if (waitedMs >= lateAfterMs) return { kind: "unsaved", changeCount, isLate: true };
    if (waitedMs >= sayAfterMs) return { kind: "unsaved", changeCount, isLate: false };
    return { kind: "saving" };
  }
  if (isUnsaved) return { kind: "unsaved", changeCount: Math.max(1, changeCount), isLate: true };
  const paragraphCount = inputs.retained.reduce((n, text) => n + text.paragraphCount, 0);
  if (paragraphCount > 0) {
    const isByLock = inputs.retained.every(({ reason }) => lockReasons.has(reason));
    return { kind: "retained", paragraphCount, isByLock };
  }
  const saved = sections.flatMap((s) => (s.kind === "saved" ? [s.at] : []));
  if (saved.length === 0 || sections.some((s) => s.kind === "opening")) return { kind: "opening" };
  return { kind: "saved", at: Math.max(...saved) };
}
