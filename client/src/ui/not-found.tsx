import { Link } from "wouter";
import { useText } from "../i18n/use-text.ts";
import { Page } from "./page.tsx";

/** The same page for "does not exist" and "no right": nothing can be inferred from it. */
export function NotFound() {
  const { t } = useText();
  return (
    <Page title={t("notFound.title")}>
      <p>{t("notFound.text")}</p>
      <p>
        <Link href="/viec-cua-toi">{t("notFound.action")}</Link>
      </p>
    </Page>
  );
}
