import type { SessionView } from "@dongsoan/shared/http-api";
import { locales, type Locale } from "@dongsoan/shared/i18n";
import { useState, type SubmitEvent } from "react";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Select, TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Card } from "../../ui/page.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";

/** Where notices go, and in which language. */
export function MailAddress({ user }: { readonly user: SessionView["user"] }) {
  const { t } = useText();
  const [email, setEmail] = useState(user.email ?? "");
  const [locale, setLocale] = useState<Locale>(user.locale);
  const change = useCommand("changeProfile", [keys.session]);
  const handleSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (change.isPending) return;
    change.mutate(
      { body: { email: email.trim() || null, locale } },
      { onSuccess: () => toast(t("account.mail.saved")) },
    );
  };
  return (
    <Card title={t("account.mail")}>
      <form className={form["form"]} onSubmit={handleSubmit}>
        <div className={form["columns"]}>
          <TextField
            label={t("people.email")}
            hint={t("people.email.hint")}
            type="email"
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Select
            label={t("account.mail.language")}
            value={locale}
            onChange={(event) => setLocale(event.target.value === "en" ? "en" : "vi")}
          >
            {locales.map((each) => (
              <option key={each} value={each}>
                {t(`app.language.${each}`)}
              </option>
            ))}
          </Select>
        </div>
        {change.error && <ErrorNotice error={change.error} />}
        <div>
          <Button type="submit" look="primary" isBusy={change.isPending}>
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
