import { compareWords, type WordPiece } from "@dongsoan/shared/crdt";
import { formatDate, formatDateTime } from "@dongsoan/shared/i18n";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useMemo, useState, useSyncExternalStore } from "react";
import { useCommand, useRetained } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { reasonWord } from "../../ui/reason-word.ts";
import { AskDialog } from "./lazy-dialogs.tsx";
import { personName, useWrite } from "./write-context.ts";

interface Kept {
  readonly id: string;
  readonly sectionId: string;
  readonly by: string;
  readonly at: number;
  readonly expiresAt: number | null;
  readonly reason: string;
  readonly isSent: boolean;
  readonly isLocal: boolean;
  readonly paragraphs: readonly { readonly text: string; readonly before: string | null }[];
}

/** What the server keeps for this report, and before it what still waits on this machine. */
export function useKeptTexts(reportId: string): readonly Kept[] {
  const { session, userId } = useWrite();
  const onServer = useRetained();
  const here = useSyncExternalStore(
    (listener) => session.refused.changed.subscribe(listener),
    () => session.refused.texts,
  );
  const server = (onServer.data ?? []).filter((kept) => kept.reportId === reportId);
  const known = new Set(server.map((kept) => kept.id));
  const local = here.flatMap((text) =>
    text.reportId === reportId && text.paragraphs !== null && !known.has(text.id)
      ? [{ ...text, paragraphs: text.paragraphs, by: userId, expiresAt: null, isSent: false, isLocal: true }]
      : [],
  );
  return [...local, ...server.map((kept) => ({ ...kept, isLocal: false }))];
}

/** RET14: one's own words and those in the report, with what is only in one of them marked. */
function KeptParagraph({ paragraph: { text, before } }: { readonly paragraph: Kept["paragraphs"][number] }) {
  const { t } = useText();
  const pieces = useMemo(() => (before === null ? null : compareWords(before, text)), [before, text]);
  const without = (change: WordPiece["change"], Tag: "ins" | "del") =>
    pieces
      ?.filter((piece) => piece.change !== change)
      .map((piece, i) =>
        // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
        piece.change === "same" ? piece.text : <Tag key={i}>{piece.text}</Tag>,
      );
  return (
    <dl className="kept-pair" lang="vi">
      <div>
        <dt>{t("write.retainedYours")}</dt>
        <dd className="kept-own">{without("deleted", "ins") ?? text}</dd>
      </div>
      <div>
        <dt>{t("write.retainedTheirs")}</dt>
        <dd>{without("inserted", "del") ?? t("write.retainedNew")}</dd>
      </div>
    </dl>
  );
}

function KeptCard({ report, kept }: { readonly report: ReportView; readonly kept: Kept }) {
  const { t, locale } = useText();
  const { session, userId } = useWrite();
  const [isDiscarding, setIsDiscarding] = useState(false);
  const send = useCommand("sendRetained", [["retained"]]);
  const discard = useCommand("discardRetained", [["retained"]]);
  const section = report.sections.find((s) => s.id === kept.sectionId);
  const params = { id: kept.id };
  return (
    <article className="kept">
      <h3>
        {section?.label} {section?.title}
      </h3>
      <p className="kept-by">
        {t("write.retainedBy", {
          name: personName(report, kept.by) ?? "",
          time: formatDateTime(locale, kept.at),
        })}
        {" · "}
        {t(reasonWord(kept.reason))}
      </p>
      <p className="kept-by">
        {kept.isLocal && t("write.retainedLocal")}
        {kept.expiresAt !== null && t("write.retainedUntil", { time: formatDate(locale, kept.expiresAt) })}
      </p>
      {kept.paragraphs.map((paragraph, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
        <KeptParagraph key={i} paragraph={paragraph} />
      ))}
      <div className="kept-actions">
        <CopyButton
          size="small"
          text={kept.paragraphs.map(({ text }) => text).join("\n")}
          label={t("common.copy")}
        />
        {kept.isSent && <span className="chip tone-ok">{t("write.retainedSent")}</span>}
        {!kept.isSent && !kept.isLocal && kept.by === userId && (
          <button
            type="button"
            className="button button-small"
            disabled={send.isPending}
            onClick={() => send.mutate({ params })}
          >
            {t("write.sendRetained")}
          </button>
        )}
        {kept.by === userId && (
          <button type="button" className="button button-small" onClick={() => setIsDiscarding(true)}>
            {t("write.discard")}
          </button>
        )}
      </div>
      {send.isError && (
        <p role="alert" className="form-error">
          {t("write.actionFailed")}
        </p>
      )}
      {isDiscarding && (
        <AskDialog
          title={t("write.discardTitle")}
          text={t("write.discardText")}
          confirm={t("write.discard")}
          isDangerous
          error={discard.isError ? t("write.actionFailed") : null}
          isBusy={discard.isPending}
          onConfirm={() => {
            if (kept.isLocal) void session.refused.discard(kept.id);
            else discard.mutate({ params }, { onSuccess: () => setIsDiscarding(false) });
          }}
          onClose={() => setIsDiscarding(false)}
        />
      )}
    </article>
  );
}

/** "Bản giữ lại": what was not accepted, beside what the report says now. */
export function RetainedPanel({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const kept = useKeptTexts(report.id);
  if (kept.length === 0) return <p className="panel-empty">{t("write.retainedEmpty")}</p>;
  const count = kept.reduce((n, k) => n + k.paragraphs.length, 0);
  return (
    <>
      <p className="panel-intro">{t("write.retainedIntro", { count })}</p>
      {kept.map((one) => (
        <KeptCard key={one.id} report={report} kept={one} />
      ))}
    </>
  );
}
