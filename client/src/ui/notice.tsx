import type { ReactNode } from "react";
import styles from "./notice.module.css";

const signs = { info: "i", ok: "✓", warn: "!", danger: "!" } as const;

/** A message in the flow of the page: shape, words and colour. `isLive` says it to screen readers when it appears. */
export function Notice({
  kind,
  isLive = false,
  title,
  children,
}: {
  readonly kind: keyof typeof signs;
  readonly isLive?: boolean;
  readonly title?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div
      className={[styles["notice"], styles[kind]].join(" ")}
      role={isLive ? (kind === "danger" ? "alert" : "status") : undefined}
    >
      <span className={styles["sign"]} aria-hidden="true">
        {signs[kind]}
      </span>
      <div className={styles["body"]}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
