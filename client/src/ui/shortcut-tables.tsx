import { useText } from "../i18n/use-text.ts";
import list from "./list.module.css";
import { shortcutGroups } from "./shortcuts.ts";

export function ShortcutTables() {
  const { t } = useText();
  return shortcutGroups.map((group) => (
    <div key={group.name} className={list["group"]}>
      <h3 id={group.name}>{t(group.name)}</h3>
      <table className={`${list["table"]} ${list["keys"]}`} aria-labelledby={group.name}>
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
  ));
}
