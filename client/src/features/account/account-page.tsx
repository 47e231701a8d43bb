import { useSession } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import list from "../../ui/list.module.css";
import { Card, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ApiTokens } from "./api-tokens.tsx";
import { ChangePassword } from "./change-password.tsx";
import { MailAddress } from "./mail-address.tsx";
import { OpenSessions } from "./open-sessions.tsx";

export function AccountPage() {
  const { t } = useText();
  const session = useSession();
  return (
    <Page title={t("account.title")} width="narrow">
      <QueryState query={session}>
        {({ user, organisation }) => (
          <>
            <Card title={t("account.profile")}>
              <dl className={list["facts"]}>
                <dt>{t("account.name")}</dt>
                <dd>{user.name}</dd>
                <dt>{t("signIn.username")}</dt>
                <dd>{user.username}</dd>
                <dt>{t("setUp.organisation")}</dt>
                <dd>{organisation.name}</dd>
                <dt>{t("account.unit")}</dt>
                <dd>{user.unitName ?? t("account.noUnit")}</dd>
                <dt>{t("account.roles")}</dt>
                <dd>
                  {user.roles.length === 0
                    ? t("account.noRoles")
                    : user.roles.map((role) => t(`role.${role}`)).join(", ")}
                </dd>
              </dl>
            </Card>
            <MailAddress key={user.id} user={user} />
          </>
        )}
      </QueryState>
      <ChangePassword />
      <OpenSessions />
      <ApiTokens />
    </Page>
  );
}
