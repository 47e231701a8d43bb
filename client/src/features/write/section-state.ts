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
