import { useRef, useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { announce } from "./announcer.tsx";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";
import styles from "./copy-box.module.css";

/** A link, hash or key to take away. Where the browser does not let it be copied, the text is selected instead. */
export function CopyBox({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const handleCopy = async () => {
    field.current?.select();
    if (await copyText(text)) {
      setIsCopied(true);
      announce(t("common.copied"));
    } else {
      // The text is selected, Ctrl+C does the rest.
      field.current?.focus();
      announce(t("common.copyByHand"));
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
