import { paragraphLabel } from "@dongsoan/shared/domain";
import type { Difference } from "@dongsoan/shared/http-api";
import type { MessageKey } from "@dongsoan/shared/i18n";
import type { ReactNode } from "react";
import { useText } from "../../i18n/use-text.ts";
import { suggesterName } from "../../ui/suggester-name.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import {
  type BlockView,
  formerText,
  isChanged,
  lostText,
  type ParagraphView,
  type PieceView,
} from "./read-difference.ts";
import styles from "./versions.module.css";

type People = Difference["people"];

/** Every change is told three times: by its shape, by a word for who listens, and by colour last. */
export function DifferenceText({
  blocks,
  people,
}: {
  readonly blocks: readonly BlockView[];
  readonly people: People;
}) {
  return blocks.map((block, index) =>
    block.kind === "paragraph" ? (
      // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
      <Paragraph key={index} paragraph={block} people={people} />
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
      <Table key={index} table={block} people={people} />
    ),
  );
}

/** What somebody did; of an accepted suggestion also who accepted it. */
function useDone(people: People) {
  const { t } = useText();
  return ({ by, acceptedBy }: ParagraphView["endAuthor"], say: (name: string) => string): string => {
    const done = say(suggesterName(by, people, t) ?? t("versions.someone"));
    const accepter = suggesterName(acceptedBy, people, t);
    return accepter === null ? done : t("versions.accepted", { done, name: accepter });
  };
}

const changeWords = {
  inserted: "versions.change.inserted",
  deleted: "versions.change.deleted",
  "moved-here": "versions.change.movedHere",
  "moved-away": "versions.change.movedAway",
} as const satisfies Record<string, MessageKey>;

function Piece({ piece, people }: { readonly piece: PieceView; readonly people: People }) {
  const { t } = useText();
  const words = markedText(piece);
  const done = useDone(people);
  const { change, formerMarks } = piece;
  if (change === "same" && formerMarks === null) return words;
  const label =
    change === "same"
      ? t("versions.change.formatted")
      : done(piece, (name) => t(changeWords[change], { name }));
  const spoken = <span className="visually-hidden">[{label}: </span>;
  const look = change === "same" ? "formatted" : change.startsWith("moved") ? "moved" : "plain";
  const Tag = change === "inserted" ? "ins" : change === "deleted" ? "del" : "span";
  return (
    <Tag
      className={`${styles[look]} ${change === "moved-away" ? styles["away"] : ""}`}
      title={label}
      tabIndex={-1}
      data-change={change}
    >
      {spoken}
      {look === "moved" && <span aria-hidden="true">⇄ </span>}
      {words}
      <span className="visually-hidden">]</span>
    </Tag>
  );
}

function markedText({ text, marks }: PieceView): ReactNode {
  if (text === "\n") return <br />;
  let words: ReactNode = text;
  if (marks.includes("u")) words = <u>{words}</u>;
  if (marks.includes("i")) words = <em>{words}</em>;
  if (marks.includes("b")) words = <strong>{words}</strong>;
  return words;
}

/** Numbers and letters are signs here: the number of a paragraph in a difference would be neither text's. */
const firstOfEach = { numbers: 1, letters: 1 };

function Paragraph({ paragraph, people }: { readonly paragraph: ParagraphView; readonly people: People }) {
  const { t } = useText();
  const { pieces, end, former, style, level, align } = paragraph;
  const sign = style === "body" ? "" : `${paragraphLabel(firstOfEach, style, level)} `;
  if (!isChanged(paragraph))
    return (
      <p className={styles["paragraph"]} data-level={level} style={{ textAlign: align }}>
        {sign}
        {pieces.map(markedText)}
      </p>
    );
  return (
    <div className={styles["changed"]} data-level={level}>
      <p className={styles["paragraph"]} style={{ textAlign: align }}>
        {sign}
        {pieces.map((piece, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
          <Piece key={index} piece={piece} people={people} />
        ))}
        {end !== "same" && <End paragraph={paragraph} people={people} />}
      </p>
      {former && (
        <p className={styles["note"]} tabIndex={-1} data-change="look">
          {t("versions.look", {
            from: t(`versions.style.${former.style}`),
            to: t(`versions.style.${style}`),
          })}
        </p>
      )}
      <Names paragraph={paragraph} people={people} />
    </div>
  );
}

function End({ paragraph, people }: { readonly paragraph: ParagraphView; readonly people: People }) {
  const { t } = useText();
  const { end, endAuthor } = paragraph;
  const done = useDone(people);
  const isIn = end === "inserted" || end === "moved-here";
  const Tag = isIn ? "ins" : "del";
  const words = done(endAuthor, (name) =>
    t(isIn ? "versions.end.inserted" : "versions.end.deleted", { name }),
  );
  return (
    <Tag className={styles["plain"]} title={words}>
      <span aria-hidden="true">¶</span>
      <span className="visually-hidden">[{words}]</span>
    </Tag>
  );
}

/** Below a changed paragraph: who put in, who took out, and a way to take the lost words along. */
function Names({ paragraph, people }: { readonly paragraph: ParagraphView; readonly people: People }) {
  const { t } = useText();
  const done = useDone(people);
  const names = (change: "inserted" | "deleted") =>
    [
      ...new Set(
        [...paragraph.pieces, { change: paragraph.end, ...paragraph.endAuthor }]
          .filter((piece) => piece.change === change)
          .map((piece) => done(piece, (name) => name)),
      ),
    ].join(", ");
  const [inserted, deleted] = [names("inserted"), names("deleted")];
  return (
    <p className={styles["note"]}>
      {inserted !== "" && <span>{t("versions.by.inserted", { names: inserted })}</span>}
      {deleted !== "" && <span>{t("versions.by.deleted", { names: deleted })}</span>}
      {lostText(paragraph).trim() !== "" && (
        <CopyButton size="small" look="quiet" text={formerText(paragraph)} label={t("versions.copy")} />
      )}
    </p>
  );
}

function Table({
  table,
  people,
}: {
  readonly table: Extract<BlockView, { kind: "table" }>;
  readonly people: People;
}) {
  const { t } = useText();
  return (
    <div className={styles["scroll"]}>
      <table className={styles["table"]}>
        <tbody>
          {table.rows.map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
            <tr key={at} data-row={row.change}>
              <th scope="row" className={styles["rowSign"]}>
                {row.change !== "same" && (
                  <>
                    <span aria-hidden="true">{row.change === "deleted" ? "−" : "+"}</span>
                    <span className="visually-hidden">
                      {t(row.change === "deleted" ? "versions.row.deleted" : "versions.row.inserted")}
                    </span>
                  </>
                )}
              </th>
              {row.cells.map((cell, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
                <td key={index} colSpan={cell.colspan} rowSpan={cell.rowspan} data-row={cell.change}>
                  <DifferenceText blocks={cell.blocks} people={people} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
