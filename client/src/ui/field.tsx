import {
  useId,
  useState,
  type FormEvent,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { useText } from "../i18n/use-text.ts";
import styles from "./field.module.css";

interface FieldFrame {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** The label is for screen readers only: a table head says it to the eye. */
  readonly isLabelHidden?: boolean;
}

function Frame({
  label,
  hint,
  error,
  isLabelHidden,
  id,
  children,
}: FieldFrame & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={styles["field"]}>
      <label htmlFor={id} className={isLabelHidden ? "visually-hidden" : styles["label"]}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className={styles["hint"]}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={styles["error"]}>
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: FieldFrame) {
  const ids = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return {
    "aria-invalid": error ? true : undefined,
    "aria-describedby": ids === "" ? undefined : ids,
    className: styles["control"],
  } as const;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What the browser finds wrong is told in the page's language, at the field: the browser's own bubble speaks its own. */
function useOwnWords(error: string | undefined) {
  const { t } = useText();
  const [found, setFound] = useState<string | null>(null);
  return {
    error: error ?? found ?? undefined,
    handlers: {
      onInvalid: (event: FormEvent<Control>) => {
        event.preventDefault();
        const field = event.currentTarget;
        setFound(t(field.validity.valueMissing ? "field.missing" : "field.wrong"));
        // The browser would go to the first one, had it been left to say so.
        if (field === field.form?.querySelector(":is(input, textarea, select):invalid")) field.focus();
      },
      onInput: () => setFound(null),
    },
  };
}

export function TextField({
  label,
  hint,
  error: given,
  isLabelHidden = false,
  ...input
}: FieldFrame & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) {
  const id = useId();
  const { error, handlers } = useOwnWords(given);
  return (
    <Frame label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} id={id}>
      <input type="text" {...handlers} {...input} id={id} {...described(id, { label, hint, error })} />
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error: given,
  isLabelHidden = false,
  ...input
}: FieldFrame & TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  const id = useId();
  const { error, handlers } = useOwnWords(given);
  return (
    <Frame label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} id={id}>
      <textarea {...handlers} {...input} id={id} {...described(id, { label, hint, error })} />
    </Frame>
  );
}

export function Select({
  label,
  hint,
  error: given,
  isLabelHidden = false,
  children,
  ...input
}: FieldFrame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const { error, handlers } = useOwnWords(given);
  return (
    <Frame label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} id={id}>
      <select {...handlers} {...input} id={id} {...described(id, { label, hint, error })}>
        {children}
      </select>
    </Frame>
  );
}

export function Checkbox({
  label,
  ...input
}: {
  readonly label: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
} & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className={styles["checkbox"]}>
      <input type="checkbox" {...input} />
      <span>{label}</span>
    </label>
  );
}
