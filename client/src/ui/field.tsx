import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
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

export function TextField({
  label,
  hint,
  error,
  isLabelHidden = false,
  ...input
}: FieldFrame & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) {
  const id = useId();
  return (
    <Frame label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} id={id}>
      <input type="text" {...input} id={id} {...described(id, { label, hint, error })} />
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  isLabelHidden = false,
  ...input
}: FieldFrame & TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  const id = useId();
  return (
    <Frame label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} id={id}>
      <textarea {...input} id={id} {...described(id, { label, hint, error })} />
    </Frame>
  );
}

export function Select({
  label,
  hint,
  error,
  isLabelHidden = false,
  children,
  ...input
}: FieldFrame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Frame label={label} hint={hint} error={error} isLabelHidden={isLabelHidden} id={id}>
      <select {...input} id={id} {...described(id, { label, hint, error })}>
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
