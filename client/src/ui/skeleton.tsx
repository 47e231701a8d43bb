import { useText } from "../i18n/use-text.ts";
import styles from "./skeleton.module.css";

/** Grey lines while content loads; said once to screen readers. */
export function Skeleton({ lineCount = 5 }: { readonly lineCount?: number }) {
  const { t } = useText();
  return (
    <div className={styles["skeleton"]} role="status">
      <span className="visually-hidden">{t("common.loading")}</span>
      {Array.from({ length: lineCount }, (_, i) => (
        <div key={i} className={styles["line"]} />
      ))}
    </div>
  );
}
