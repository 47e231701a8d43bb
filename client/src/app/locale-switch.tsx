import { locales } from "@dongsoan/shared/i18n";
import { setLocale, useText } from "../i18n/use-text.ts";
import styles from "./menu.module.css";

export function LocaleSwitch() {
  const { t, locale } = useText();
  return (
    <div role="group" aria-label={t("app.language")} className={styles["locales"]}>
      {locales.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === locale}
          title={t(`app.language.${each}`)}
          onClick={() => void setLocale(each)}
        >
          {each.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
