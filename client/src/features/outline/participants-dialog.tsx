import type { PersonView, ReportView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand, usePeople, useSession } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Select, TextField } from "../../ui/field.tsx";
import { FormActions } from "../../ui/form-actions.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";
import { differing, idsWith, listed, partOf, partsOf, withPart, type Part } from "./participants.ts";
import styles from "./participants.module.css";

const allParts: readonly Part[] = ["coordinator", "reader", "none"];

/** Who coordinates a report and who may read it besides those it is assigned to. */
export function ParticipantsDialog({
  report,
  onClose,
}: {
  readonly report: ReportView;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const people = usePeople();
  const me = useSession().data?.user.id ?? null;
  const [former, setFormer] = useState(() => partsOf(report));
  const [parts, setParts] = useState(former);
  const [version, setVersion] = useState(report.version);
  const [search, setSearch] = useState("");
  const change = useCommand("changeParticipants");
  const isStale = change.error?.code === "stale-version";
  const coordinatorIds = idsWith(parts, "coordinator");
  const stored = partsOf(report);
  const unitName = (person: PersonView) => report.units.find((u) => u.id === person.unitId)?.name ?? "";
  const save = (withVersion: number) =>
    change.mutate(
      {
        params: { id: report.id },
        body: { version: withVersion, coordinatorIds, readerIds: idsWith(parts, "reader") },
      },
      {
        onSuccess: () => {
          toast(t("participants.saved"));
          onClose();
        },
      },
    );
  return (
    <Dialog title={t("participants.title")} width="wide" onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending && coordinatorIds.length > 0) save(version);
        }}
      >
        <p className={list["muted"]}>{t("participants.lead")}</p>
        <TextField
          label={t("participants.search")}
          hint={t("participants.search.hint")}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            // Looking for somebody is not saving.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
        <QueryState query={people}>
          {(all) => {
            const shown = listed(all, unitName, former, parts, search);
            return (
              <>
                <p role="status" className={list["muted"]}>
                  {search.trim() === ""
                    ? t("participants.count", { count: shown.length })
                    : shown.length === 0
                      ? t("participants.noneFound")
                      : t("participants.found", { count: shown.length })}
                </p>
                <ul className={styles["people"]} aria-label={t("participants.list")}>
                  {shown.map((person) => (
                    <li key={person.id}>
                      <span className={list["main"]}>
                        <span>{person.name}</span>
                        <span className={list["detail"]}>{unitName(person)}</span>
                      </span>
                      <Select
                        label={t("participants.part", { name: person.name })}
                        isLabelHidden
                        value={partOf(parts, person.id)}
                        onChange={(event) => {
                          const part = allParts.find((each) => each === event.target.value) ?? "none";
                          setParts(withPart(parts, person.id, part));
                        }}
                      >
                        {allParts.map((part) => (
                          <option key={part} value={part}>
                            {t(`participants.part.${part}`)}
                          </option>
                        ))}
                      </Select>
                    </li>
                  ))}
                </ul>
                {isStale && (
                  <Notice kind="warn" isLive>
                    <p>{t("participants.stale")}</p>
                    <ul>
                      {differing(stored, parts).map((id) => (
                        <li key={id}>
                          {t("participants.stale.person", {
                            name: all.find((p) => p.id === id)?.name ?? t("common.unknown"),
                            current: t(`participants.part.${partOf(stored, id)}`),
                            mine: t(`participants.part.${partOf(parts, id)}`),
                          })}
                        </li>
                      ))}
                    </ul>
                    <div className={form["actions"]}>
                      <Button size="small" onClick={() => save(report.version)}>
                        {t("outline.stale.again")}
                      </Button>
                      <Button
                        size="small"
                        onClick={() => {
                          setFormer(stored);
                          setParts(stored);
                          setVersion(report.version);
                          change.reset();
                        }}
                      >
                        {t("outline.stale.drop")}
                      </Button>
                    </div>
                  </Notice>
                )}
              </>
            );
          }}
        </QueryState>
        {coordinatorIds.length === 0 && (
          <Notice kind="danger" isLive>
            <p>{t("participants.needsCoordinator")}</p>
          </Notice>
        )}
        {me !== null && partOf(former, me) === "coordinator" && partOf(parts, me) !== "coordinator" && (
          <Notice kind="warn" isLive>
            <p>{t("participants.leaving")}</p>
          </Notice>
        )}
        {change.error && !isStale && <ErrorNotice error={change.error} />}
        <FormActions
          label={t("common.save")}
          isBusy={change.isPending}
          disabled={coordinatorIds.length === 0 || differing(former, parts).length === 0}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
