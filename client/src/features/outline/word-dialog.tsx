import { pathOf } from "@dongsoan/shared/protocol";
import { useText } from "../../i18n/use-text.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import form from "../../ui/form.module.css";

const texts = [
  ["exportWord", "word.final"],
  ["exportWordTracked", "word.tracked"],
  ["exportWordOriginal", "word.original"],
] as const;

/** WORD1: the report as a Word file, in one of three readings. */
export function WordDialog({
  reportId,
  onClose,
}: {
  readonly reportId: string;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  return (
    <Dialog title={t("outline.word")} onClose={onClose}>
      {texts.map(([route, words]) => (
        <div key={route} className={form["choice"]}>
          <p>{t(`${words}.text`)}</p>
          <ButtonLink href={pathOf(route, reportId)} download>
            {t(words)}
          </ButtonLink>
        </div>
      ))}
    </Dialog>
  );
}
