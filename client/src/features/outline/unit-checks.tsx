import { useText } from "../../i18n/use-text.ts";
import { Checkbox } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

/** Further units of a section, to be ticked. What comes from the section above stands and cannot be unticked here. */
export function UnitChecks({
  legend,
  units,
  value,
  fromAbove,
  onValue,
}: {
  readonly legend: string;
  readonly units: readonly Unit[];
  readonly value: string[];
  readonly fromAbove: readonly string[];
  readonly onValue: (unitIds: string[]) => void;
}) {
  const { t } = useText();
  const nameOf = (id: string) => units.find((u) => u.id === id)?.name ?? "";
  return (
    <fieldset className={form["fieldset"]}>
      <legend>{legend}</legend>
      <div className={form["checks"]}>
        {units
          .filter((u) => u.isActive || value.includes(u.id))
          .map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={value.includes(id) || fromAbove.includes(id)}
              disabled={fromAbove.includes(id)}
              onChange={(event) =>
                onValue(event.target.checked ? [...value, id] : value.filter((other) => other !== id))
              }
            />
          ))}
      </div>
      {fromAbove.length > 0 && (
        <p>
          {t("outline.contributors.inherited", { units: fromAbove.map(nameOf).filter(Boolean).join(", ") })}
        </p>
      )}
    </fieldset>
  );
}
