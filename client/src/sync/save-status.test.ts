import type { ErrorCode } from "@dongsoan/shared/domain";
import { describe, expect, it } from "vitest";
import { foldSaveLine, hasUnsaved, type SaveInputs, type SaveStatus } from "./save-status.ts";

const now = 100_000;
const saved: SaveStatus = { kind: "saved", at: now - 500 };
const saving = (waitedMs: number, isCatchingUp = false): SaveStatus => ({
  kind: "saving",
  changeCount: 3,
  since: now - waitedMs,
  isCatchingUp,
});
const unsent: SaveStatus = { kind: "unsent", changeCount: 2, since: now - 100 };
const line = (change: Partial<SaveInputs>) =>
  foldSaveLine({
    now,
    socket: { kind: "open" },
    isBrowserOnline: true,
    canStoreLocally: true,
    sections: [saved],
    retained: [],
    ...change,
  });

describe("the save line", () => {
  it("[SAVE1] says saved only when every section is", () => {
    expect(line({})).toEqual({ kind: "saved", at: now - 500 });
    expect(line({ sections: [saved, { kind: "opening" }] })).toEqual({ kind: "opening" });
  });
  it("[SAVE2] says saving while an acknowledgement is on its way", () => {
    expect(line({ sections: [saved, saving(100)] })).toEqual({ kind: "saving" });
  });
  it("[SAVE3] counts unsaved changes after 5 s and is late after 8 s", () => {
    expect(line({ sections: [saving(5_000)] })).toEqual({ kind: "unsaved", changeCount: 3, isLate: false });
    expect(line({ sections: [saving(8_000)] })).toEqual({ kind: "unsaved", changeCount: 3, isLate: true });
  });
  it("[SAVE4] says that the connection is lost and the text kept here", () => {
    const socket = { kind: "waiting", attempt: 1, retryAt: now + 500 } as const;
    expect(line({ socket, sections: [unsent] })).toEqual({ kind: "offline", changeCount: 2 });
    expect(line({ socket: { kind: "connecting", attempt: 4 }, isBrowserOnline: false })).toEqual({
      kind: "offline",
      changeCount: 0,
    });
  });
  it("[SAVE5] says which attempt to reconnect comes when", () => {
    const socket = { kind: "waiting", attempt: 3, retryAt: now + 8_000 } as const;
    expect(line({ socket })).toEqual({ kind: "reconnecting", attempt: 3, retryAt: now + 8_000 });
  });
  it("[SAVE6] says that offline changes are being sent", () => {
    expect(line({ sections: [saving(100, true)] })).toEqual({ kind: "syncing", changeCount: 3 });
  });
  it("[SAVE7] warns where this machine cannot keep unsaved text", () => {
    expect(line({ canStoreLocally: false, sections: [unsent] })).toEqual({ kind: "no-local-store" });
    expect(line({ canStoreLocally: false })).toEqual({ kind: "saved", at: now - 500 });
  });
  it("[SAVE8] says how many paragraphs were kept back", () => {
    const texts = (...reasons: readonly ErrorCode[]) =>
      line({ retained: reasons.map((reason) => ({ paragraphCount: 2, reason })) });
    const kept = { kind: "retained", isByLock: false };
    expect(texts("section-closed")).toEqual({ ...kept, paragraphCount: 2 });
    expect(texts("section-locked", "update-refused")).toEqual({ ...kept, paragraphCount: 4 });
    expect(texts("section-locked", "report-sealed")).toEqual({ ...kept, paragraphCount: 4, isByLock: true });
  });
  it("[SAVE9] says that the session has expired before anything else", () => {
    const closed: SaveStatus = { kind: "closed", code: 4401, hasUnsent: true };
    expect(line({ sections: [closed, saving(9_000)] })).toEqual({ kind: "signed-out" });
    expect(line({ socket: { kind: "refused", code: 4401 } })).toEqual({ kind: "signed-out" });
  });
  it("[SAVE10] asks for a reload when the page is too old", () => {
    expect(line({ sections: [{ kind: "closed", code: 4426, hasUnsent: false }] })).toEqual({
      kind: "client-too-old",
    });
  });
  it("[SAVE11] leaving asks exactly while something is unsaved", () => {
    expect(hasUnsaved([saved, unsent])).toBe(true);
    expect(hasUnsaved([{ kind: "closed", code: 4423, hasUnsent: true }])).toBe(true);
    expect(hasUnsaved([saved, { kind: "opening" }])).toBe(false);
  });
});
