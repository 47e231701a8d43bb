import type { PointRef, VersionView } from "@dongsoan/shared/http-api";
import type { MessageKey, Params } from "@dongsoan/shared/i18n";

type Words = (key: MessageKey, params?: Params) => string;

/** "Phiên bản 3: Bản gửi huyện", or why it was kept. */
export const versionTitle = (t: Words, version: VersionView): string =>
  t("versions.title", {
    number: version.number,
    name: version.name ?? t(`versions.kind.${version.kind}`),
  });

const named = ["now", "last-visit", "last-submitted", "last-approved"] as const;
type Named = (typeof named)[number];

/** A point as it stands in the address: a word, or a version's id. */
export const pointOf = (text: string): PointRef => {
  const word = named.find((each) => each === text);
  return word ? { kind: word } : { kind: "version", id: text };
};

/** Points that every section of a report may have. */
export const reportPoints = ["last-visit", "last-submitted", "last-approved"] as const;

/** Points that are looked up for the person; those without a version of their kind are not offered. */
export const namedPoints = (versions: readonly VersionView[]): readonly Exclude<Named, "now">[] => [
  "last-visit",
  ...(versions.some((v) => v.kind === "submitted") ? (["last-submitted"] as const) : []),
  ...(versions.some((v) => v.kind === "approved") ? (["last-approved"] as const) : []),
];

/** What is compared when nobody has chosen: what is new for the person, else what came after the last version. */
export const firstPoint = (versions: readonly VersionView[], hasNews: boolean): string =>
  hasNews ? "last-visit" : (versions[0]?.id ?? "last-visit");
