import { useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { TextField } from "./field.tsx";
import { NewPasswordFields, useNewPassword } from "./new-password.tsx";

/** The same bounds as the server's; it decides, this only spares a round trip. */
const usernamePattern = /^[a-z0-9][a-z0-9._-]{2,31}$/;

export interface NewAccount {
  readonly username: string;
  readonly password: string;
}

export function useNewAccount() {
  const [typed, setUsername] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const chosen = useNewPassword();
  const username = typed.trim().toLowerCase();
  const isBad = !usernamePattern.test(username);
  return {
    username: typed,
    setUsername,
    isBad: isChecked && isBad,
    chosen,
    /** @returns the account, or null when a field is not right yet (and shows it). */
    check: (): NewAccount | null => {
      setIsChecked(true);
      const password = chosen.check();
      return isBad || password === null ? null : { username, password };
    },
  };
}

/** User name and a password typed twice: for the first administrator and for invited people. */
export function AccountFields({ account }: { readonly account: ReturnType<typeof useNewAccount> }) {
  const { t } = useText();
  return (
    <>
      <TextField
        label={t("signIn.username")}
        hint={t("account.username.hint")}
        error={account.isBad ? t("account.username.bad") : undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={account.username}
        onChange={(event) => account.setUsername(event.target.value)}
      />
      <NewPasswordFields label={t("signIn.password")} chosen={account.chosen} />
    </>
  );
}
