import { useText } from "../../i18n/use-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ShortcutTables } from "../../ui/shortcut-tables.tsx";

export function HelpPage() {
  const { t } = useText();
  return (
    <Page title={t("help.title")} width="narrow">
      <Card title={t("help.saving")}>
        <p>{t("help.saving.text")}</p>
      </Card>
      <Card title={t("help.retained")}>
        <p>{t("help.retained.text")}</p>
      </Card>
      <Card title={t("help.words")}>
        <p>{t("help.words.text")}</p>
      </Card>
      <Notice kind="warn" title={t("help.secrets")}>
        <p>{t("app.secrecyNotice")}</p>
      </Notice>
      <Card title={t("help.shortcuts")}>
        <p>{t("help.shortcuts.hint")}</p>
        <ShortcutTables />
      </Card>
    </Page>
  );
}
