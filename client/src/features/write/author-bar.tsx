import { formatDateTime } from "@dongsoan/shared/i18n";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useEffect, useState } from "react";
import { lookOf } from "../../editor/unit-looks.ts";
import { useText } from "../../i18n/use-text.ts";
import { AuthorView, type AuthorsShown, type ShownAuthor } from "./author-view.ts";
import { useWrite } from "./write-context.ts";

/** Who wrote what: the names with their colours and lines, and whose text the caret stands in. */
export function AuthorBar({ report }: { readonly report: ReportView }) {
  const { registry } = useWrite();
  const { t, locale } = useText();
  const { units } = report;
  const [shown, setShown] = useState<AuthorsShown | null>(null);
  const nameOf = ({ name, unitId }: Pick<ShownAuthor, "name" | "unitId">) => {
    const unit = units.find((u) => u.id === unitId)?.shortName;
    return unit ? `${name} (${unit})` : name;
  };
  useEffect(() => {
    const view = new AuthorView({
      registry,
      onChange: setShown,
      colourOf: (unitId) => lookOf(units.find((u) => u.id === unitId)?.name ?? ""),
      titleOf: ({ writer, at, placedBy, isImported }) => {
        const name = nameOf(writer);
        const words = {
          name: isImported ? t("write.importedBy", { name }) : name,
          time: formatDateTime(locale, at),
        };
        return placedBy
          ? t("write.writtenAndPlaced", { ...words, placedBy: nameOf(placedBy) })
          : t("write.written", words);
      },
    });
    return () => view.end();
    // A new view for each language or list of units; `nameOf` and `t` follow from these.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [registry, locale, units]);
  return (
    <section className="author-bar" aria-label={t("write.authors")}>
      <strong>{t("write.authors")}</strong>
      {shown === null && <span>{t("write.loading")}</span>}
      <ul>
        {shown?.people.map((person) => (
          <li key={person.id}>
            <span className={`author ${person.look}`}>{nameOf(person)}</span>
          </li>
        ))}
        {shown !== null && shown.importedLook !== null && (
          <li>
            <span className={`author ${shown.importedLook}`}>{t("write.imported")}</span>
          </li>
        )}
      </ul>
      <output>{shown?.hasFailed ? t("write.authorsFailed") : (shown?.atCaret ?? "")}</output>
    </section>
  );
}
