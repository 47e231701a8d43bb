import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState, type KeyboardEvent } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { LockDialog } from "./lock-dialog.tsx";
import { placeAfter, placeBefore, type MoveKind, type Place } from "./move-section.ts";
import { OutlineRow } from "./outline-row.tsx";
import styles from "./outline.module.css";

/** The tree as a table: a row a section, moved by dragging its number or by Alt and the arrows anywhere in its row. */
export function OutlineTable({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const move = useCommand("moveSection");
  const unlock = useCommand("unlockSections");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isLocking, setIsLocking] = useState(false);
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const ids = report.sections.filter((s) => selected.has(s.id)).map((s) => s.id);

  const moveTo = (section: SectionView, place: Place | null) => {
    if (!place || move.isPending) return;
    move.mutate(
      { params: { id: section.id }, body: { version: section.version, ...place } },
      { onSuccess: () => announce(t("outline.moved", { title: section.title })) },
    );
  };
  const moveBy = (section: SectionView, kind: MoveKind) =>
    moveTo(section, placeAfter(report.sections, section.id, kind));
  const handleKey = (section: SectionView) => (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest("dialog")) return;
    if (!report.may.editOutline || !event.altKey || event.ctrlKey || event.getModifierState("AltGraph"))
      return;
    const kinds: Partial<Record<string, MoveKind>> = {
      ArrowUp: "up",
      ArrowDown: "down",
      ArrowLeft: "promote",
      ArrowRight: "demote",
    };
    const kind = kinds[event.key];
    if (!kind) return;
    event.preventDefault();
    moveBy(section, kind);
  };
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(selected);
    if (isOn) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  const columns = [
    "section",
    "unit",
    "owner",
    "due",
    "contributors",
    "readScope",
    "state",
    "lastEdit",
  ] as const;
  return (
    <div className={form["form"]}>
      {report.may.lock && (
        <div className={form["actions"]} role="group" aria-label={t("outline.column.select")}>
          <Checkbox
            label={t("outline.selectAll")}
            checked={ids.length === report.sections.length}
            onChange={(event) =>
              setSelected(new Set(event.target.checked ? report.sections.map((s) => s.id) : []))
            }
          />
          <span>{t("outline.selected", { count: ids.length })}</span>
          <Button size="small" disabled={ids.length === 0} onClick={() => setIsLocking(true)}>
            {t("outline.lock")}
          </Button>
          <Button
            size="small"
            disabled={ids.length === 0}
            isBusy={unlock.isPending}
            onClick={() => unlock.mutate({ params: { id: report.id }, body: { sectionIds: ids } })}
          >
            {t("outline.unlock")}
          </Button>
        </div>
      )}
      {(move.error ?? unlock.error) && <ErrorNotice error={move.error ?? unlock.error} />}
      {report.may.editOutline && <p className={list["muted"]}>{t("outline.keys")}</p>}
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles["scroll"]} tabIndex={0} aria-label={t("outline.title")}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              {report.may.lock && (
                <th scope="col">
                  <span className="visually-hidden">{t("outline.column.select")}</span>
                </th>
              )}
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`outline.column.${column}`)}
                </th>
              ))}
              {report.may.editOutline && <th scope="col">{t("outline.column.actions")}</th>}
            </tr>
          </thead>
          <tbody>
            {report.sections.map((section) => (
              <OutlineRow
                key={section.id}
                report={report}
                section={section}
                isSelected={selected.has(section.id)}
                onSelected={(isOn) => toggle(section.id, isOn)}
                onMove={(kind) => moveBy(section, kind)}
                onKeyDown={handleKey(section)}
                onDragStart={() => setDraggedId(section.id)}
                onDrop={() => {
                  const dragged = report.sections.find((s) => s.id === draggedId);
                  if (dragged) moveTo(dragged, placeBefore(report.sections, dragged.id, section.id));
                  setDraggedId(null);
                }}
              />
            ))}
          </tbody>
        </table>
      </section>
      {isLocking && <LockDialog reportId={report.id} ids={ids} onClose={() => setIsLocking(false)} />}
    </div>
  );
}
