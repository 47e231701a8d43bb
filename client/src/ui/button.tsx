import type { ButtonHTMLAttributes, ReactNode } from "react";
import styles from "./button.module.css";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "plain" | "primary" | "danger" | "quiet";
  readonly size?: "normal" | "small";
  /** A request of this button is under way: it stays focusable, and a second press does nothing. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

export function Button({
  look = "plain",
  size = "normal",
  isBusy = false,
  type = "button",
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
      className={[styles["button"], styles[look], styles[size], className].filter(Boolean).join(" ")}
    />
  );
}

/** A link that looks like a button; files are downloaded with it. */
export function ButtonLink({
  href,
  look = "plain",
  download,
  children,
}: {
  readonly href: string;
  readonly look?: "plain" | "primary";
  readonly download?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <a
      href={href}
      {...(download ? { download: "" } : {})}
      className={[styles["button"], styles[look], styles["normal"]].join(" ")}
    >
      {children}
    </a>
  );
}
