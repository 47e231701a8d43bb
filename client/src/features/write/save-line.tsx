import { formatTimeWithSeconds } from "@dongsoan/shared/i18n";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { useText } from "../../i18n/use-text.ts";
import type { SaveLine as Line } from "../../sync/save-status.ts";
import { useWrite } from "./write-context.ts";

const toneOf = (line: Line): "ok" | "plain" | "warn" | "danger" => {
  switch (line.kind) {
    case "saved":
      return "ok";
    case "opening":
    case "saving":
    case "syncing":
      return "plain";
    case "unsaved":
      return line.isLate ? "danger" : "warn";
    case "offline":
    case "reconnecting":
    case "retained":
    case "client-too-old":
      return "warn";
    case "no-local-store":
    case "signed-out":
      return "danger";
  }
};

/** The seconds of "after 8 seconds" count down without asking anybody. */
function useSecondsUntil(at: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1_000));
}

interface SaveLineProps {
  readonly report: Pick<ReportView, "id" | "state" | "sections">;
  readonly onSeeRetained: () => void;
}

/** SAVE13: where nothing is at stake, a report that nobody writes in says so. */
export function SaveLine({ report, onSeeRetained }: SaveLineProps) {
  const { session } = useWrite();
  const line = useSyncExternalStore(session.saveLine.subscribe, session.saveLine.getSnapshot);
  const isCalm = line.kind === "opening" || line.kind === "saved";
  if (isCalm && report.state.kind !== "collecting") return <SealedLine report={report} />;
  if (isCalm && report.sections.length === 0) return <NoSectionLine />;
  return <SavingLine line={line} onSeeRetained={onSeeRetained} />;
}

function SealedLine({ report: { id, state } }: Pick<SaveLineProps, "report">) {
  const { t, dateTime } = useText();
  return (
    <span className="save-line tone-lock" data-save="sealed">
      <span className="save-mark" aria-hidden="true" />
      <output className="save-words">
        {t("save.sealed", { time: state.at === null ? "" : dateTime(state.at) })}
      </output>
      <Link className="link-button" href={`/bao-cao/${id}/chot`}>
        {t("save.seeSeal")}
      </Link>
    </span>
  );
}

function NoSectionLine() {
  const { t } = useText();
  return (
    <span className="save-line tone-plain" data-save="empty">
      <span className="save-mark" aria-hidden="true" />
      <output className="save-words">{t("save.empty")}</output>
    </span>
  );
}

/** The one line that says whether the text is safe. Read out when its kind changes, not at every second. */
function SavingLine({ line, onSeeRetained }: { readonly line: Line; readonly onSeeRetained: () => void }) {
  const { session } = useWrite();
  const { t, locale } = useText();
  const seconds = useSecondsUntil(line.kind === "reconnecting" ? line.retryAt : null);
  const words = (): string => {
    switch (line.kind) {
      case "opening":
        return t("save.opening");
      case "saved":
        return t("save.saved", { time: formatTimeWithSeconds(locale, line.at) });
      case "saving":
        return t("save.saving");
      case "unsaved":
        return t("save.unsaved", { count: line.changeCount });
      case "offline":
        return t("save.offline");
      case "reconnecting":
        return line.retryAt === null
          ? t("save.reconnectingNow", { attempt: line.attempt })
          : t("save.reconnecting", { attempt: line.attempt, seconds });
      case "syncing":
        return t("save.syncing", { count: line.changeCount });
      case "no-local-store":
        return t("save.noLocalStore");
      case "retained":
        return t(line.isByLock ? "save.retainedByLock" : "save.retained", { count: line.paragraphCount });
      case "signed-out":
        return t("save.signedOut");
      case "client-too-old":
        return t("save.clientTooOld");
    }
  };
  const action = (label: string, onPress: () => void) => (
    <button type="button" className="link-button" onClick={onPress}>
      {label}
    </button>
  );
  const text = words();
  const calm = [
    t("save.saved", { time: formatTimeWithSeconds(locale, 0) }),
    t("save.saving"),
    t("save.opening"),
  ];
  const roomWords = calm.toSorted((a, b) => b.length - a.length)[0];
  const [announced, setAnnounced] = useState({ kind: line.kind, text });
  if (line.kind !== "saving" && announced.kind !== line.kind) setAnnounced({ kind: line.kind, text });
  return (
    <span
      className={`save-line tone-${toneOf(line)}`}
      data-save={line.kind}
      // To the millisecond: who waits for "saved" must be able to tell it from the one before.
      data-saved-at={line.kind === "saved" ? line.at : undefined}
    >
      <span className="save-mark" aria-hidden="true" />
      <output className="visually-hidden">{announced.text}</output>
      <span className="save-words" data-room={roomWords}>
        {text}
      </span>
      {line.kind === "reconnecting" && action(t("save.tryNow"), () => session.socket.tryNow())}
      {line.kind === "offline" && action(t("save.tryNow"), () => session.socket.tryNow())}
      {line.kind === "retained" && action(t("save.see"), onSeeRetained)}
      {line.kind === "client-too-old" && action(t("save.reload"), () => location.reload())}
    </span>
  );
}
