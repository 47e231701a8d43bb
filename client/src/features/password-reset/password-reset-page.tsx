import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useLocation } from "wouter";
import { call } from "../../api/call.ts";
import { markSignedIn } from "../../api/connection-store.ts";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { codeOf, ErrorNotice } from "../../ui/query-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

const minPasswordLength = 10;

/** Where a one-time link of the administrator leads: choose a new password, and be signed in. */
export function PasswordResetPage() {
  const { t } = useText();
  const [token] = useState(() => window.location.hash.slice(1));
  const info = useQuery({
    queryKey: ["password-reset-info", token],
    queryFn: ({ signal }) => call("passwordResetInfo", { body: { token }, signal }),
    enabled: token !== "",
  });
  return (
    <Page title={t("reset.title")} width="narrow">
      {token === "" || codeOf(info.error) === "link-expired" ? (
        <Notice kind="warn">
          <p>{t("reset.noLink")}</p>
        </Notice>
      ) : info.data ? (
        <>
          <p>{t("reset.for", { name: info.data.name, organisation: info.data.organisationName })}</p>
          <Card>
            <ResetForm token={token} username={info.data.username} />
          </Card>
        </>
      ) : info.isPending ? (
        <Skeleton lineCount={3} />
      ) : (
        <ErrorNotice error={info.error} onRetry={() => void info.refetch()} />
      )}
    </Page>
  );
}

function ResetForm({ token, username }: { readonly token: string; readonly username: string }) {
  const { t } = useText();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const reset = useCommand("resetPassword");
  const isTooShort = password.length < minPasswordLength;
  const differs = again !== password;
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsChecked(true);
    if (isTooShort || differs || reset.isPending) return;
    reset.mutate(
      { body: { token, password } },
      {
        onSuccess: (session) => {
          client.clear();
          client.setQueryData(keys.session, session);
          markSignedIn();
          navigate("/viec-cua-toi", { replace: true });
        },
      },
    );
  };
  return (
    <form className={form["form"]} onSubmit={handleSubmit}>
      {/* Password managers keep the new password under this name. */}
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <p>{t("reset.username", { username })}</p>
      <PasswordField
        label={t("account.password.new")}
        hint={t("account.password.hint")}
        error={isChecked && isTooShort ? t("account.password.bad") : undefined}
        autoComplete="new-password"
        value={password}
        onValue={setPassword}
      />
      <PasswordField
        label={t("account.passwordAgain")}
        error={isChecked && differs ? t("account.passwordAgain.bad") : undefined}
        autoComplete="new-password"
        value={again}
        onValue={setAgain}
      />
      {reset.error && <ErrorNotice error={reset.error} />}
      <Button type="submit" look="primary" isBusy={reset.isPending}>
        {reset.isPending ? t("common.saving") : t("reset.submit")}
      </Button>
    </form>
  );
}
