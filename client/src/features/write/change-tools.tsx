import type { Change } from "@dongsoan/shared/crdt";
import type { ReportView } from "@dongsoan/shared/http-api";
import type { MouseEvent } from "react";
import { useText } from "../../i18n/use-text.ts";
import { suggesterName } from "../../ui/suggester-name.ts";
import type { ChangeCommands } from "./use-change-keys.ts";

interface ChangeToolsProps {
  readonly report: ReportView;
  readonly commands: ChangeCommands;
  readonly changes: readonly Change[];
  readonly author: string | null;
  readonly onAuthor: (author: string | null) => void;
}

/** The text keeps its caret and what is selected in it. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** To the next and the former suggestion, a decision on what is selected in the text, and whose suggestions are listed. */
export function ChangeTools({ report, commands, changes, author, onAuthor }: ChangeToolsProps) {
  const { t } = useText();
  const authors = [...new Set(changes.map(({ by }) => by))];
  const button = (words: string, label: string, keys: string, onPress: () => void) => (
    <button
      type="button"
      className="button button-small"
      aria-label={label}
      title={`${label} (${keys})`}
      onMouseDown={keepFocus}
      onClick={onPress}
    >
      {words}
    </button>
  );
  return (
    <div className="change-tools" role="group" aria-label={t("changes.tools")}>
      {button("↑", t("changes.previous"), "Ctrl+Alt+P", () => commands.go(-1))}
      {button("↓", t("changes.next"), "Ctrl+Alt+N", () => commands.go(1))}
      {button(t("changes.accept"), t("changes.acceptHere"), "Ctrl+Alt+A", () =>
        commands.decideHere("accept"),
      )}
      {button(t("changes.reject"), t("changes.rejectHere"), "Ctrl+Alt+R", () =>
        commands.decideHere("reject"),
      )}
      {authors.length > 1 && (
        <label className="change-author">
          <span>{t("changes.of")}</span>
          <select value={author ?? ""} onChange={(event) => onAuthor(event.target.value || null)}>
            <option value="">{t("changes.everyone")}</option>
            {authors.map((id) => (
              <option key={id} value={id}>
                {suggesterName(id, report.people, t) ?? t("common.unknown")}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
