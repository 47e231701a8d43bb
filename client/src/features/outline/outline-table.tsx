import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { AssignDialog } from "./assign-dialog.tsx";
import { LockDialog } from "./lock-dialog.tsx";
import { placeAfter, placeBeside, type MoveKind, type Place } from "./move-section.ts";
import { OutlineRow } from "./outline-row.tsx";
import { AddDialog, RemoveDialog, RenameDialog } from "./row-dialogs.tsx";
import { actionOfKey } from "./row-keys.ts";
import type { Asking } from "./row-menu.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import styles from "./outline.module.css";

const columns = ["section", "unit", "owner", "due", "state", "words", "lastEdit", "lastOpened"] as const;
/** Columns that a narrow window leaves out; the section's dialog and the history have them. */
const leftOut: Partial<Record<(typeof columns)[number], string>> = {
  unit: "tabletUp",
  owner: "tabletUp",
  words: "wideOnly",
  lastEdit: "desktopUp",
  lastOpened: "wideOnly",
};

/** The tree as a table, a line a section: moved by dragging, by keys or from its menu; several at once by their boxes. */
export function OutlineTable({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const move = useCommand("moveSection");
  const body = useRef<HTMLTableSectionElement>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const lastToggled = useRef<string | null>(null);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ readonly id: string; readonly what: Asking } | null>(null);
  const wasAsked = useRef(false);
  const draggedId = useRef<string | null>(null);
  const { sections, may } = report;
  const chosen = sections.filter((s) => selected.has(s.id));
  const current = sections.find((s) => s.id === currentId) ?? sections[0];
  const askedSection = asked && sections.find((s) => s.id === asked.id);

  const focusRow = (id: string | undefined) => {
    if (id === undefined) return;
    setCurrentId(id);
    body.current?.querySelector<HTMLElement>(`[data-section-id="${CSS.escape(id)}"]`)?.focus();
  };
  useEffect(() => {
    // A closed dialog gives the focus back to its row: the menu that opened it is gone.
    if (wasAsked.current && asked === null) focusRow(currentId ?? sections[0]?.id);
    wasAsked.current = asked !== null;
  }, [asked, currentId, sections]);

  const moveTo = (section: SectionView, place: Place | null) => {
    if (move.isPending) return;
    if (!place) {
      announce(t("outline.notMoved"));
      return;
    }
    move.mutate(
      { params: { id: section.id }, body: { version: section.version, ...place } },
      { onSuccess: () => announce(t("outline.moved", { title: section.title })) },
    );
  };
  const moveBy = (section: SectionView, kind: MoveKind) =>
    moveTo(section, placeAfter(sections, section.id, kind));
  const toggle = (id: string, isOn: boolean, isRange: boolean) => {
    const from = sections.findIndex((s) => s.id === lastToggled.current);
    const to = sections.findIndex((s) => s.id === id);
    const ids =
      isRange && from !== -1
        ? sections.slice(Math.min(from, to), Math.max(from, to) + 1).map((s) => s.id)
        : [id];
    const next = new Set(selected);
    for (const each of ids) {
      if (isOn) next.add(each);
      else next.delete(each);
    }
    lastToggled.current = id;
    setSelected(next);
  };
  const handleKey = (section: SectionView) => (event: KeyboardEvent<HTMLTableRowElement>) => {
    const action = actionOfKey(event);
    if (!action) return;
    const index = sections.findIndex((s) => s.id === section.id);
    const isAllowed = {
      go: true,
      move: may.editOutline,
      ask: action.kind === "ask" && action.what === "assign" ? may.assign : may.editOutline,
      toggle: may.lock,
      menu: true,
      row: true,
    }[action.kind];
    if (!isAllowed) return;
    event.preventDefault();
    switch (action.kind) {
      case "go":
        focusRow(
          (action.to === "first"
            ? sections[0]
            : action.to === "last"
              ? sections.at(-1)
              : sections[index + (action.to === "next" ? 1 : -1)]
          )?.id,
        );
        break;
      case "move":
        moveBy(section, action.move);
        break;
      case "ask":
        setAsked({ id: section.id, what: action.what });
        break;
      case "toggle":
        toggle(section.id, !selected.has(section.id), event.shiftKey);
        break;
      case "menu":
        event.currentTarget.querySelector<HTMLElement>("[data-row-menu]")?.click();
        break;
      case "row":
        focusRow(section.id);
        break;
    }
  };
  const close = () => setAsked(null);
  const hasMenu = may.editOutline || may.assign || may.lock;
  const columnCount = columns.length + Number(hasMenu) + Number(may.lock);
  return (
    <div className={styles["board"]}>
      {may.lock && (
        <SelectionBar
          report={report}
          chosen={chosen}
          onAll={(isOn) => setSelected(new Set(isOn ? sections.map((s) => s.id) : []))}
        />
      )}
      {move.error && <ErrorNotice error={move.error} />}
      <div className={styles["scroll"]}>
        {/* Rows take the focus and have levels: for a screen reader this is a treegrid, for the eye a table. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- rows take the focus and have levels */}
        <table className={styles["table"]} role="treegrid" aria-label={t("outline.title")}>
          <thead>
            <tr>
              {may.lock && (
                <th scope="col" className={styles["narrow"]}>
                  <span className="visually-hidden">{t("outline.column.select")}</span>
                </th>
              )}
              {columns.map((column) => (
                <th key={column} scope="col" data-column={column} className={styles[leftOut[column] ?? ""]}>
                  {t(`outline.column.${column}`)}
                </th>
              ))}
              {hasMenu && (
                <th scope="col" className={styles["narrow"]} data-column="actions">
                  <span className="visually-hidden">{t("outline.column.actions")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody ref={body}>
            {sections.map((section) => (
              <OutlineRow
                key={section.id}
                report={report}
                section={section}
                isCurrent={section.id === current?.id}
                isSelected={selected.has(section.id)}
                columnCount={columnCount}
                hasMenu={hasMenu}
                onAsking={(what) => {
                  setCurrentId(section.id);
                  setAsked(what === null ? null : { id: section.id, what });
                }}
                onSelected={(isOn, event: MouseEvent | null) =>
                  toggle(section.id, isOn, event?.shiftKey ?? false)
                }
                onMove={(kind) => moveBy(section, kind)}
                onKeyDown={handleKey(section)}
                onFocus={() => setCurrentId(section.id)}
                onDragStart={() => {
                  draggedId.current = section.id;
                }}
                onDrop={(side) => {
                  const dragged = sections.find((s) => s.id === draggedId.current);
                  draggedId.current = null;
                  if (dragged) moveTo(dragged, placeBeside(sections, dragged.id, section.id, side));
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
      {askedSection && (
        <>
          {asked.what === "rename" && <RenameDialog section={askedSection} onClose={close} />}
          {asked.what === "remove" && <RemoveDialog section={askedSection} onClose={close} />}
          {asked.what === "assign" && <AssignDialog report={report} section={askedSection} onClose={close} />}
          {asked.what === "lock" && (
            <LockDialog reportId={report.id} ids={[askedSection.id]} onClose={close} />
          )}
          {(asked.what === "after" || asked.what === "inside") && (
            <AddDialog
              report={report}
              section={askedSection}
              where={asked.what}
              onAdded={(id) => setCurrentId(id)}
              onClose={close}
            />
          )}
        </>
      )}
    </div>
  );
}
