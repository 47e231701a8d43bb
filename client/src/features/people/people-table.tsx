import { compareNames } from "@dongsoan/shared/i18n";
import type { PersonView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { usePeople, useUnits } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import list from "../../ui/list.module.css";
import { Card } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { EditPerson } from "./edit-person.tsx";

export function PeopleTable() {
  const { t } = useText();
  const people = usePeople();
  const units = useUnits().data ?? [];
  const [editing, setEditing] = useState<PersonView | null>(null);
  return (
    <Card title={t("people.people")}>
      <QueryState query={people}>
        {(all) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
          <section className={list["scroll"]} tabIndex={0} aria-label={t("people.people")}>
            <table className={list["table"]}>
              <thead>
                <tr>
                  <th scope="col">{t("people.name")}</th>
                  <th scope="col">{t("people.username")}</th>
                  <th scope="col">{t("people.unit")}</th>
                  <th scope="col">{t("people.roles")}</th>
                  <th scope="col">{t("people.state")}</th>
                  <th scope="col">{t("people.actions")}</th>
                </tr>
              </thead>
              <tbody>
                {[...all]
                  .sort((a, b) => compareNames(a.name, b.name))
                  .map((person) => (
                    <tr key={person.id}>
                      <th scope="row">{person.name}</th>
                      <td>{person.username}</td>
                      <td>{units.find((u) => u.id === person.unitId)?.name ?? t("people.noUnit")}</td>
                      <td>
                        {person.roles.length === 0
                          ? t("account.noRoles")
                          : person.roles.map((role) => t(`role.${role}`)).join(", ")}
                      </td>
                      <td>
                        <Chip kind={person.isActive ? "ok" : "plain"}>
                          {person.isActive ? t("people.active") : t("people.disabled")}
                        </Chip>
                      </td>
                      <td>
                        <Button
                          size="small"
                          aria-label={t("people.edit", { name: person.name })}
                          onClick={() => setEditing(person)}
                        >
                          {t("common.change")}
                        </Button>
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        )}
      </QueryState>
      {people.data?.length === 1 && <p className={list["muted"]}>{t("people.empty")}</p>}
      {editing && <EditPerson person={editing} onClose={() => setEditing(null)} />}
    </Card>
  );
}
