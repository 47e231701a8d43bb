import type { ReportView } from "@dongsoan/shared/http-api";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { useAssignmentNames, type Assignment } from "./assignment-names.ts";

/** Somebody assigned the same section meanwhile: what differs, theirs and mine, and the choice. */
export function StaleAssignment({
  report,
  stored,
  mine,
  onAgain,
  onDrop,
}: {
  readonly report: ReportView;
  readonly stored: Assignment;
  readonly mine: Assignment;
  readonly onAgain: () => void;
  readonly onDrop: () => void;
}) {
  const { t } = useText();
  const names = useAssignmentNames(report);
  const unitNames = (ids: readonly string[]) =>
    ids.map((id) => names.unitName(id)).join(", ") || t("outline.contributors.none");
  const words = (value: Assignment) => ({
    unit: names.unitName(value.unitId),
    owner: names.personName(value.ownerId),
    due: names.dueText(value.dueAt),
    contributors: unitNames(value.contributingUnitIds),
    reviewers: unitNames(value.reviewingUnitIds),
    readScope: value.readScope === "inherit" ? t("outline.inherit") : t(`outline.scope.${value.readScope}`),
  });
  const theirs = words(stored);
  const own = words(mine);
  const differing = (["unit", "owner", "due", "contributors", "reviewers", "readScope"] as const).filter(
    (column) => theirs[column] !== own[column],
  );
  return (
    <Notice kind="warn" isLive>
      <p>{t("outline.stale")}</p>
      <ul>
        {differing.map((column) => (
          <li key={column}>
            {t("outline.stale.field", {
              column: t(`outline.column.${column}`),
              current: theirs[column],
              mine: own[column],
            })}
          </li>
        ))}
      </ul>
      <div className={form["actions"]}>
        <Button size="small" onClick={onAgain}>
          {t("outline.stale.again")}
        </Button>
        <Button size="small" onClick={onDrop}>
          {t("outline.stale.drop")}
        </Button>
      </div>
    </Notice>
  );
}
