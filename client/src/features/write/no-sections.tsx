import type { ReportView } from "@dongsoan/shared/http-api";
import { Link } from "wouter";
import { useText } from "../../i18n/use-text.ts";

/** Stands where the sections would: that there is none yet, and where whoever may adds one. */
export function NoSections({ report }: { readonly report: Pick<ReportView, "id" | "may"> }) {
  const { t } = useText();
  return (
    <p className="section-waiting">
      {t("write.noSections")}{" "}
      {report.may.editOutline ? (
        <Link href={`/bao-cao/${report.id}/muc`}>{t("write.addSections")}</Link>
      ) : (
        t("write.noSectionsWait")
      )}
    </p>
  );
}
