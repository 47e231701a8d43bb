import type { ReportView } from "@dongsoan/shared/http-api";
import { useText } from "../../i18n/use-text.ts";
import { sectionHash } from "../../ui/section-address.ts";
import { goToSection } from "./paper-place.ts";

/** SKIP1: past the bar, the tools and the outline, whose links are as many as the report has sections. */
export function SkipToText({ report: { sections } }: { readonly report: ReportView }) {
  const { t } = useText();
  const target = sections.find(({ may }) => may.write || may.suggest) ?? sections[0];
  if (!target) return null;
  return (
    <a
      className="skip-link"
      href={sectionHash(target.id)}
      onClick={(event) => {
        event.preventDefault();
        goToSection(target.id);
      }}
    >
      {t("write.skipToText")}
    </a>
  );
}
