import { useEffect, useRef, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import styles from "./page.module.css";

/** A screen: its title is the document's title, its only h1, and takes the focus when the screen opens. */
export function Page({
  title,
  lead,
  actions,
  width = "wide",
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly width?: "wide" | "narrow";
  readonly children: ReactNode;
}) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${t("app.name")}`;
  }, [title, t]);
  useEffect(() => {
    // A field that asked for the focus keeps it.
    if (document.activeElement === document.body || document.activeElement === null) heading.current?.focus();
  }, []);
  return (
    <div className={[styles["page"], styles[width]].join(" ")}>
      <div className={styles["head"]}>
        <div className={styles["titles"]}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <div className={styles["lead"]}>{lead}</div>}
        </div>
        {actions && <div className={styles["actions"]}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A white card with its own heading. */
export function Card({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <section className={styles["card"]}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** What will be here, and the one action that fills it. */
export function Empty({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className={styles["empty"]}>
      <p>{text}</p>
      {children}
    </div>
  );
}
