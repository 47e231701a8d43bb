import { useSession } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Page } from "../../ui/page.tsx";
import { Invitations } from "./invitations.tsx";
import { PeopleTable } from "./people-table.tsx";
import { Units } from "./units.tsx";

export function PeoplePage() {
  const { t } = useText();
  const session = useSession();
  if (session.data && !session.data.user.roles.includes("administrator"))
    return (
      <Page title={t("forbidden.title")}>
        <p>{t("forbidden.admin")}</p>
      </Page>
    );
  return (
    <Page title={t("people.title")}>
      <Units />
      <Invitations />
      <PeopleTable />
    </Page>
  );
}
