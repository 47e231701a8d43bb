import {
  acceptedTable,
  type DraftParagraph,
  type DraftTable,
  noLists,
  paragraphLabel,
  runsOf,
} from "@dongsoan/shared/domain";
import { useText } from "../../i18n/use-text.ts";
import styles from "./draft-text.module.css";

/** A paragraph as it was read, with the looks of its letters. */
export function DraftLetters({ paragraph }: { readonly paragraph: DraftParagraph }) {
  const { style, level } = paragraph;
  return (
    <span>
      {style === "dash" ? `${paragraphLabel(noLists, style, level)} ` : ""}
      {runsOf(paragraph).map((run, at) => {
        if (run.kind !== "text") return null;
        const underlined = run.underline ? <u>{run.text}</u> : run.text;
        const slanted = run.italic ? <em>{underlined}</em> : underlined;
        // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
        return <span key={at}>{run.bold ? <strong>{slanted}</strong> : slanted}</span>;
      })}
    </span>
  );
}

/** As it stands: what was taken out is not shown. */
export function DraftTableView({ table }: { readonly table: DraftTable }) {
  const { t } = useText();
  const { rows } = acceptedTable(table) ?? { rows: [] };
  return (
    <section
      className={styles["scroll"]}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t("preview.table", { rows: rows.length })}
    >
      <table className={styles["table"]}>
        <tbody>
          {rows.map(({ cells }, row) => (
            // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
            <tr key={row}>
              {cells.map(({ isHeader, colspan, rowspan, blocks }, at) => {
                const Cell = isHeader ? "th" : "td";
                return (
                  // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
                  <Cell key={at} colSpan={colspan} rowSpan={rowspan}>
                    {blocks.map((paragraph, line) => (
                      // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
                      <p key={line} data-align={paragraph.align}>
                        <DraftLetters paragraph={paragraph} />
                      </p>
                    ))}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
