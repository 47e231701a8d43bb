import { useState, type SubmitEvent } from "react";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import form from "../../ui/form.module.css";
import { minPasswordLength } from "../../ui/new-password.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";

export function ChangePassword() {
  const { t } = useText();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const change = useCommand("changePassword", [keys.openSessions, keys.apiTokens]);
  const isTooShort = fresh.length < minPasswordLength;
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsChecked(true);
    if (isTooShort || change.isPending) return;
    change.mutate(
      { body: { currentPassword: current, newPassword: fresh } },
      {
        onSuccess: () => {
          setCurrent("");
          setFresh("");
          setIsChecked(false);
        },
      },
    );
  };
  return (
    <Card title={t("account.password.title")}>
      <p>{t("account.password.ends")}</p>
      <form className={form["form"]} onSubmit={handleSubmit}>
        <PasswordField
          label={t("account.password.current")}
          autoComplete="current-password"
          value={current}
          onValue={setCurrent}
        />
        <PasswordField
          label={t("account.password.new")}
          hint={t("account.password.hint")}
          error={isChecked && isTooShort ? t("account.password.bad") : undefined}
          autoComplete="new-password"
          value={fresh}
          onValue={setFresh}
        />
        {change.isSuccess && (
          <Notice kind="ok" isLive>
            <p>{t("account.password.done")}</p>
          </Notice>
        )}
        {change.error?.code === "forbidden" ? (
          <Notice kind="danger" isLive>
            <p>{t("account.password.wrong")}</p>
          </Notice>
        ) : (
          change.error && <ErrorNotice error={change.error} />
        )}
        <div>
          <Button type="submit" look="primary" isBusy={change.isPending}>
            {t("account.password.submit")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
