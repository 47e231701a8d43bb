import type { RetainedView } from "@dongsoan/shared/http-api";
import { formatDate } from "@dongsoan/shared/i18n";
import { useState } from "react";
import { Link } from "wouter";
import { keys, useCommand, useRetained, useSession } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { reasonWord } from "../../ui/reason-word.ts";
import { sectionAddress } from "../../ui/section-address.ts";

/**
 * RET11: what one wrote and the server did not take, also of sections that are not for one's eyes any more. Nothing is
 * shown while there is none.
 */
export function KeptTexts() {
  const { t } = useText();
  const userId = useSession().data?.user.id;
  const kept = (useRetained().data ?? []).filter(({ by }) => by === userId);
  const [asking, setAsking] = useState<RetainedView | null>(null);
  if (kept.length === 0) return null;
  return (
    <section className={list["group"]} aria-labelledby="kept-texts">
      <h2 id="kept-texts">
        {t("write.retained")} ({kept.length})
      </h2>
      <p className={list["detail"]}>{t("work.keptIntro")}</p>
      <ul className={list["list"]}>
        {kept.map((one) => (
          <Kept key={one.id} kept={one} onDiscard={() => setAsking(one)} />
        ))}
      </ul>
      {asking && <DiscardDialog kept={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

function Kept({ kept, onDiscard }: { readonly kept: RetainedView; readonly onDiscard: () => void }) {
  const { t, dateTime, locale } = useText();
  const { label, title, paragraphs } = kept;
  return (
    <li className={list["item"]}>
      <div className={list["main"]}>
        {kept.isReadable ? (
          <Link className={list["title"]} href={sectionAddress(kept.reportId, kept.sectionId)}>
            {label} {title}
          </Link>
        ) : (
          <span className={list["title"]}>
            {label} {t("work.keptHidden")}
          </span>
        )}
        <span className={list["detail"]}>
          {dateTime(kept.at)} · {t("write.retainedUntil", { time: formatDate(locale, kept.expiresAt) })}
        </span>
        <span className={list["detail"]}>{t(reasonWord(kept.reason))}</span>
        <details>
          <summary>{t("work.keptShow", { count: paragraphs.length })}</summary>
          {paragraphs.map(({ text }, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
            <p key={i} lang="vi">
              {text}
            </p>
          ))}
        </details>
      </div>
      <div className={list["side"]}>
        <CopyButton
          size="small"
          text={paragraphs.map(({ text }) => text).join("\n")}
          label={t("common.copy")}
        />
        <Button size="small" onClick={onDiscard}>
          {t("write.discard")}
        </Button>
      </div>
    </li>
  );
}

function DiscardDialog({ kept, onClose }: { readonly kept: RetainedView; readonly onClose: () => void }) {
  const { t } = useText();
  const discard = useCommand("discardRetained", [keys.retained]);
  return (
    <Dialog title={t("write.discardTitle")} onClose={onClose}>
      <p>{t("write.discardText")}</p>
      {discard.error && <ErrorNotice error={discard.error} />}
      <div className={form["actions"]}>
        <Button
          look="danger"
          isBusy={discard.isPending}
          onClick={() => discard.mutate({ params: { id: kept.id } }, { onSuccess: onClose })}
        >
          {t("write.discard")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
      </div>
    </Dialog>
  );
}
