import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState, type KeyboardEvent } from "react";
import { Link } from "wouter";
import { useText } from "../../i18n/use-text.ts";
import { Chip } from "../../ui/chip.tsx";
import { StateChip, UrgencyChip, urgencyOf } from "../../ui/section-chip.tsx";
import { AssignmentCells } from "./assignment-cells.tsx";
import type { MoveKind } from "./move-section.ts";
import { RowActions, type Asking } from "./row-actions.tsx";
import styles from "./outline.module.css";

export function OutlineRow({
  report,
  section,
  isSelected,
  onSelected,
  onMove,
  onKeyDown,
  onDragStart,
  onDrop,
}: {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly isSelected: boolean;
  readonly onSelected: (isOn: boolean) => void;
  readonly onMove: (kind: MoveKind) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}) {
  const { t, dateTime, date } = useText();
  const [now] = useState(() => Date.now());
  const [isOver, setIsOver] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const nameOf = (id: string) => report.people.find((p) => p.id === id)?.name ?? t("common.unknown");
  const title = section.isHidden ? t("outline.hidden") : section.title;
  return (
    <tr
      onKeyDown={(event) => {
        if (event.key === "F2" && report.may.editOutline && asking === null) {
          event.preventDefault();
          setAsking("rename");
        } else onKeyDown(event);
      }}
      data-over={isOver}
      onDragOver={(event) => {
        if (!report.may.editOutline) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onDrop();
      }}
    >
      {report.may.lock && (
        <td>
          <input
            type="checkbox"
            className={styles["check"]}
            aria-label={t("outline.select", { label: section.label })}
            checked={isSelected}
            onChange={(event) => onSelected(event.target.checked)}
          />
        </td>
      )}
      <th
        scope="row"
        draggable={report.may.editOutline}
        onDragStart={(event) => {
          event.dataTransfer.setData("text/plain", section.label);
          onDragStart();
        }}
        title={report.may.editOutline ? t("outline.drag", { label: section.label }) : undefined}
        style={{ paddingInlineStart: `${10 + (section.depth - 1) * 18}px` }}
      >
        <Link href={`/bao-cao/${report.id}#${section.id}`}>
          {section.label} {title}
        </Link>
        {!section.isHidden && (
          <span className={styles["detail"]}>{t("outline.words", { count: section.wordCount })}</span>
        )}
      </th>
      <AssignmentCells report={report} section={section} />
      <td>
        <div className={styles["chips"]}>
          <StateChip kind={section.state.kind} />
          <UrgencyChip urgency={urgencyOf(section.effective.dueAt, section.state.kind, now)} />
          {section.lock && <Chip kind="lock">{t("state.locked")}</Chip>}
          {section.isDamaged && <Chip kind="danger">{t("state.damaged")}</Chip>}
        </div>
        {section.lock && (
          <span className={styles["detail"]}>
            {t("outline.locked", { name: nameOf(section.lock.by), time: dateTime(section.lock.at) })}
          </span>
        )}
      </td>
      <td>
        {section.lastEdit ? (
          <>
            {dateTime(section.lastEdit.at)}
            <span className={styles["detail"]}>{nameOf(section.lastEdit.by)}</span>
          </>
        ) : (
          t("common.never")
        )}
        <span className={styles["detail"]}>
          {t("outline.column.lastOpened")}:{" "}
          {section.lastOpenedAt === null ? t("common.never").toLowerCase() : date(section.lastOpenedAt)}
        </span>
      </td>
      {report.may.editOutline && (
        <td>
          <RowActions
            report={report}
            section={section}
            onMove={onMove}
            asking={asking}
            onAsking={setAsking}
          />
        </td>
      )}
    </tr>
  );
}
