import type { RevisionCount, WordFindings } from "@dongsoan/shared/domain";
import { useId } from "react";
import { useText } from "../../i18n/use-text.ts";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import styles from "./draft-tree.module.css";

/** What becomes of the file's revisions (IMP29). */
export type RevisionChoice = "suggest" | "accept";

interface WordNoticeProps {
  readonly found: WordFindings;
  /** Null where none of them can be kept. */
  readonly choice: RevisionChoice | null;
  readonly onChoice: (choice: RevisionChoice) => void;
}

function RevisionChoices({
  choice,
  onChoice,
}: {
  readonly choice: RevisionChoice;
  readonly onChoice: (choice: RevisionChoice) => void;
}) {
  const { t } = useText();
  const hintId = useId();
  return (
    <fieldset className={`${form["fieldset"]} ${styles["choice"]}`} aria-describedby={hintId}>
      <legend>{t("preview.word.choice")}</legend>
      <div className={form["checks"]}>
        {(["suggest", "accept"] as const).map((each) => (
          <label key={each} className={form["radio"]}>
            <input type="radio" name="revisions" checked={choice === each} onChange={() => onChoice(each)} />
            {t(`preview.word.choice.${each}`)}
          </label>
        ))}
      </div>
      <p id={hintId} className={styles["hint"]}>
        {t("preview.word.choice.hint")}
      </p>
    </fieldset>
  );
}

/** What a Word file holds beside the text that was taken: whose revisions there are, and what stays in the file. */
export function WordNotice({ found, choice, onChoice }: WordNoticeProps) {
  const { t } = useText();
  const nameOf = (author: string) => author || t("preview.word.nobody");
  const wordsOf = ({ author, insertions, deletions, looks }: RevisionCount) =>
    t("preview.word.revisions.of", { author: nameOf(author), insertions, deletions, looks });
  const commentCount = found.comments.reduce((sum, { count }) => sum + count, 0);
  const left = [
    ...(commentCount > 0
      ? [
          t("preview.word.comments", {
            count: commentCount,
            authors: found.comments.map(({ author }) => nameOf(author)).join(", "),
          }),
        ]
      : []),
    ...(found.tableCount > 0 ? [t("preview.word.tables", { count: found.tableCount })] : []),
    ...(found.pictureCount > 0 ? [t("preview.word.pictures", { count: found.pictureCount })] : []),
    ...(found.noteCount > 0 ? [t("preview.word.notes", { count: found.noteCount })] : []),
    t("preview.word.looks"),
  ];
  return (
    <>
      {found.revisions.length > 0 && (
        <Notice kind="warn" title={t("preview.word.revisions")}>
          <ul className={styles["issues"]}>
            {found.revisions.map((count) => (
              <li key={count.author}>{wordsOf(count)}</li>
            ))}
          </ul>
          {choice === null ? (
            <p>{t("preview.word.revisions.accepted")}</p>
          ) : (
            <RevisionChoices choice={choice} onChoice={onChoice} />
          )}
        </Notice>
      )}
      <Notice kind="info" title={t("preview.word.left")}>
        <ul className={styles["issues"]}>
          {left.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Notice>
    </>
  );
}
