import type { OrgRole } from "@dongsoan/shared/domain";
import type { PersonView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";
import { RoleFields } from "./role-fields.tsx";

/** Name, unit, roles; ending sessions; and disabling, which asks once more. */
export function EditPerson({
  person,
  onClose,
}: {
  readonly person: PersonView;
  readonly onClose: () => void;
}) {
  const { t, dateTime } = useText();
  const [name, setName] = useState(person.name);
  const [unitId, setUnitId] = useState(person.unitId);
  const [roles, setRoles] = useState<OrgRole[]>(person.roles);
  const [email, setEmail] = useState(person.email ?? "");
  const [isDisabling, setIsDisabling] = useState(false);
  const change = useCommand("changePerson", [keys.people]);
  const endSessions = useCommand("endPersonSessions", [keys.people]);
  const passwordLink = useCommand("makePasswordReset");
  const save = (isActive: boolean) =>
    change.mutate(
      {
        params: { id: person.id },
        body: { name: name.trim(), unitId, roles, isActive, email: email.trim() || null },
      },
      {
        onSuccess: () => {
          toast(t("people.saved", { name: person.name }));
          onClose();
        },
      },
    );
  const error = change.error ?? endSessions.error ?? passwordLink.error;
  if (isDisabling)
    return (
      <Dialog key="disable" title={t("people.disable.title", { name: person.name })} onClose={onClose}>
        <p>{t("people.disable.text")}</p>
        {error && <ErrorNotice error={error} />}
        <div className={form["actions"]}>
          <Button look="danger" isBusy={change.isPending} onClick={() => save(false)}>
            {t("people.disable")}
          </Button>
          <Button onClick={() => setIsDisabling(false)}>{t("common.cancel")}</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog key="edit" title={t("people.edit", { name: person.name })} onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) save(person.isActive);
        }}
      >
        <TextField
          label={t("people.name")}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("people.email")}
          hint={t("people.email.hint")}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <RoleFields unitId={unitId} onUnitId={setUnitId} roles={roles} onRoles={setRoles} />
        {passwordLink.data && (
          <Notice kind="ok" isLive>
            <p>
              {t("people.passwordLink.text", {
                name: person.name,
                date: dateTime(passwordLink.data.expiresAt),
              })}
            </p>
            <CopyBox label={t("people.passwordLink.label")} text={passwordLink.data.link} />
            {passwordLink.data.isMailed && <p>{t("people.mailed")}</p>}
          </Notice>
        )}
        {(person.tokenCount ?? 0) > 0 && <p>{t("people.tokens", { count: person.tokenCount ?? 0 })}</p>}
        {error && <ErrorNotice error={error} />}
        <div className={form["actions"]}>
          <Button type="submit" look="primary" isBusy={change.isPending}>
            {t("common.save")}
          </Button>
          <Button
            isBusy={endSessions.isPending}
            onClick={() =>
              endSessions.mutate(
                { params: { id: person.id } },
                { onSuccess: () => toast(t("people.endSessions.done", { name: person.name })) },
              )
            }
          >
            {t("people.endSessions")}
          </Button>
          {person.isActive && (
            <Button
              isBusy={passwordLink.isPending}
              onClick={() => passwordLink.mutate({ params: { id: person.id } })}
            >
              {t("people.passwordLink")}
            </Button>
          )}
          {person.isActive ? (
            <Button look="danger" onClick={() => setIsDisabling(true)}>
              {t("people.disable")}
            </Button>
          ) : (
            <Button onClick={() => save(true)}>{t("people.enable")}</Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
