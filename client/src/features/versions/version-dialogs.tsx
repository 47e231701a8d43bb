import type { SectionView, VersionView } from "@dongsoan/shared/http-api";
import { useState, type SubmitEvent } from "react";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";
import { versionTitle } from "./version-words.ts";

interface DialogProps {
  readonly section: SectionView;
  readonly onClose: () => void;
}
/** What is fetched again when a section has one more version, or another text. */
const after = (section: SectionView) => [keys.versions(section.id), keys.difference(section.id)];

export function NameDialog({ section, onClose }: DialogProps) {
  const { t } = useText();
  const [name, setName] = useState("");
  const command = useCommand("nameVersion", after(section));
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (name.trim() === "") return;
    command.mutate(
      { params: { id: section.id }, body: { name } },
      {
        onSuccess: () => {
          toast(t("versions.named", { name: name.trim() }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={t("versions.name")} onClose={onClose}>
      <form className={form["form"]} onSubmit={handleSubmit}>
        <TextField
          label={t("versions.nameField")}
          hint={t("versions.nameHint")}
          value={name}
          maxLength={200}
          required
          onChange={(event) => setName(event.target.value)}
        />
        {command.isError && <ErrorNotice error={command.error} />}
        <div className={form["actions"]}>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" look="primary" isBusy={command.isPending}>
            {t("versions.nameSave")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Says what will happen before it does: to the text, to those who write, and how to come back. */
export function RestoreDialog({
  section,
  version,
  onClose,
}: DialogProps & { readonly version: VersionView }) {
  const { t, dateTime } = useText();
  const command = useCommand("restoreVersion", after(section));
  const title = versionTitle(t, version);
  return (
    <Dialog title={t("versions.restoreTitle", { title })} onClose={onClose}>
      <div className={form["form"]}>
        <p>{t("versions.restoreText", { time: dateTime(version.at) })}</p>
        <ul>
          <li>{t("versions.restoreKept")}</li>
          <li>{t("versions.restoreOthers")}</li>
          <li>{t("versions.restoreAudit")}</li>
        </ul>
        {command.isError && <ErrorNotice error={command.error} />}
        <div className={form["actions"]}>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            look="danger"
            isBusy={command.isPending}
            onClick={() =>
              command.mutate(
                { params: { id: section.id }, body: { versionId: version.id } },
                {
                  onSuccess: () => {
                    toast(t("versions.restored", { title }));
                    onClose();
                  },
                },
              )
            }
          >
            {t("versions.restore")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
