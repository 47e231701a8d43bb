import type { SectionView } from "@dongsoan/shared/http-api";
import type { MessageKey } from "@dongsoan/shared/i18n";
import type { Text } from "../../i18n/use-text.ts";

export const stateWord = (section: SectionView): MessageKey => `state.${section.state.kind}`;

/** A section with its number. Of one that is hidden from this person the title is hidden too. */
export const sectionName = (section: SectionView, t: Text["t"]): string =>
  `${section.label} ${section.isHidden ? t("write.hidden") : section.title}`.trim();

/** The same as everywhere else: `ui/section-chip`. */
type Tone = "plain" | "ok" | "wait" | "lock" | "danger";

export const stateTone = (section: SectionView): Tone => {
  switch (section.state.kind) {
    case "assigned":
    case "drafting":
      return "plain";
    case "submitted":
      return "wait";
    case "approved":
      return "ok";
    case "returned":
      return "danger";
  }
};
