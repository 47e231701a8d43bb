import { useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { TextField } from "./field.tsx";
import { PasswordField } from "./password-field.tsx";

const usernamePattern = /^[a-z0-9][a-z0-9._-]{2,31}$/;
/** The same bounds as the server's; it decides, this only spares a round trip. */
const minPasswordLength = 10;

export interface NewAccount {
  readonly username: string;
  readonly password: string;
}

export function useNewAccount() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const account: NewAccount = { username: username.trim().toLowerCase(), password };
  const problems = {
    username: !usernamePattern.test(account.username),
    password: password.length < minPasswordLength,
    again: again !== password,
  };
  return {
    username,
    setUsername,
    password,
    setPassword,
    again,
    setAgain,
    problems: isChecked ? problems : { username: false, password: false, again: false },
    /** @returns the account, or null when a field is not right yet (and shows it). */
    check: (): NewAccount | null => {
      setIsChecked(true);
      return problems.username || problems.password || problems.again ? null : account;
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
        error={account.problems.username ? t("account.username.bad") : undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={account.username}
        onChange={(event) => account.setUsername(event.target.value)}
      />
      <PasswordField
        label={t("signIn.password")}
        hint={t("account.password.hint")}
        error={account.problems.password ? t("account.password.bad") : undefined}
        autoComplete="new-password"
        value={account.password}
        onValue={account.setPassword}
      />
      <PasswordField
        label={t("account.passwordAgain")}
        error={account.problems.again ? t("account.passwordAgain.bad") : undefined}
        autoComplete="new-password"
        value={account.again}
        onValue={account.setAgain}
      />
    </>
  );
}
