import { useText } from "../i18n/use-text.ts";
import { Button } from "./button.tsx";
import form from "./form.module.css";

interface FormActionsProps {
  /** What submitting does. */
  readonly label: string;
  readonly isBusy?: boolean;
  readonly disabled?: boolean;
  readonly onCancel: () => void;
}

/** The end of a form in a dialog. */
export function FormActions({ label, isBusy = false, disabled = false, onCancel }: FormActionsProps) {
  const { t } = useText();
  return (
    <div className={form["actions"]}>
      <Button type="submit" look="primary" isBusy={isBusy} disabled={disabled}>
        {label}
      </Button>
      <Button onClick={onCancel}>{t("common.cancel")}</Button>
    </div>
  );
}
