import { useText } from "../../i18n/use-text.ts";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";

const groups = [
  {
    name: "help.group.write",
    rows: [
      ["Ctrl+B, Ctrl+I, Ctrl+U", "help.bold"],
      ["Ctrl+Z / Ctrl+Y", "help.undo"],
      ["Ctrl+F", "help.find"],
      ["Tab / Shift+Tab", "help.level"],
      ["Esc", "help.leave"],
      ["Alt+F10", "help.toolbar"],
      ["F6 / Shift+F6", "help.regions"],
      ["Ctrl+/", "help.sheet"],
    ],
  },
  {
    name: "help.group.outline",
    rows: [
      ["Alt+↑ / Alt+↓", "help.move"],
      ["Alt+→ / Alt+←", "help.depth"],
      ["F2", "help.rename"],
    ],
  },
  {
    name: "help.group.preview",
    rows: [
      ["↑ / ↓", "help.choose"],
      ["Alt+↑ / Alt+↓", "help.move"],
      ["Alt+→ / Alt+←", "help.depth"],
      ["F2", "help.rename"],
      ["Ctrl+M", "help.merge"],
      ["Delete", "help.removeKey"],
    ],
  },
] as const;

export function HelpPage() {
  const { t } = useText();
  return (
    <Page title={t("help.title")} width="narrow">
      <Card title={t("help.shortcuts")}>
        <p>{t("help.shortcuts.hint")}</p>
        {groups.map((group) => (
          <div key={group.name} className={list["group"]}>
            <h3 id={group.name}>{t(group.name)}</h3>
            <table className={list["table"]} aria-labelledby={group.name}>
              <thead>
                <tr>
                  <th scope="col">{t("help.key")}</th>
                  <th scope="col">{t("help.does")}</th>
                </tr>
              </thead>
              <tbody>
                {group.rows.map(([key, does]) => (
                  <tr key={key}>
                    <th scope="row">
                      <kbd>{key}</kbd>
                    </th>
                    <td>{t(does)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </Card>
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
    </Page>
  );
}
