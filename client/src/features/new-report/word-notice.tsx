import type { RevisionCount, WordFindings } from "@dongsoan/shared/domain";
import { useText } from "../../i18n/use-text.ts";
import { Notice } from "../../ui/notice.tsx";
import styles from "./draft-tree.module.css";

/** What a Word file holds beside the text that was taken: whose revisions count as accepted, and what stays in the file. */
export function WordNotice({ found }: { readonly found: WordFindings }) {
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
          <p>{t("preview.word.revisions.accepted")}</p>
          <ul className={styles["issues"]}>
            {found.revisions.map((count) => (
              <li key={count.author}>{wordsOf(count)}</li>
            ))}
          </ul>
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
