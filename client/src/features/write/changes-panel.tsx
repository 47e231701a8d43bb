import { formatDateTime } from "@dongsoan/shared/i18n";
import type { Change } from "@dongsoan/shared/crdt";
import type { ReportView, SectionView, SuggestionsView } from "@dongsoan/shared/http-api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "../../api/call.ts";
import { revealChange } from "../../editor/tracking/change-places.ts";
import { useText } from "../../i18n/use-text.ts";
import { suggesterName } from "../../ui/suggester-name.ts";
import { toast } from "../../ui/toast.ts";
import { AskDialog } from "./ask-dialog.tsx";
import { DiscussChange } from "./discuss-change.tsx";
import { ChangeTools } from "./change-tools.tsx";
import { mayDecide, suggestionsKey, useDecide, type Verdict } from "./deciding.ts";
import type { ChangeCommands } from "./use-change-keys.ts";
import { goToSection } from "./paper-place.ts";
import { useChanges } from "./use-changes.ts";
import { useWrite } from "./write-context.ts";

const quoteLength = 80;
const decisionsShown = 5;

const short = (text: string): string => {
  const plain = text.replaceAll("\n", " ");
  return plain.length > quoteLength ? `${plain.slice(0, quoteLength)}…` : plain;
};

export interface ChangesPanelProps {
  readonly report: ReportView;
  readonly commands: ChangeCommands;
}

/** Every suggestion of the report by section, with what the owner and the coordinator decide about it. */
export function ChangesPanel({ report, commands }: ChangesPanelProps) {
  const { t } = useText();
  const changes = useChanges();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = report.sections.filter(
    (section) => !section.isHidden && ((changes.get(section.id)?.length ?? 0) > 0 || section.may.suggest),
  );
  const all = [...changes.values()].flat();
  // Whoever has nothing left in the list is not chosen any more.
  const author = all.some(({ by }) => by === chosen) ? chosen : null;
  return (
    <>
      <p className="panel-intro" role="status">
        {all.length === 0 ? t("changes.empty") : t("changes.count", { count: all.length })}
      </p>
      {all.length > 0 && <ChangeTools {...{ report, commands, author }} changes={all} onAuthor={setChosen} />}
      {shown.map((section) => (
        <SectionChanges
          key={section.id}
          {...{ report, section, author }}
          changes={(changes.get(section.id) ?? []).filter(({ by }) => author === null || by === author)}
        />
      ))}
    </>
  );
}

interface SectionChangesProps {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly changes: readonly Change[];
  /** Only this person's are shown; null: everybody's. */
  readonly author: string | null;
}

