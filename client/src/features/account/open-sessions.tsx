import { keys, useCommand, useOpenSessions } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import list from "../../ui/list.module.css";
import { Card } from "../../ui/page.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";
import { deviceName } from "./device-name.ts";

export function OpenSessions() {
  const { t, dateTime } = useText();
  const sessions = useOpenSessions();
  const revoke = useCommand("revokeSession", [keys.openSessions]);
  return (
    <Card title={t("account.sessions")}>
      <p>{t("account.sessions.hint")}</p>
      {revoke.error && <ErrorNotice error={revoke.error} />}
      <QueryState query={sessions}>
        {(open) => (
          <ul className={list["list"]}>
            {open.map((session) => (
              <li key={session.id} className={list["item"]}>
                <div className={list["main"]}>
                  <span className={list["title"]}>
                    {deviceName(session.userAgent) ?? t("account.sessions.unknownDevice")}
                  </span>
                  <span className={list["detail"]}>
                    {t("account.sessions.since", { time: dateTime(session.createdAt) })}
                    {session.ipAddress && ` · ${session.ipAddress}`}
                  </span>
                </div>
                {session.isCurrent ? (
                  <Chip kind="ok">{t("account.sessions.current")}</Chip>
                ) : (
                  <Button
                    size="small"
                    look="danger"
                    isBusy={revoke.isPending}
                    onClick={() => revoke.mutate({ params: { id: session.id } })}
                  >
                    {t("account.sessions.end")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </Card>
  );
}
