import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { call } from "../../api/call.ts";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Checkbox } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import styles from "./outline.module.css";
import { Failures } from "./section-list.tsx";
import { useEachSection } from "./use-each-section.ts";

/** Hands in those of one's own sections that one chooses; at first all that have a text. */
export function SubmitDialog({
  report,
  own,
  onClose,
}: {
  readonly report: ReportView;
  readonly own: readonly SectionView[];
  readonly onClose: () => void;
}) {
  const { t } = useText();
  // As it was when the person was asked: what is handed in leaves the report's list, not this one.
  const [offered] = useState(own);
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(
    () => new Set(own.filter(({ wordCount }) => wordCount > 0).map(({ id }) => id)),
  );
  const { isBusy, failures, run } = useEachSection(report.id);
  const [isTried, setIsTried] = useState(false);
  const chosen = offered.filter(({ id }) => chosenIds.has(id));
  const isDone = isTried && !isBusy;
  const submit = async () => {
    setIsTried(true);
    const areAllIn = await run(chosen, ({ id }) => call("submitSection", { params: { id } }));
    if (!areAllIn) return;
    announce(t("outline.submit.done", { count: chosen.length }));
    onClose();
  };
  return (
    <Dialog title={t("outline.submit.title")} width="wide" onClose={onClose}>
      <p>{t("outline.submit.text")}</p>
      <ul className={styles["sections"]}>
        {offered.map(({ id, label, title, wordCount }) => (
          <li key={id}>
            <Checkbox
              label={t("outline.submit.section", { title: `${label} ${title}`, count: wordCount })}
              checked={chosenIds.has(id)}
              disabled={isTried}
              onChange={({ target }) => {
                const next = new Set(chosenIds);
                if (target.checked) next.add(id);
                else next.delete(id);
                setChosenIds(next);
              }}
            />
          </li>
        ))}
      </ul>
      <Failures title={t("outline.submit.failed", { count: failures.length })} failures={failures} />
      <div className={form["actions"]}>
        {!isDone && (
          <Button
            look="primary"
            isBusy={isBusy}
            disabled={chosen.length === 0}
            onClick={() => void (isBusy ? undefined : submit())}
          >
            {t("outline.submit.confirm", { count: chosen.length })}
          </Button>
        )}
        <Button onClick={onClose}>{t(isDone ? "common.close" : "common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
