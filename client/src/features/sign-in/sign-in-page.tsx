import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { keys, useSetUpState } from "../../api/queries.ts";
import { markSignedIn } from "../../api/connection-store.ts";
import { useText } from "../../i18n/use-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Signing in leads back to the page that was asked for. */
export function SignInPage({ returnTo }: { readonly returnTo?: string }) {
  const { t } = useText();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const setUp = useSetUpState();
  return (
    <Page title={t("signIn.title")} width="narrow">
      {setUp.data?.isSetUp === false && (
        <Notice kind="warn">
          <p>{t("signIn.notSetUp")}</p>
        </Notice>
      )}
      <Card>
        <SignInForm
          onSignedIn={(session) => {
            // Nothing that another account was shown may stay in this page's memory.
            client.clear();
            client.setQueryData(keys.session, session);
            markSignedIn();
            navigate(returnTo ?? "/viec-cua-toi", { replace: true });
          }}
        />
      </Card>
      <p>{t("signIn.noAccount")}</p>
      <p>{t("app.secrecyNotice")}</p>
    </Page>
  );
}
