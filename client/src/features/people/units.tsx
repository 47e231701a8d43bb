import type { UnitView } from "@dongsoan/shared/http-api";
import { useState, type SubmitEvent } from "react";
import { keys, useCommand, useUnits } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Card } from "../../ui/page.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";

export function Units() {
  const { t } = useText();
  const units = useUnits();
  const [editing, setEditing] = useState<UnitView | null>(null);
  const add = useCommand("addUnit", [keys.units]);
  const [name, setName] = useState("");
  const [shortName, setShortName] = useState("");
  const handleAdd = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (add.isPending) return;
    add.mutate(
      { body: { name: name.trim(), shortName: shortName.trim() } },
      {
        onSuccess: () => {
          setName("");
          setShortName("");
        },
      },
    );
  };
  return (
    <Card title={t("units.title")}>
      <QueryState query={units}>
        {(all) =>
          all.length === 0 ? (
            <p className={list["muted"]}>{t("units.empty")}</p>
          ) : (
            <ul className={list["list"]}>
              {all.map((unit) => (
                <li key={unit.id} className={list["item"]}>
                  <div className={list["main"]}>
                    <span className={list["title"]}>{unit.name}</span>
                    <span className={list["detail"]}>{unit.shortName}</span>
                  </div>
                  <div className={list["side"]}>
                    {!unit.isActive && <Chip kind="plain">{t("units.closed")}</Chip>}
                    <Button
                      size="small"
                      aria-label={t("units.edit", { name: unit.name })}
                      onClick={() => setEditing(unit)}
                    >
                      {t("common.change")}
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      <form className={form["form"]} onSubmit={handleAdd}>
        <div className={form["columns"]}>
          <TextField
            label={t("units.name")}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label={t("units.shortName")}
            hint={t("units.shortName.hint")}
            required
            maxLength={12}
            value={shortName}
            onChange={(event) => setShortName(event.target.value)}
          />
        </div>
        {add.error && <ErrorNotice error={add.error} />}
        <div>
          <Button type="submit" isBusy={add.isPending}>
            {t("units.add")}
          </Button>
        </div>
      </form>
      {editing && <EditUnit unit={editing} onClose={() => setEditing(null)} />}
    </Card>
  );
}

function EditUnit({ unit, onClose }: { readonly unit: UnitView; readonly onClose: () => void }) {
  const { t } = useText();
  const [name, setName] = useState(unit.name);
  const [shortName, setShortName] = useState(unit.shortName);
  const change = useCommand("changeUnit", [keys.units]);
  const save = (isActive: boolean) =>
    change.mutate(
      {
        params: { id: unit.id },
        body: { name: name.trim(), shortName: shortName.trim(), version: unit.version, isActive },
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog title={t("units.edit", { name: unit.name })} onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) save(unit.isActive);
        }}
      >
        <TextField
          label={t("units.name")}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t("units.shortName")}
          required
          maxLength={12}
          value={shortName}
          onChange={(event) => setShortName(event.target.value)}
        />
        {change.error && <ErrorNotice error={change.error} />}
        <div className={form["actions"]}>
          <Button type="submit" look="primary" isBusy={change.isPending}>
            {t("common.save")}
          </Button>
          <Button look={unit.isActive ? "danger" : "plain"} onClick={() => save(!unit.isActive)}>
            {unit.isActive ? t("units.close") : t("units.reopen")}
          </Button>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
