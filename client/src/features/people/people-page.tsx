import { useText } from "../../i18n/use-text.ts";
import { AdministratorsOnly } from "../../ui/administrators-only.tsx";
import { Page } from "../../ui/page.tsx";
import { Invitations } from "./invitations.tsx";
import { PeopleTable } from "./people-table.tsx";
import { Units } from "./units.tsx";

export function PeoplePage() {
  const { t } = useText();
  return (
    <AdministratorsOnly>
      <Page title={t("people.title")}>
        <Units />
        <Invitations />
        <PeopleTable />
      </Page>
    </AdministratorsOnly>
  );
}
