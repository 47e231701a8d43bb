import { useState, type SubmitEvent } from "react";
import { useCommand } from "../../api/queries.ts";
import { useEnter } from "../../api/use-enter.ts";
import { useText } from "../../i18n/use-text.ts";
import { AccountFields, useNewAccount } from "../../ui/account-fields.tsx";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import form from "../../ui/form.module.css";

/** The one-time code stands behind the `#`, where it reaches no server log and no referrer. */
export function SetUpPage() {
  const { t } = useText();
  const enter = useEnter();
  const [token] = useState(() => window.location.hash.slice(1));
  const [organisationName, setOrganisationName] = useState("");
  const [parentAgency, setParentAgency] = useState("");
  const [place, setPlace] = useState("");
  const [adminName, setAdminName] = useState("");
  const account = useNewAccount();
  const setUp = useCommand("setUp");

  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const made = account.check();
    if (!made || setUp.isPending) return;
    setUp.mutate(
      {
        body: {
          token,
          organisationName: organisationName.trim(),
          parentAgency: parentAgency.trim(),
          place: place.trim(),
          adminName: adminName.trim(),
          ...made,
        },
      },
      { onSuccess: (session) => enter(session, "/quan-tri/nguoi-dung") },
    );
  };
  if (token === "")
    return (
      <Page title={t("setUp.title")} width="narrow">
        <Notice kind="warn">
          <p>{t("setUp.noToken")}</p>
        </Notice>
      </Page>
    );
  return (
    <Page title={t("setUp.title")} lead={t("setUp.intro")} width="narrow">
      <Card>
        <form className={form["form"]} onSubmit={handleSubmit}>
          <fieldset className={form["fieldset"]}>
            <legend>{t("setUp.organisation")}</legend>
            <TextField
              label={t("setUp.organisationName")}
              hint={t("setUp.organisationName.hint")}
              autoComplete="organization"
              required
              value={organisationName}
              onChange={(event) => setOrganisationName(event.target.value)}
            />
            <TextField
              label={t("setUp.parentAgency")}
              hint={t("setUp.parentAgency.hint")}
              value={parentAgency}
              onChange={(event) => setParentAgency(event.target.value)}
            />
            <TextField
              label={t("setUp.place")}
              hint={t("setUp.place.hint")}
              value={place}
              onChange={(event) => setPlace(event.target.value)}
            />
          </fieldset>
          <fieldset className={form["fieldset"]}>
            <legend>{t("setUp.administrator")}</legend>
            <TextField
              label={t("setUp.adminName")}
              autoComplete="name"
              required
              value={adminName}
              onChange={(event) => setAdminName(event.target.value)}
            />
            <AccountFields account={account} />
          </fieldset>
          {setUp.error && <ErrorNotice error={setUp.error} />}
          <Button type="submit" look="primary" isBusy={setUp.isPending}>
            {setUp.isPending ? t("common.saving") : t("setUp.submit")}
          </Button>
        </form>
      </Card>
    </Page>
  );
}
