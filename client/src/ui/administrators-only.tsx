import type { ReactNode } from "react";
import { useSession } from "../api/queries.ts";
import { useText } from "../i18n/use-text.ts";
import { Page } from "./page.tsx";

/** A page of the administrator; everybody else is told whom to ask. The server refuses them anyway. */
export function AdministratorsOnly({ children }: { readonly children: ReactNode }) {
  const { t } = useText();
  const session = useSession();
  if (session.data?.user.roles.includes("administrator") !== false) return children;
  return (
    <Page title={t("forbidden.title")}>
      <p>{t("forbidden.admin")}</p>
    </Page>
  );
}
