import { orgRoles, type OrgRole } from "@dongsoan/shared/domain";
import { useUnits } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Checkbox, Select } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";

/** Unit and roles of a person, the same for an invitation and for a change. */
export function RoleFields({
  unitId,
  onUnitId,
  roles,
  onRoles,
}: {
  readonly unitId: string | null;
  readonly onUnitId: (id: string | null) => void;
  readonly roles: readonly OrgRole[];
  readonly onRoles: (roles: OrgRole[]) => void;
}) {
  const { t } = useText();
  const units = useUnits().data ?? [];
  return (
    <>
      <Select
        label={t("people.unit")}
        value={unitId ?? ""}
        onChange={(event) => onUnitId(event.target.value || null)}
      >
        <option value="">{t("people.noUnit")}</option>
        {units
          .filter((unit) => unit.isActive || unit.id === unitId)
          .map((unit) => (
            <option key={unit.id} value={unit.id}>
              {unit.name}
            </option>
          ))}
      </Select>
      <fieldset className={form["fieldset"]}>
        <legend>{t("people.roles")}</legend>
        <div className={form["checks"]}>
          {orgRoles.map((role) => (
            <Checkbox
              key={role}
              label={t(`role.${role}`)}
              checked={roles.includes(role)}
              onChange={(event) =>
                onRoles(event.target.checked ? [...roles, role] : roles.filter((r) => r !== role))
              }
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
