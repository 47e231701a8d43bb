import { useRef, useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { announce } from "./announcer.tsx";
import { Button } from "./button.tsx";
import styles from "./copy-box.module.css";

/** A link, hash or key to take away. Where the clipboard is forbidden (plain http), the text is selected instead. */
export function CopyBox({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const handleCopy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
      announce(t("common.copied"));
    } catch {
      // No clipboard here: the text is selected, Ctrl+C does the rest.
      field.current?.focus();
    }
  };
  return (
    <div className={styles["box"]}>
      <input
        ref={field}
        readOnly
        value={text}
        aria-label={label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={() => void handleCopy()}>{isCopied ? t("common.copied") : t("common.copy")}</Button>
    </div>
  );
}
