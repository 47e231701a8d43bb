import type { OrgRole } from "@dongsoan/shared/domain";
import { useState, type SubmitEvent } from "react";
import { keys, useCommand, useInvitations } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";
import { RoleFields } from "./role-fields.tsx";

export function Invitations() {
  const { t, date, locale } = useText();
  const invitations = useInvitations();
  const invite = useCommand("invite", [keys.invitations]);
  const withdraw = useCommand("withdrawInvitation", [keys.invitations]);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [unitId, setUnitId] = useState<string | null>(null);
  const [roles, setRoles] = useState<OrgRole[]>([]);
  const handleInvite = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (invite.isPending) return;
    invite.mutate(
      { body: { name: name.trim(), unitId, roles, email: email.trim() || null, locale } },
      {
        onSuccess: () => {
          setName("");
          setEmail("");
          setRoles([]);
        },
      },
    );
  };
  return (
    <Card title={t("people.invite")}>
      <form className={form["form"]} onSubmit={handleInvite}>
        <div className={form["columns"]}>
          <TextField
            label={t("people.name")}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label={t("people.invite.email")}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </div>
        <RoleFields unitId={unitId} onUnitId={setUnitId} roles={roles} onRoles={setRoles} />
        {invite.error && <ErrorNotice error={invite.error} />}
        <div>
          <Button type="submit" look="primary" isBusy={invite.isPending}>
            {t("people.invite.submit")}
          </Button>
        </div>
      </form>
      {invite.data && (
        <Notice kind="ok" isLive>
          <p>{t("people.invite.link", { name: invite.data.name })}</p>
          <CopyBox label={t("people.invite.linkLabel")} text={invite.data.link} />
          {invite.data.isMailed && <p>{t("people.mailed")}</p>}
        </Notice>
      )}
      <h3>{t("people.invitations")}</h3>
      {withdraw.error && <ErrorNotice error={withdraw.error} />}
      <QueryState query={invitations}>
        {(open) =>
          open.length === 0 ? (
            <p className={list["muted"]}>{t("people.invitations.empty")}</p>
          ) : (
            <ul className={list["list"]}>
              {open.map((invitation) => (
                <li key={invitation.id} className={list["item"]}>
                  <div className={list["main"]}>
                    <span className={list["title"]}>{invitation.name}</span>
                    <span className={list["detail"]}>
                      {t("people.invitations.expires", { date: date(invitation.expiresAt) })}
                    </span>
                  </div>
                  <Button
                    size="small"
                    look="danger"
                    isBusy={withdraw.isPending}
                    onClick={() => withdraw.mutate({ params: { id: invitation.id } })}
                  >
                    {t("people.invitations.withdraw")}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </Card>
  );
}
