import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

/**
 * A modal on the browser's own `<dialog>`: focus is kept inside, the rest of the page is inert, Escape closes, and
 * focus returns to where it was. Without `onClose` it cannot be dismissed.
 */
export function Dialog({
  title,
  width = "normal",
  onClose,
  children,
}: {
  readonly title: string;
  readonly width?: "normal" | "wide";
  readonly onClose?: () => void;
  readonly children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { t } = useText();
  // Before the effects of what stands inside, which may move the focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={[styles["dialog"], styles[width]].join(" ")}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={titleId} className={styles["title"]}>
        {title}
      </h2>
      <div className={styles["body"]}>{children}</div>
      {/* Last in the order of Tab: the first field, not the way out, has the focus when the dialog opens. */}
      {onClose && (
        <Button
          look="quiet"
          size="small"
          className={styles["close"]}
          onClick={onClose}
          aria-label={t("common.close")}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </Button>
      )}
    </dialog>
  );
}
