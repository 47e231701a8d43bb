import { useSetUpState } from "../../api/queries.ts";
import { useEnter } from "../../api/use-enter.ts";
import { useText } from "../../i18n/use-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

/** Signing in leads back to the page that was asked for. */
export function SignInPage({ returnTo }: { readonly returnTo?: string }) {
  const { t } = useText();
  const enter = useEnter();
  const setUp = useSetUpState();
  return (
    <Page title={t("signIn.title")} width="narrow">
      {setUp.data?.isSetUp === false && (
        <Notice kind="warn">
          <p>{t("signIn.notSetUp")}</p>
        </Notice>
      )}
      <Card>
        <SignInForm onSignedIn={(session) => enter(session, returnTo)} />
      </Card>
      <p>{t("signIn.noAccount")}</p>
      <p>{t("app.secrecyNotice")}</p>
    </Page>
  );
}
