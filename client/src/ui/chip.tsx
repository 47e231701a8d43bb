import type { ReactNode } from "react";
import styles from "./chip.module.css";

const shapes = {
  plain: "M3 8h10",
  idle: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10",
  draft: "M3 13l1-4 7-7 3 3-7 7z",
  wait: "M8 2v6l4 3M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14",
  ok: "M3 8.5l3.5 3.5L13 4.5",
  danger: "M8 3v6M8 12v.5",
  warn: "M8 3v6M8 12v.5",
  lock: "M5 7V5a3 3 0 0 1 6 0v2M3.5 7h9v6.5h-9z",
} as const;
export type ChipKind = keyof typeof shapes;

/** A state in shape, words and colour together. */
export function Chip({ kind, children }: { readonly kind: ChipKind; readonly children: ReactNode }) {
  return (
    <span className={[styles["chip"], styles[kind]].join(" ")}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
        <path
          d={shapes[kind]}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {children}
    </span>
  );
}
