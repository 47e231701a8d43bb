import type { MentionView } from "@dongsoan/shared/http-api";
import { Link } from "wouter";
import { keys, useCommand, useMentions } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import list from "../../ui/list.module.css";

/** Read ones stay in reach for a while; all are beside the text. */
const readShown = 5;

/** COM9: comments that mention this person or their unit. Nothing is shown while there is none. */
export function Mentions() {
  const { t } = useText();
  const mentions = useMentions().data ?? [];
  const markRead = useCommand("markMentionsRead", [keys.mentions]);
  const unread = mentions.filter(({ isRead }) => !isRead);
  const shown = [...unread, ...mentions.filter(({ isRead }) => isRead).slice(0, readShown)];
  if (shown.length === 0) return null;
  const mark = (which: readonly MentionView[]) =>
    markRead.mutate({ body: { commentIds: which.map(({ commentId }) => commentId) } });
  return (
    <section className={list["group"]}>
      <h2>
        {t("inbox.title")} ({unread.length})
      </h2>
      <ul className={list["list"]}>
        {shown.map((mention) => (
          <Mention key={mention.commentId} mention={mention} onRead={() => mark([mention])} />
        ))}
      </ul>
      {unread.length > 1 && (
        <Button size="small" isBusy={markRead.isPending} onClick={() => mark(unread)}>
          {t("inbox.markAllRead")}
        </Button>
      )}
    </section>
  );
}

function Mention({ mention, onRead }: { readonly mention: MentionView; readonly onRead: () => void }) {
  const { t, dateTime } = useText();
  const { label, title, text, isRead } = mention;
  return (
    <li className={list["item"]}>
      <div className={list["main"]}>
        <Link
          className={list["title"]}
          href={`/bao-cao/${mention.reportId}?y-kien=${mention.threadId}`}
          onClick={() => {
            if (!isRead) onRead();
          }}
        >
          {label} {title}
        </Link>
        <span lang="vi">{text}</span>
        <span className={list["detail"]}>
          {t("inbox.from", { name: mention.byName, time: dateTime(mention.at) })}
          {mention.isForUnit && ` · ${t("inbox.forUnit")}`}
          {` · ${mention.reportSubject || t("reports.untitled")}`}
        </span>
      </div>
      {!isRead && (
        <div className={list["side"]}>
          <Chip kind="warn">{t("inbox.unread")}</Chip>
          <Button size="small" onClick={onRead}>
            {t("inbox.markRead")}
          </Button>
        </div>
      )}
    </li>
  );
}
