import { useSession } from "../api/queries.ts";
import { useText } from "../i18n/use-text.ts";
import { ButtonLink } from "./button.tsx";

/** For those who may create reports. */
export function NewReportLink() {
  const { t } = useText();
  const isCoordinator = useSession().data?.user.roles.includes("coordinator") ?? false;
  return (
    isCoordinator && (
      <ButtonLink href="/bao-cao/moi" look="primary">
        {t("reports.new")}
      </ButtonLink>
    )
  );
}
