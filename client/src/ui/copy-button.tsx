import { useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { announce } from "./announcer.tsx";
import { Button, type ButtonProps } from "./button.tsx";
import styles from "./copy-box.module.css";
import { copyText } from "./copy-text.ts";

interface CopyButtonProps extends Pick<ButtonProps, "look" | "size"> {
  readonly text: string;
  /** What the button is called before it is pressed. */
  readonly label: string;
}

function takeUp(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.select();
}

/** Takes text along. Where the browser does not let it, the text is laid out, selected: Ctrl+C does the rest. */
export function CopyButton({ text, label, look = "plain", size = "normal" }: CopyButtonProps) {
  const { t } = useText();
  const [outcome, setOutcome] = useState<"copied" | "laid-out" | null>(null);
  const copy = async () => {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? "copied" : "laid-out");
    announce(t(isCopied ? "common.copied" : "common.copyByHand"));
  };
  return (
    <>
      <Button look={look} size={size} onClick={() => void copy()}>
        {outcome === "copied" ? t("common.copied") : label}
      </Button>
      {outcome === "laid-out" && (
        <textarea
          ref={takeUp}
          className={styles["laidOut"]}
          readOnly
          rows={3}
          value={text}
          lang="vi"
          aria-label={t("common.copyByHand")}
        />
      )}
    </>
  );
}
