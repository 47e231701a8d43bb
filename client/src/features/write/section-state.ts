import type { SectionView } from "@dongsoan/shared/http-api";
import type { MessageKey } from "@dongsoan/shared/i18n";

export const stateWord = (section: SectionView): MessageKey => `state.${section.state.kind}`;

export type Tone = "plain" | "ok" | "warn" | "lock" | "danger";

export const stateTone = (section: SectionView): Tone => {
  switch (section.state.kind) {
    case "assigned":
    case "drafting":
      return "plain";
    case "submitted":
    case "approved":
      return "ok";
    case "returned":
      return "warn";
  }
};

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
