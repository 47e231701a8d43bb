import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState, type DragEvent, type KeyboardEvent, type MouseEvent } from "react";
import { Link } from "wouter";
import { useText } from "../../i18n/use-text.ts";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { sectionAddress } from "../../ui/section-address.ts";
import { StateChip, UrgencyChip } from "../../ui/section-chip.tsx";
import { urgencyOf } from "../../ui/urgency.ts";
import { AssignmentCells } from "./assignment-cells.tsx";
import type { MoveKind } from "./move-section.ts";
import { RowMenu, type Asking } from "./row-menu.tsx";
import { StaleAssignment } from "./stale-assignment.tsx";
import { useAssign } from "./use-assign.ts";
import styles from "./outline.module.css";

export interface OutlineRowProps {
  readonly report: ReportView;
  readonly section: SectionView;
  /** The one row that Tab comes to; the arrows go on from it. */
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly columnCount: number;
  readonly hasMenu: boolean;
  readonly onAsking: (asking: Asking) => void;
  readonly onSelected: (isOn: boolean, event: MouseEvent | null) => void;
  readonly onMove: (kind: MoveKind) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
  readonly onFocus: () => void;
  readonly onDragStart: () => void;
  readonly onDrop: (side: "before" | "after") => void;
}

const sideOf = (event: DragEvent<HTMLElement>): "before" | "after" => {
  const box = event.currentTarget.getBoundingClientRect();
  return event.clientY < box.top + box.height / 2 ? "before" : "after";
};

/** Nothing yet: a dash for the eye, words for a screen reader. */
function Never() {
  const { t } = useText();
  return (
    <span className={styles["faint"]} title={t("common.never")}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t("common.never")}</span>
    </span>
  );
}

export function OutlineRow(props: OutlineRowProps) {
  const { report, section, onAsking, isSelected } = props;
  const { t, dateTime, date, number } = useText();
  const [now] = useState(() => Date.now());
  const [over, setOver] = useState<"before" | "after" | null>(null);
  const edit = useAssign(section);
  const isStale = edit.error?.code === "stale-version";
  const nameOf = (id: string) => report.people.find((p) => p.id === id)?.name ?? t("common.unknown");
  const title = section.isHidden ? t("outline.hidden") : section.title;
  const siblings = report.sections.filter((s) => s.parentId === section.parentId);
  return (
    <>
      <tr
        data-section-id={section.id}
        className={styles["row"]}
        aria-level={section.depth}
        aria-setsize={siblings.length}
        aria-posinset={section.position + 1}
        aria-selected={report.may.lock ? isSelected : undefined}
        tabIndex={props.isCurrent ? 0 : -1}
        data-over={over}
        onFocus={props.onFocus}
        onKeyDown={props.onKeyDown}
        onDragOver={(event) => {
          if (!report.may.editOutline) return;
          event.preventDefault();
          setOver(sideOf(event));
        }}
        onDragLeave={() => setOver(null)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(null);
          props.onDrop(sideOf(event));
        }}
      >
        {report.may.lock && (
          <td className={styles["narrow"]}>
            <input
              type="checkbox"
              className={styles["check"]}
              aria-label={t("outline.select", { label: section.label })}
              checked={isSelected}
              onClick={(event) => props.onSelected(event.currentTarget.checked, event)}
              // Controlled through the click, which knows whether Shift was held.
              onChange={() => undefined}
            />
          </td>
        )}
        <th
          scope="row"
          className={styles["name"]}
          draggable={report.may.editOutline}
          onDragStart={(event) => {
            event.dataTransfer.setData("text/plain", section.label);
            event.dataTransfer.effectAllowed = "move";
            props.onDragStart();
          }}
        >
          <div className={styles["title"]} data-depth={Math.min(6, section.depth)}>
            {report.may.editOutline && (
              <span
                className={styles["grip"]}
                title={t("outline.drag", { label: section.label })}
                aria-hidden="true"
              >
                <svg width="10" height="16" viewBox="0 0 10 16">
                  {[3, 8, 13].map((y) => (
                    <path key={y} d={`M2 ${y}h0M8 ${y}h0`} />
                  ))}
                </svg>
              </span>
            )}
            <Link href={sectionAddress(report.id, section.id)} title={`${section.label} ${title}`}>
              {section.label} {title}
            </Link>
            {section.effective.readScope === "unit" && (
              <span className={styles["mark"]} title={t("outline.scope.unit")}>
                <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM2.5 14L13.5 2" />
                </svg>
                <span className="visually-hidden">{t("outline.scope.unit")}</span>
              </span>
            )}
            {section.effective.contributingUnitIds.length > 0 && (
              <span
                className={styles["mark"]}
                title={t("outline.contributors.with", {
                  units: section.effective.contributingUnitIds
                    .map((id) => report.units.find((u) => u.id === id)?.name ?? "")
                    .join(", "),
                })}
              >
                +{section.effective.contributingUnitIds.length}
                <span className="visually-hidden">{t("outline.column.contributors")}</span>
              </span>
            )}
          </div>
        </th>
        <AssignmentCells report={report} section={section} edit={edit} />
        <td>
          <div className={styles["chips"]}>
            {section.lock && (
              <span
                title={t("outline.locked", {
                  name: nameOf(section.lock.by),
                  time: dateTime(section.lock.at),
                })}
              >
                <Chip kind="lock">{t("state.locked")}</Chip>
              </span>
            )}
            <StateChip kind={section.state.kind} />
            {/* While it is locked nobody can hurry. */}
            {!section.lock && (
              <UrgencyChip urgency={urgencyOf(section.effective.dueAt, section.state.kind, now)} />
            )}
            {section.isDamaged && <Chip kind="danger">{t("state.damaged")}</Chip>}
            {section.effective.dueAt !== null && (
              <span className={styles["phoneOnly"]} aria-hidden="true">
                {date(section.effective.dueAt)}
              </span>
            )}
          </div>
        </td>
        <td className={`${styles["figures"]} ${styles["words"]} ${styles["wideOnly"]}`}>
          {section.isHidden ? "" : number(section.wordCount)}
        </td>
        <td className={`${styles["figures"]} ${styles["desktopUp"]}`}>
          {section.lastEdit ? (
            <span title={nameOf(section.lastEdit.by)}>
              {dateTime(section.lastEdit.at)}
              <span className="visually-hidden">{nameOf(section.lastEdit.by)}</span>
            </span>
          ) : (
            <Never />
          )}
        </td>
        <td className={`${styles["figures"]} ${styles["wideOnly"]}`}>
          {section.lastOpenedAt === null ? (
            <Never />
          ) : (
            <span title={dateTime(section.lastOpenedAt)}>{date(section.lastOpenedAt)}</span>
          )}
        </td>
        {props.hasMenu && (
          <td className={styles["narrow"]}>
            <RowMenu report={report} section={section} onMove={props.onMove} onAsking={onAsking} />
          </td>
        )}
      </tr>
      {edit.error && (
        <tr>
          <td colSpan={props.columnCount}>
            {isStale ? (
              <StaleAssignment
                report={report}
                stored={section.assignment}
                mine={edit.shown}
                onAgain={() => edit.set({})}
                onDrop={edit.drop}
              />
            ) : (
              <ErrorNotice error={edit.error} />
            )}
          </td>
        </tr>
      )}
    </>
  );
}
