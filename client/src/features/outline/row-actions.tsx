import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";
import type { MoveKind } from "./move-section.ts";
import styles from "./outline.module.css";

export type Asking = "rename" | "remove" | "add" | null;

/** Move, rename, add inside, remove: one button opens what can be done with a row. */
export function RowActions({
  report,
  section,
  onMove,
  asking,
  onAsking: setAsking,
}: {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly onMove: (kind: MoveKind) => void;
  readonly asking: Asking;
  readonly onAsking: (asking: Asking) => void;
}) {
  const { t } = useText();
  const moves: readonly MoveKind[] = ["up", "down", "promote", "demote"];
  const signs: Readonly<Record<MoveKind, string>> = { up: "↑", down: "↓", promote: "←", demote: "→" };
  return (
    <div
      className={styles["rowActions"]}
      role="group"
      aria-label={t("outline.actions", { label: section.label })}
    >
      <span className={styles["moves"]}>
        {moves.map((kind) => (
          <Button
            key={kind}
            size="small"
            look="quiet"
            aria-label={t(`outline.${kind}`)}
            title={t(`outline.${kind}`)}
            onClick={() => onMove(kind)}
          >
            {signs[kind]}
          </Button>
        ))}
      </span>
      <Button size="small" onClick={() => setAsking("rename")}>
        {t("outline.rename")}
      </Button>
      <Button size="small" onClick={() => setAsking("add")}>
        {t("outline.addInside")}
      </Button>
      <Button size="small" look="danger" onClick={() => setAsking("remove")}>
        {t("outline.remove")}
      </Button>
      {asking === "rename" && <RenameDialog section={section} onClose={() => setAsking(null)} />}
      {asking === "add" && <AddDialog report={report} section={section} onClose={() => setAsking(null)} />}
      {asking === "remove" && <RemoveDialog section={section} onClose={() => setAsking(null)} />}
    </div>
  );
}

interface DialogProps {
  readonly section: SectionView;
  readonly onClose: () => void;
}

function RenameDialog({ section, onClose }: DialogProps) {
  const { t } = useText();
  const [title, setTitle] = useState(section.title);
  const rename = useCommand("renameSection");
  const isStale = rename.error?.code === "stale-version";
  return (
    <Dialog title={t("outline.rename.title", { label: section.label })} onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (rename.isPending || title.trim() === "") return;
          rename.mutate(
            { params: { id: section.id }, body: { version: section.version, title: title.trim() } },
            { onSuccess: onClose },
          );
        }}
      >
        <TextField
          label={t("outline.name")}
          required
          maxLength={2000}
          value={title}
          hint={isStale ? t("header.stale.current", { value: section.title }) : undefined}
          onChange={(event) => setTitle(event.target.value)}
        />
        {rename.error && <ErrorNotice error={rename.error} />}
        <div className={form["actions"]}>
          <Button type="submit" look="primary" isBusy={rename.isPending}>
            {t("outline.rename")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function AddDialog({ report, section, onClose }: DialogProps & { readonly report: ReportView }) {
  const { t } = useText();
  const [title, setTitle] = useState("");
  const add = useCommand("addSection");
  const position = report.sections.filter((s) => s.parentId === section.id).length;
  return (
    <Dialog title={`${t("outline.addInside")} – ${section.label}`} onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (add.isPending || title.trim() === "") return;
          add.mutate(
            { params: { id: report.id }, body: { parentId: section.id, position, title: title.trim() } },
            { onSuccess: onClose },
          );
        }}
      >
        <TextField
          label={t("outline.newTitle")}
          required
          maxLength={2000}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        {add.error && <ErrorNotice error={add.error} />}
        <div className={form["actions"]}>
          <Button type="submit" look="primary" isBusy={add.isPending}>
            {t("outline.addInside")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function RemoveDialog({ section, onClose }: DialogProps) {
  const { t } = useText();
  const remove = useCommand("removeSection");
  return (
    <Dialog
      title={t("outline.remove.title", { label: section.label, title: section.title })}
      onClose={onClose}
    >
      <p>{t("outline.remove.text")}</p>
      {remove.error && <ErrorNotice error={remove.error} />}
      <div className={form["actions"]}>
        <Button
          look="danger"
          isBusy={remove.isPending}
          onClick={() =>
            remove.mutate(
              { params: { id: section.id }, body: { version: section.version } },
              { onSuccess: onClose },
            )
          }
        >
          {t("outline.remove")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
