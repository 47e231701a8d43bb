import { useState, type SubmitEvent } from "react";
import { keys, useApiTokens, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { Select, TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card } from "../../ui/page.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";

export function ApiTokens() {
  const { t, date, dateTime } = useText();
  const tokens = useApiTokens();
  const create = useCommand("createApiToken", [keys.apiTokens]);
  const revoke = useCommand("revokeApiToken", [keys.apiTokens]);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<"read" | "write">("read");
  const [days, setDays] = useState("90");
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (create.isPending) return;
    create.mutate(
      { body: { name: name.trim(), scope, expiresInDays: Number(days) } },
      { onSuccess: () => setName("") },
    );
  };
  return (
    <Card title={t("account.tokens")}>
      <p>{t("account.tokens.hint")}</p>
      {create.data && (
        <Notice kind="ok" isLive title={t("account.tokens.created")}>
          <CopyBox label={t("account.tokens.created")} text={create.data.token} />
        </Notice>
      )}
      {(create.error ?? revoke.error) && <ErrorNotice error={create.error ?? revoke.error} />}
      <QueryState query={tokens}>
        {(all) =>
          all.length === 0 ? (
            <p className={list["muted"]}>{t("account.tokens.empty")}</p>
          ) : (
            <ul className={list["list"]}>
              {all.map((token) => (
                <li key={token.id} className={list["item"]}>
                  <div className={list["main"]}>
                    <span className={list["title"]}>{token.name}</span>
                    <span className={list["detail"]}>
                      {t(`account.tokens.scope.${token.scope}`)} ·{" "}
                      {t("account.tokens.expires", { date: date(token.expiresAt) })} ·{" "}
                      {t("account.tokens.lastUsed", {
                        time: token.lastUsedAt === null ? t("common.never") : dateTime(token.lastUsedAt),
                      })}
                    </span>
                  </div>
                  <Button
                    size="small"
                    look="danger"
                    isBusy={revoke.isPending}
                    onClick={() => revoke.mutate({ params: { id: token.id } })}
                  >
                    {t("account.tokens.revoke")}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      <form className={form["form"]} onSubmit={handleSubmit}>
        <div className={form["columns"]}>
          <TextField
            label={t("account.tokens.name")}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Select
            label={t("account.tokens.scope")}
            value={scope}
            onChange={(event) => setScope(event.target.value === "write" ? "write" : "read")}
          >
            <option value="read">{t("account.tokens.scope.read")}</option>
            <option value="write">{t("account.tokens.scope.write")}</option>
          </Select>
          <TextField
            label={t("account.tokens.days")}
            type="number"
            min={1}
            max={366}
            required
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </div>
        <div>
          <Button type="submit" isBusy={create.isPending}>
            {t("account.tokens.create")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
