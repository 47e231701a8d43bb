import { isAuditAction, type AuditAction } from "@dongsoan/shared/domain";
import { isMessageKey, type MessageKey, type Params } from "@dongsoan/shared/i18n";

/** HIST1: a recorded command without words in both languages is a type error here. */
const wordsOf = (action: AuditAction): MessageKey => `history.action.${action}`;

/** A command of a later version is still a line of the history. */
export const actionKey = (action: string): MessageKey =>
  isAuditAction(action) ? wordsOf(action) : "history.action.other";

export interface HistoryNames {
  readonly t: (key: MessageKey, params?: Params) => string;
  readonly date: (at: number) => string;
  readonly unit: (id: string) => string;
  readonly person: (id: string) => string;
}

type Values = Readonly<Record<string, unknown>>;
const asValues = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

/** What differs between before and after, in words; no ids and no codes. */
export function detailsOf(
  action: string,
  before: unknown,
  after: unknown,
  names: HistoryNames,
): readonly string[] {
  const was = asValues(before);
  const is = asValues(after);
  const reason = textOf(is["reason"]);
  switch (action) {
    case "section.rename":
      return [
        was["title"] === undefined
          ? textOf(is["title"])
          : names.t("history.detail.changed", { before: textOf(was["title"]), after: textOf(is["title"]) }),
      ];
    case "section.restore":
      return [names.t("history.detail.version", { number: Number(is["version"]) })];
    case "section.name-version":
      return [textOf(is["name"])];
    case "section.remove":
      return textOf(was["title"]) === "" ? [] : [textOf(was["title"])];
    case "section.assign":
      return assignmentDetails(was, is, names);
    case "report.header":
      return textsOf(is["fields"]).map((field) => {
        const key = `header.${field}`;
        return isMessageKey(key) ? names.t(key) : field;
      });
    case "report.participants":
      return [
        ...roleDetails("coordinator", was["coordinatorIds"], is["coordinatorIds"], names),
        ...roleDetails("reader", was["readerIds"], is["readerIds"], names),
      ];
    // A reason of a refused write is a code, not somebody's words.
    case "retained.keep":
      return [];
    default:
      return reason === "" ? [] : [names.t("history.detail.reason", { reason })];
  }
}

function assignmentDetails(was: Values, is: Values, names: HistoryNames): readonly string[] {
  const { t } = names;
  const unitNames = (value: unknown) =>
    textsOf(value)
      .map((id) => names.unit(id))
      .join(", ") || t("outline.contributors.none");
  const words: Readonly<Record<string, (value: unknown) => string>> = {
    unit: (value) => (textOf(value) === "" ? t("outline.inherit") : names.unit(textOf(value))),
    owner: (value) => (textOf(value) === "" ? t("outline.inherit") : names.person(textOf(value))),
    due: (value) => (typeof value === "number" ? names.date(value) : t("outline.inherit")),
    contributors: (value) => unitNames(value),
    reviewers: (value) => unitNames(value),
    readScope: (value) =>
      value === "report" || value === "unit" ? t(`outline.scope.${value}`) : t("outline.inherit"),
  };
  const columns = [
    ["unit", "unitId"],
    ["owner", "ownerId"],
    ["due", "dueAt"],
    ["contributors", "contributingUnitIds"],
    ["reviewers", "reviewingUnitIds"],
    ["readScope", "readScope"],
  ] as const;
  return columns.flatMap(([column, key]) => {
    if (JSON.stringify(was[key]) === JSON.stringify(is[key])) return [];
    const value = words[column]?.(is[key]) ?? "";
    return [`${t(`outline.column.${column}`)}: ${value}`];
  });
}

function roleDetails(
  part: "coordinator" | "reader",
  before: unknown,
  after: unknown,
  names: HistoryNames,
): readonly string[] {
  const was = new Set(textsOf(before));
  const is = new Set(textsOf(after));
  const role = names.t(`participants.part.${part}`);
  return [
    ...[...is]
      .filter((id) => !was.has(id))
      .map((id) => names.t("history.detail.named", { name: names.person(id), role })),
    ...[...was]
      .filter((id) => !is.has(id))
      .map((id) => names.t("history.detail.unnamed", { name: names.person(id), role })),
  ];
}
