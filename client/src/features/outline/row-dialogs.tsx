import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormActions } from "../../ui/form-actions.tsx";
import form from "../../ui/form.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";

interface DialogProps {
  readonly section: SectionView;
  readonly onClose: () => void;
}

export function RenameDialog({ section, onClose }: DialogProps) {
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
        <FormActions label={t("outline.rename")} isBusy={rename.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

/** A new section right behind a section on its level, or as the last one inside it. */
export function AddDialog({
  report,
  section,
  where,
  onAdded,
  onClose,
}: DialogProps & {
  readonly report: ReportView;
  readonly where: "after" | "inside";
  readonly onAdded: (id: string | null) => void;
}) {
  const { t } = useText();
  const [title, setTitle] = useState("");
  const add = useCommand("addSection");
  const place =
    where === "after"
      ? { parentId: section.parentId, position: section.position + 1 }
      : {
          parentId: section.id,
          position: report.sections.filter((s) => s.parentId === section.id).length,
        };
  const words =
    where === "after"
      ? t("outline.addAfter", { label: section.label })
      : `${t("outline.addInside")} – ${section.label}`;
  return (
    <Dialog title={words} onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (add.isPending || title.trim() === "") return;
          add.mutate(
            { params: { id: report.id }, body: { ...place, title: title.trim() } },
            {
              onSuccess: (changed) => {
                onClose();
                const known = new Set(report.sections.map((s) => s.id));
                onAdded(changed.sections.find((s) => !known.has(s.id))?.id ?? null);
              },
            },
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
        <FormActions
          label={where === "after" ? t("outline.add") : t("outline.addInside")}
          isBusy={add.isPending}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

export function RemoveDialog({ section, onClose }: DialogProps) {
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
