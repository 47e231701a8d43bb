import { Dialog } from "radix-ui";
import { useState, type ReactNode } from "react";
import { useText } from "../../i18n/use-text.ts";

export interface AskDialogProps {
  readonly title: string;
  readonly text?: string;
  /** With a label the dialog asks for words as well. */
  readonly fieldLabel?: string;
  readonly isFieldRequired?: boolean;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly error: string | null;
  readonly isBusy: boolean;
  readonly onConfirm: (text: string) => void;
  readonly onClose: () => void;
  /** Where the focus goes when what opened the dialog is gone by then, as the button of a step that is done. */
  readonly fallbackFocusId?: string;
  readonly children?: ReactNode;
}

/** Asks before something that others will feel. Escape and "Hủy" leave everything as it was. */
export function AskDialog(props: AskDialogProps) {
  const { t } = useText();
  const [text, setText] = useState("");
  const [opener] = useState(() => document.activeElement);
  const isReady = !props.isFieldRequired || text.trim() !== "";
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="write-overlay" />
        <Dialog.Content
          className="write-dialog"
          {...(props.text ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const fallback = props.fallbackFocusId ? document.getElementById(props.fallbackFocusId) : null;
            (opener instanceof HTMLElement && opener.isConnected ? opener : fallback)?.focus();
          }}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (isReady && !props.isBusy) props.onConfirm(text.trim());
            }}
          >
            <Dialog.Title className="dialog-title">{props.title}</Dialog.Title>
            {props.text && <Dialog.Description>{props.text}</Dialog.Description>}
            {props.fieldLabel && (
              <label className="field">
                <span>{props.fieldLabel}</span>
                <textarea
                  rows={4}
                  maxLength={2_000}
                  required={props.isFieldRequired ?? false}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              </label>
            )}
            {props.children}
            {props.error && (
              <p role="alert" className="form-error">
                {props.error}
              </p>
            )}
            <div className="dialog-actions">
              <Dialog.Close className="button">{t("common.cancel")}</Dialog.Close>
              <button
                type="submit"
                className={props.isDangerous ? "button button-danger" : "button button-primary"}
                disabled={!isReady || props.isBusy}
              >
                {props.confirm}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
