import { useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { Button } from "./button.tsx";
import form from "./form.module.css";
import styles from "./header-conflicts.module.css";
import type { HeaderKey, HeaderValues } from "./header-values.ts";
import { Notice } from "./notice.tsx";

type Side = "mine" | "theirs";
const sides: readonly Side[] = ["mine", "theirs"];

/** Fields that two people changed at once: both values side by side, one of them to be chosen. */
export function HeaderConflicts({
  conflicts,
  mine,
  theirs,
  isBusy,
  onChosen,
  onBack,
}: {
  readonly conflicts: readonly HeaderKey[];
  readonly mine: HeaderValues;
  readonly theirs: HeaderValues;
  readonly isBusy: boolean;
  readonly onChosen: (values: HeaderValues) => void;
  readonly onBack: (values: HeaderValues) => void;
}) {
  const { t, date } = useText();
  const [taken, setTaken] = useState<ReadonlySet<HeaderKey>>(new Set());
  const values: HeaderValues = {
    ...mine,
    ...Object.fromEntries(conflicts.filter((key) => taken.has(key)).map((key) => [key, theirs[key]])),
  };
  const words = (key: HeaderKey, from: HeaderValues): string => {
    switch (key) {
      case "dueAt":
        return from.dueAt === null ? t("work.noDue") : date(from.dueAt);
      case "date":
        return [from.date.day, from.date.month, from.date.year].map((part) => part ?? "…").join("/");
      case "signature":
        return [...from.signature.lines, from.signature.name].join("\n");
      case "addressees":
      case "opening":
      case "closing":
      case "recipients":
        return from[key].join("\n");
      case "agency":
      case "number":
      case "parentAgency":
      case "place":
      case "subject":
      case "symbol":
      case "typeName":
        return from[key];
    }
  };
  return (
    <form
      className={form["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onChosen(values);
      }}
    >
      <Notice kind="warn" isLive>
        <p>{t("header.stale", { count: conflicts.length })}</p>
      </Notice>
      {conflicts.map((key) => (
        <fieldset key={key} className={form["fieldset"]}>
          <legend>{t(`header.${key}`)}</legend>
          <div className={form["columns"]}>
            {sides.map((side) => (
              <label key={side} className={styles["side"]}>
                <span className={styles["name"]}>
                  <input
                    type="radio"
                    name={key}
                    checked={taken.has(key) === (side === "theirs")}
                    onChange={() => {
                      const next = new Set(taken);
                      if (side === "theirs") next.add(key);
                      else next.delete(key);
                      setTaken(next);
                    }}
                  />
                  {t(`header.stale.${side}`)}
                </span>
                <span className={styles["value"]} lang="vi">
                  {words(key, side === "mine" ? mine : theirs) || t("header.stale.empty")}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <div className={form["actions"]}>
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t("header.stale.save")}
        </Button>
        <Button onClick={() => onBack(values)}>{t("common.back")}</Button>
      </div>
    </form>
  );
}
