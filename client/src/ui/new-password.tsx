import { useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { PasswordField } from "./password-field.tsx";

/** The same bound as the server's; it decides, this only spares a round trip. */
export const minPasswordLength = 10;

export function useNewPassword() {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isChecked, setIsChecked] = useState(false);
  const isTooShort = password.length < minPasswordLength;
  const differs = again !== password;
  return {
    password,
    setPassword,
    again,
    setAgain,
    isTooShort: isChecked && isTooShort,
    differs: isChecked && differs,
    /** @returns the password, or null when a field is not right yet (and shows it). */
    check: (): string | null => {
      setIsChecked(true);
      return isTooShort || differs ? null : password;
    },
  };
}

/** A password of one's own, typed twice. */
export function NewPasswordFields({
  label,
  chosen,
}: {
  readonly label: string;
  readonly chosen: ReturnType<typeof useNewPassword>;
}) {
  const { t } = useText();
  return (
    <>
      <PasswordField
        label={label}
        hint={t("account.password.hint")}
        error={chosen.isTooShort ? t("account.password.bad") : undefined}
        autoComplete="new-password"
        value={chosen.password}
        onValue={chosen.setPassword}
      />
      <PasswordField
        label={t("account.passwordAgain")}
        error={chosen.differs ? t("account.passwordAgain.bad") : undefined}
        autoComplete="new-password"
        value={chosen.again}
        onValue={chosen.setAgain}
      />
    </>
  );
}
