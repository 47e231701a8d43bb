import type { ReactNode } from "react";

/** Drawn here: fonts on office machines do not all have the signs. Words go with each button. */
const icon = (children: ReactNode) => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 18 18"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    strokeLinecap="round"
    aria-hidden="true"
    focusable="false"
  >
    {children}
  </svg>
);

const lines = (rows: readonly (readonly [number, number])[]) =>
  icon(rows.map(([from, to], row) => <path key={row} d={`M${from} ${4 + row * 3.4}H${to}`} />));

export const icons = {
  undo: icon(<path d="M6.5 4 3 7.5 6.5 11M3.5 7.5H11a3.5 3.5 0 0 1 0 7H8" />),
  redo: icon(<path d="M11.5 4 15 7.5 11.5 11M14.5 7.5H7a3.5 3.5 0 0 0 0 7h3" />),
  body: lines([
    [5, 16],
    [2, 16],
    [2, 16],
    [2, 11],
  ]),
  dash: icon(<path d="M2 5h2.5M2 9h2.5M2 13h2.5M8 5h8M8 9h8M8 13h6" />),
  deeper: icon(<path d="M2 4h14M8 8h8M8 11h8M2 15h14M2.5 7.5l2.5 2-2.5 2" />),
  shallower: icon(<path d="M2 4h14M8 8h8M8 11h8M2 15h14M5 7.5l-2.5 2 2.5 2" />),
  justify: lines([
    [2, 16],
    [2, 16],
    [2, 16],
    [2, 16],
  ]),
  left: lines([
    [2, 16],
    [2, 11],
    [2, 16],
    [2, 11],
  ]),
  center: lines([
    [2, 16],
    [5, 13],
    [2, 16],
    [5, 13],
  ]),
  right: lines([
    [2, 16],
    [7, 16],
    [2, 16],
    [7, 16],
  ]),
  table: icon(<path d="M2.5 3.5h13v11h-13zM2.5 7.2h13M2.5 10.8h13M9 3.5v11" />),
  find: icon(<path d="M8 13A5 5 0 1 0 8 3a5 5 0 0 0 0 10ZM11.8 11.8 16 16" />),
} as const;
