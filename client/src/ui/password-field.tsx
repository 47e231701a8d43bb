import { useState, type Ref } from "react";
import { useText } from "../i18n/use-text.ts";
import { Checkbox, TextField } from "./field.tsx";

/** Pasting is allowed and the text can be shown: password managers and Vietnamese keyboards need both. */
export function PasswordField({
  label,
  hint,
  error,
  autoComplete,
  ref = null,
  value,
  onValue,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly autoComplete: "current-password" | "new-password";
  readonly ref?: Ref<HTMLInputElement>;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const { t } = useText();
  const [isShown, setIsShown] = useState(false);
  return (
    <div>
      <TextField
        label={label}
        hint={hint}
        error={error}
        type={isShown ? "text" : "password"}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        required
        ref={ref}
        value={value}
        onChange={(event) => onValue(event.target.value)}
      />
      <Checkbox
        label={t("common.showPassword")}
        checked={isShown}
        onChange={(event) => setIsShown(event.target.checked)}
      />
    </div>
  );
}
