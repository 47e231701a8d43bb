import type { SectionView } from "@dongsoan/shared/http-api";
import { useText } from "../../i18n/use-text.ts";
import { Notice } from "../../ui/notice.tsx";
import styles from "./outline.module.css";
import type { Failure } from "./use-each-section.ts";

/** Which sections a dialog speaks of. "1." alone is said of many: the title tells which. */
export function SectionList({ sections }: { readonly sections: readonly SectionView[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <ul className={styles["sections"]} tabIndex={sections.length > 6 ? 0 : undefined}>
      {sections.map(({ id, label, title }) => (
        <li key={id}>
          {label} {title}
        </li>
      ))}
    </ul>
  );
}

/** What was refused, section by section, with the reason. */
export function Failures({
  title,
  failures,
}: {
  readonly title: string;
  readonly failures: readonly Failure[];
}) {
  const { t } = useText();
  if (failures.length === 0) return null;
  return (
    <Notice kind="danger" isLive title={title}>
      <ul>
        {failures.map(({ section, code }) => (
          <li key={section.id}>
            {section.label} {section.title}: {t(`error.${code}`)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
