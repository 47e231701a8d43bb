import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { call } from "../../api/call.ts";
import { useCommand } from "../../api/queries.ts";
import { useEnter } from "../../api/use-enter.ts";
import { useText } from "../../i18n/use-text.ts";
import { AccountFields, useNewAccount } from "../../ui/account-fields.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ErrorNotice, codeOf } from "../../ui/query-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import form from "../../ui/form.module.css";

export function InvitationPage() {
  const { t } = useText();
  const [token] = useState(() => window.location.hash.slice(1));
  const info = useQuery({
    queryKey: ["invitation-info", token],
    queryFn: ({ signal }) => call("invitationInfo", { body: { token }, signal }),
    enabled: token !== "",
  });
  return (
    <Page title={t("invitation.title")} width="narrow">
      {token === "" ? (
        <Notice kind="warn">
          <p>{t("invitation.noToken")}</p>
        </Notice>
      ) : info.data ? (
        <>
          <p>{t("invitation.for", { name: info.data.name, organisation: info.data.organisationName })}</p>
          {info.data.unitName && <p>{t("invitation.unit", { unit: info.data.unitName })}</p>}
          <Card>
            <AcceptForm token={token} />
          </Card>
        </>
      ) : info.isPending ? (
        <Skeleton lineCount={3} />
      ) : codeOf(info.error) === "not-found" ? (
        <Notice kind="danger">
          <p>{t("error.link-expired")}</p>
        </Notice>
      ) : (
        <ErrorNotice error={info.error} onRetry={() => void info.refetch()} />
      )}
    </Page>
  );
}

function AcceptForm({ token }: { readonly token: string }) {
  const { t } = useText();
  const enter = useEnter();
  const account = useNewAccount();
  const accept = useCommand("acceptInvitation");
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const made = account.check();
    if (!made || accept.isPending) return;
    accept.mutate({ body: { token, ...made } }, { onSuccess: (session) => enter(session) });
  };
  return (
    <form className={form["form"]} onSubmit={handleSubmit}>
      <AccountFields account={account} />
      {accept.error && <ErrorNotice error={accept.error} />}
      <Button type="submit" look="primary" isBusy={accept.isPending}>
        {accept.isPending ? t("common.saving") : t("invitation.submit")}
      </Button>
    </form>
  );
}
