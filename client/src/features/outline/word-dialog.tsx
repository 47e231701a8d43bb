import type { ReportView } from "@dongsoan/shared/http-api";
import { pathOf } from "@dongsoan/shared/protocol";
import { useText } from "../../i18n/use-text.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Notice } from "../../ui/notice.tsx";
import form from "../../ui/form.module.css";

const texts = [
  ["exportWord", "word.final"],
  ["exportWordTracked", "word.tracked"],
  ["exportWordOriginal", "word.original"],
] as const;

/** WORD1: the report as a Word file, in one of three readings. */
export function WordDialog({
  report,
  onClose,
}: {
  readonly report: ReportView;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  // The server would refuse: a file never lacks text without a word (WORD6).
  const damaged = report.sections.filter((section) => section.isDamaged && !section.isHidden);
  return (
    <Dialog title={t("outline.word")} onClose={onClose}>
      {damaged.map(({ id, label }) => (
        <Notice key={id} kind="danger">
          <p>{t("word.damaged", { label })}</p>
        </Notice>
      ))}
      {damaged.length === 0 &&
        texts.map(([route, words]) => (
          <div key={route} className={form["choice"]}>
            <p>{t(`${words}.text`)}</p>
            <ButtonLink href={pathOf(route, report.id)} download>
              {t(words)}
            </ButtonLink>
          </div>
        ))}
    </Dialog>
  );
}
