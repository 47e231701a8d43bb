import type { CommentView, ReportView } from "@dongsoan/shared/http-api";
import type { ReactNode } from "react";
import { useText } from "../../i18n/use-text.ts";

/** A comment's words as they were written, with the names of those who are mentioned marked. */
export function CommentText({
  report,
  comment,
}: {
  readonly report: Pick<ReportView, "people" | "units">;
  readonly comment: Pick<CommentView, "text" | "mentions">;
}) {
  const { t } = useText();
  const mentioned = comment.mentions.flatMap(({ mention, mayRead }) => {
    const list = mention.kind === "person" ? report.people : report.units;
    const name = list.find(({ id }) => id === mention.id)?.name;
    return name === undefined ? [] : [{ name, mayRead }];
  });
  const unreached = mentioned.filter(({ mayRead }) => !mayRead).map(({ name }) => name);
  return (
    <>
      <p className="comment-text" lang="vi">
        {markNames(
          comment.text,
          mentioned.map(({ name }) => `@${name}`),
        )}
      </p>
      {unreached.length > 0 && (
        <p className="change-when">{t("comments.unreached", { names: unreached.join(", ") })}</p>
      )}
    </>
  );
}

/** The longest name first, where one begins like another. */
function markNames(text: string, names: readonly string[]): ReactNode[] {
  const sorted = names.toSorted((a, b) => b.length - a.length);
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const name = at < from ? undefined : sorted.find((each) => text.startsWith(each, at));
    if (name === undefined) continue;
    parts.push(
      text.slice(from, at),
      <span key={at} className="mention">
        {name}
      </span>,
    );
    from = at + name.length;
  }
  return [...parts, text.slice(from)];
}
