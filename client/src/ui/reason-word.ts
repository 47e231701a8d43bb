import type { MessageKey } from "@dongsoan/shared/i18n";

const reasons: Readonly<Record<string, MessageKey>> = {
  forbidden: "write.reason.forbidden",
  "section-locked": "write.reason.sectionLocked",
  "section-closed": "write.reason.sectionClosed",
  "report-sealed": "write.reason.reportSealed",
  "section-damaged": "write.reason.sectionDamaged",
  "section-too-large": "write.reason.sectionTooLarge",
  "too-large": "write.reason.sectionTooLarge",
  "update-refused": "write.reason.updateRefused",
  "text-removed": "write.reason.textRemoved",
  "lineage-changed": "write.reason.lineageChanged",
};

/** Why a section cannot be written, in words. @param code a row of the error table. */
export const reasonWord = (code: string | null): MessageKey =>
  reasons[code ?? ""] ?? "write.reason.forbidden";
