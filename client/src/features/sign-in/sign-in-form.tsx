import { useEffect, useRef, useState, type SubmitEvent } from "react";
import type { SessionView } from "@dongsoan/shared/http-api";
import { call } from "../../api/call.ts";
import { startLastSeen } from "../../api/last-seen.ts";
import { codeOf } from "../../ui/query-state.tsx";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import form from "../../ui/form.module.css";

/** Also shown over a page whose session ended. */
export function SignInForm({
  initialUsername = "",
  onSignedIn,
}: {
  readonly initialUsername?: string;
  readonly onSignedIn: (session: SessionView) => void;
}) {
  const { t } = useText();
  const [username, setUsername] = useState(initialUsername);
  const [password, setPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Who it is, is known: what is missing is the password.
    if (initialUsername !== "") passwordField.current?.focus();
  }, [initialUsername]);

  const words = (code: ReturnType<typeof codeOf>): string => {
    if (code === "signed-out" || code === "forbidden" || code === "malformed") return t("signIn.wrong");
    if (code === "rate-limited") return t("signIn.tooMany");
    return t(`error.${code}`);
  };
  const handleSubmit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    setFailure(null);
    try {
      const session = await call("signIn", {
        body: { username: username.trim().toLowerCase(), password },
      });
      startLastSeen(session);
      onSignedIn(session);
    } catch (error) {
      setFailure(words(codeOf(error)));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form className={form["form"]} onSubmit={(event) => void handleSubmit(event)}>
      {failure && (
        <Notice kind="danger" isLive>
          <p>{failure}</p>
        </Notice>
      )}
      <TextField
        label={t("signIn.username")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <PasswordField
        label={t("signIn.password")}
        autoComplete="current-password"
        ref={passwordField}
        value={password}
        onValue={setPassword}
      />
      <Button type="submit" look="primary" isBusy={isBusy}>
        {isBusy ? t("common.saving") : t("signIn.submit")}
      </Button>
    </form>
  );
}
