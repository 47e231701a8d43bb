import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { call } from "../../api/call.ts";
import { useCommand } from "../../api/queries.ts";
import { useEnter } from "../../api/use-enter.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import form from "../../ui/form.module.css";
import { NewPasswordFields, useNewPassword } from "../../ui/new-password.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { codeOf, ErrorNotice } from "../../ui/query-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

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
  const enter = useEnter();
  const chosen = useNewPassword();
  const reset = useCommand("resetPassword");
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = chosen.check();
    if (password === null || reset.isPending) return;
    reset.mutate({ body: { token, password } }, { onSuccess: (session) => enter(session) });
  };
  return (
    <form className={form["form"]} onSubmit={handleSubmit}>
      {/* Password managers keep the new password under this name. */}
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <p>{t("reset.username", { username })}</p>
      <NewPasswordFields label={t("account.password.new")} chosen={chosen} />
      {reset.error && <ErrorNotice error={reset.error} />}
      <Button type="submit" look="primary" isBusy={reset.isPending}>
        {reset.isPending ? t("common.saving") : t("reset.submit")}
      </Button>
    </form>
  );
}
