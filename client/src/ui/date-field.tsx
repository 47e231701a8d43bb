import { useId, useRef, useState, type ToggleEvent } from "react";
import { useText } from "../i18n/use-text.ts";
import { dueOnDay, formatDay, isNoSuchDay, parseDay } from "./date-text.ts";
import { fetched } from "./fetched.tsx";
import { Skeleton } from "./skeleton.tsx";
import styles from "./date-field.module.css";
import field from "./field.module.css";

const Calendar = fetched(
  async () => (await import("./calendar.tsx")).Calendar,
  () => <Skeleton />,
);
/** Room that the opened month needs, in CSS pixels. */
const calendarPx = { width: 300, height: 340 };

/**
 * A due date, typed as dd/mm/yyyy or chosen in a calendar. What is typed counts when the field is left or Enter is
 * pressed; what is not a date stays in the field and is named as wrong, and the stored date stays.
 */
export function DateField({
  label,
  value,
  onValue,
  isLabelHidden = false,
  isQuiet = false,
  hint,
  placeholder,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onValue: (at: number | null) => void;
  readonly isLabelHidden?: boolean;
  /** In a table: without a frame until it is used. */
  readonly isQuiet?: boolean;
  readonly hint?: string | undefined;
  /** Shown faintly while there is no date: what holds then. */
  readonly placeholder?: string | undefined;
}) {
  const { t } = useText();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isBad = problem !== null;
  const [isOpen, setIsOpen] = useState(false);
  const stored = value === null ? "" : formatDay(new Date(value));
  const accept = (text: string) => {
    const day = parseDay(text);
    const isRight = day !== null || text.trim() === "";
    const wrong = isRight
      ? null
      : isNoSuchDay(text)
        ? t("date.noSuchDay", { day: text.trim() })
        : t("date.bad");
    setProblem(wrong);
    // A form with a date that is none is not sent.
    input.current?.setCustomValidity(wrong ?? "");
    if (!isRight) return false;
    setTyped(null);
    if (text.trim() === "" ? value !== null : day && formatDay(day) !== stored)
      onValue(day === null ? null : dueOnDay(day));
    return true;
  };
  const forget = () => {
    setProblem(null);
    input.current?.setCustomValidity("");
  };
  const handleToggle = (event: ToggleEvent<HTMLDivElement>) => {
    setIsOpen(event.newState === "open");
    if (event.newState === "open" && popover.current && input.current) {
      const box = input.current.getBoundingClientRect();
      const below = box.bottom + 4;
      const top = below + calendarPx.height > innerHeight ? box.top - calendarPx.height - 4 : below;
      popover.current.style.top = `${Math.max(4, top)}px`;
      popover.current.style.left = `${Math.max(4, Math.min(box.left, innerWidth - calendarPx.width - 4))}px`;
    }
  };
  const describedBy = [hint ? `${id}-hint` : null, isBad ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={isQuiet ? styles["quietField"] : field["field"]}>
      <label id={`${id}-label`} htmlFor={id} className={isLabelHidden ? "visually-hidden" : field["label"]}>
        {label}
      </label>
      <div className={styles["box"]} data-quiet={isQuiet}>
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          placeholder={placeholder ?? t("date.placeholder")}
          className={isQuiet ? styles["quiet"] : field["control"]}
          aria-invalid={isBad || undefined}
          aria-describedby={describedBy || undefined}
          value={typed ?? stored}
          onChange={(event) => {
            setTyped(event.target.value);
            forget();
          }}
          onBlur={() => typed !== null && accept(typed)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && typed !== null && !accept(typed)) event.preventDefault();
            if (event.key === "Escape" && typed !== null) {
              event.stopPropagation();
              event.preventDefault();
              setTyped(null);
              forget();
            }
          }}
        />
        <button
          type="button"
          className={styles["open"]}
          aria-label={t("date.choose")}
          aria-describedby={`${id}-label`}
          title={t("date.choose")}
          popoverTarget={`${id}-calendar`}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path
              d="M2 3.5h12v10.5H2zM2 6.8h12M5 1.5v3M11 1.5v3"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.4"
            />
          </svg>
        </button>
      </div>
      {hint && (
        <p id={`${id}-hint`} className={field["hint"]}>
          {hint}
        </p>
      )}
      {isBad && (
        <p id={`${id}-error`} role="alert" className={field["error"]}>
          {problem}
        </p>
      )}
      <div
        ref={popover}
        id={`${id}-calendar`}
        popover="auto"
        role="dialog"
        aria-label={t("date.choose")}
        aria-describedby={`${id}-label`}
        className={styles["calendar"]}
        onToggle={handleToggle}
      >
        {isOpen && (
          <Calendar
            day={value === null ? null : new Date(value)}
            onDay={(day) => {
              accept(formatDay(day));
              popover.current?.hidePopover();
              input.current?.focus();
            }}
          />
        )}
      </div>
    </div>
  );
}