function SectionChanges({ report, section, changes, author }: SectionChangesProps) {
  const { t } = useText();
  const { userId } = useWrite();
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: suggestionsKey(section.id),
    queryFn: ({ signal }) => call("suggestions", { params: { id: section.id }, signal }),
  });
  // Asked again when what is suggested here changes: times and names come from the server.
  const idText = changes.flatMap(({ ids }) => ids).join();
  useEffect(() => {
    void client.invalidateQueries({ queryKey: suggestionsKey(section.id) });
  }, [client, section.id, idText]);
  const [asking, setAsking] = useState<Verdict | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const isDecider = mayDecide(report, section, userId);
  const send = useDecide();
  const run = async (work: () => Promise<void>) => {
    setIsBusy(true);
    try {
      await work();
    } catch {
      toast(t("error.internal"));
    } finally {
      setIsBusy(false);
      setAsking(null);
      await client.invalidateQueries({ queryKey: suggestionsKey(section.id) });
    }
  };
  const decide = (verdict: Verdict, decided: readonly Change[]) =>
    run(() => send(section.id, verdict, decided));
  const info = asked.data;
  const name = suggesterName(author, knownPeople(report, info), t);
  if (changes.length === 0 && (info?.decisions.length ?? 0) === 0) return null;
  return (
    <section className="changes" aria-label={`${section.label} ${section.title}`}>
      <h3>
        {section.label} {section.title}
      </h3>
      <ul>
        {changes.map((change) => (
          <ChangeCard
            key={change.ids.join()}
            {...{ report, section, change, info, isBusy }}
            mayDecide={isDecider}
            onDecide={(verdict) => void decide(verdict, [change])}
          />
        ))}
      </ul>
      {isDecider && changes.length > 1 && (
        <p className="change-actions">
          <button
            type="button"
            className="button button-small"
            disabled={isBusy}
            onClick={() => setAsking("accept")}
          >
            {name === null ? t("changes.acceptAll") : t("changes.acceptAuthor", { name })}
          </button>
          <button
            type="button"
            className="button button-small"
            disabled={isBusy}
            onClick={() => setAsking("reject")}
          >
            {name === null ? t("changes.rejectAll") : t("changes.rejectAuthor", { name })}
          </button>
        </p>
      )}
      {info && (
        <Decisions
          info={info}
          mayDecide={isDecider}
          isBusy={isBusy}
          onTakeBack={(decisionId) =>
            void run(async () => {
              await call("takeBackDecision", { params: { id: section.id }, body: { decisionId } }).catch(
                () => {
                  toast(t("changes.cannotTakeBack"));
                },
              );
            })
          }
        />
      )}
      {asking && (
        <AskDialog
          title={t(asking === "accept" ? "changes.acceptAllAsk" : "changes.rejectAllAsk", {
            count: changes.length,
            label: section.label,
          })}
          text={t("changes.undoHint")}
          confirm={t(asking === "accept" ? "changes.accept" : "changes.reject")}
          error={null}
          isBusy={isBusy}
          onConfirm={() => void decide(asking, changes)}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}

/** Who has left the report's units is told by the server with the suggestions. */
const knownPeople = (report: ReportView, info: SuggestionsView | undefined) => [
  ...report.people,
  ...(info?.people ?? []),
];

interface ChangeCardProps {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly change: Change;
  readonly info: SuggestionsView | undefined;
  readonly mayDecide: boolean;
  readonly isBusy: boolean;
  readonly onDecide: (verdict: Verdict) => void;
}

function ChangeCard({ report, section, change, info, mayDecide, isBusy, onDecide }: ChangeCardProps) {
  const { t, locale } = useText();
  const { registry } = useWrite();
  const people = knownPeople(report, info);
  const name = suggesterName(change.by, people, t) ?? t("common.unknown");
  const unitId = people.find(({ id }) => id === change.by)?.unitId;
  const unit = report.units.find(({ id }) => id === unitId)?.shortName;
  const at = info?.suggestions.find(({ id }) => change.ids.includes(id))?.at;
  const quote = short(change.inserted || change.deleted || change.altered);
  const goTo = () => {
    const editor = registry.open(section.id);
    if (!editor || !revealChange(editor.view, change.ids)) goToSection(section.id);
  };
  return (
    <li className="change">
      <button type="button" className="change-what" title={t("changes.goTo")} onClick={goTo}>
        <strong>{name}</strong>
        {unit ? ` (${unit})` : ""} {t(`changes.kind.${change.kind}`)}
        {change.deleted !== "" && <del>{short(change.deleted)}</del>}
        {change.inserted !== "" && <ins>{short(change.inserted)}</ins>}
        {change.altered !== "" && <span className="change-altered">{short(change.altered)}</span>}
        {at !== undefined && <time className="change-when">{formatDateTime(locale, at)}</time>}
      </button>
      <span className="change-actions">
        {mayDecide &&
          (["accept", "reject"] as const).map((verdict) => (
            <button
              key={verdict}
              type="button"
              className="button button-small"
              disabled={isBusy}
              data-verdict={verdict}
              aria-label={t(`changes.${verdict}One`, { name, quote })}
              onClick={() => onDecide(verdict)}
            >
              {t(`changes.${verdict}`)}
            </button>
          ))}
        <DiscussChange sectionId={section.id} suggestionIds={change.ids} />
      </span>
    </li>
  );
}

interface DecisionsProps {
  readonly info: SuggestionsView;
  readonly mayDecide: boolean;
  readonly isBusy: boolean;
  readonly onTakeBack: (decisionId: string) => void;
}

function Decisions({ info, mayDecide, isBusy, onTakeBack }: DecisionsProps) {
  const { t, locale } = useText();
  if (info.decisions.length === 0) return null;
  return (
    <details className="decisions">
      <summary>{t("changes.decided")}</summary>
      <ul>
        {info.decisions.slice(0, decisionsShown).map(({ id, verdict, by, at, changes, takenBack }) => (
          <li key={id}>
            {t(verdict === "accept" ? "changes.accepted" : "changes.rejected", {
              name: info.people.find((person) => person.id === by)?.name ?? "",
              count: changes.length,
              time: formatDateTime(locale, at),
            })}{" "}
            {takenBack ? (
              <em>{t("changes.takenBack")}</em>
            ) : (
              mayDecide && (
                <button
                  type="button"
                  className="button button-small"
                  disabled={isBusy}
                  onClick={() => onTakeBack(id)}
                >
                  {t("changes.takeBack")}
                </button>
              )
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
