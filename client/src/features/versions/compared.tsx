import type { Difference } from "@dongsoan/shared/http-api";
import { useCallback, useEffect, useRef, useState } from "react";
import { useDifference } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/field.tsx";
import { Empty } from "../../ui/page.tsx";
import { codeOf, QueryState } from "../../ui/query-state.tsx";
import { DifferenceText } from "./difference-text.tsx";
import { countChanges, isChanged } from "./read-difference.ts";
import { pointOf, versionTitle } from "./version-words.ts";
import styles from "./versions.module.css";

/** The difference of two points, with a way from one change to the next. */
export function Compared({
  sectionId,
  from,
  to,
}: {
  readonly sectionId: string;
  readonly from: string;
  readonly to: string;
}) {
  const { t } = useText();
  const difference = useDifference(sectionId, pointOf(from), pointOf(to));
  // Nobody was here before, or a version of another section was asked for: no fault, there is nothing to compare.
  if (difference.isError && codeOf(difference.error) === "not-found")
    return <Empty text={t("versions.noPoint")} />;
  return <QueryState query={difference}>{(value) => <Shown difference={value} />}</QueryState>;
}

function Shown({ difference }: { readonly difference: Difference }) {
  const { t, dateTime } = useText();
  const [isShort, setIsShort] = useState(false);
  const textRef = useRef<HTMLDivElement>(null);
  const count = countChanges(difference.blocks);
  const describe = ({ version, at }: Difference["from"]) =>
    version
      ? versionTitle(t, version)
      : at === null
        ? t("versions.now")
        : t("versions.visit", { time: dateTime(at) });
  const go = useCallback((by: 1 | -1) => {
    const all = [...(textRef.current?.querySelectorAll<HTMLElement>("[data-change]") ?? [])];
    const at = all.findIndex((element) => element === document.activeElement);
    const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : (at + by + all.length) % all.length;
    all[next]?.focus();
  }, []);
  useEffect(() => {
    const handleKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "F7") return;
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    };
    addEventListener("keydown", handleKeyDown);
    return () => removeEventListener("keydown", handleKeyDown);
  }, [go]);
  return (
    <>
      <p className={styles["summary"]} role="status">
        {t("versions.between", { from: describe(difference.from), to: describe(difference.to) })}{" "}
        {count === 0 ? t("versions.same") : t("versions.count", { count })}{" "}
        {difference.pendingCount > 0 && t("versions.pending", { count: difference.pendingCount })}
      </p>
      {count > 0 && (
        <>
          <div className={styles["tools"]}>
            <Button size="small" onClick={() => go(-1)}>
              {t("versions.previous")}
            </Button>
            <Button size="small" onClick={() => go(1)}>
              {t("versions.next")}
            </Button>
            <Checkbox
              label={t("versions.onlyChanged")}
              checked={isShort}
              onChange={(event) => setIsShort(event.target.checked)}
            />
          </div>
          <p className={styles["legend"]}>
            <ins>{t("versions.legend.inserted")}</ins> <del>{t("versions.legend.deleted")}</del>{" "}
            <span className={styles["moved"]}>⇄ {t("versions.legend.moved")}</span>{" "}
            <span className={styles["formatted"]}>{t("versions.legend.formatted")}</span>
          </p>
        </>
      )}
      <div
        ref={textRef}
        className={styles["text"]}
        lang="vi"
        role="group"
        aria-label={t("versions.compared")}
      >
        <DifferenceText
          blocks={isShort ? difference.blocks.filter(isChanged) : difference.blocks}
          people={difference.people}
        />
      </div>
    </>
  );
}
