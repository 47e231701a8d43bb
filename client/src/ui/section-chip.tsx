import type { SectionView } from "@dongsoan/shared/http-api";
import { useText } from "../i18n/use-text.ts";
import { Chip, type ChipKind } from "./chip.tsx";

type StateKind = SectionView["state"]["kind"];

const kinds: Readonly<Record<StateKind, ChipKind>> = {
  assigned: "idle",
  drafting: "draft",
  submitted: "wait",
  returned: "danger",
  approved: "ok",
};

/** A section's place in its life. */
export function StateChip({ kind }: { readonly kind: StateKind }) {
  const { t } = useText();
  return <Chip kind={kinds[kind]}>{t(`state.${kind}`)}</Chip>;
}

const soonMs = 2 * 24 * 3600 * 1000;
export type Urgency = "overdue" | "soon" | "none";

/** How pressing a due date is for a section that is not handed in yet. */
export function urgencyOf(dueAt: number | null, kind: StateKind, now: number): Urgency {
  if (dueAt === null || kind === "submitted" || kind === "approved") return "none";
  if (dueAt < now) return "overdue";
  return dueAt - now < soonMs ? "soon" : "none";
}

export function UrgencyChip({ urgency }: { readonly urgency: Urgency }) {
  const { t } = useText();
  if (urgency === "none") return null;
  return urgency === "overdue" ? (
    <Chip kind="danger">{t("state.overdue")}</Chip>
  ) : (
    <Chip kind="warn">{t("state.dueSoon")}</Chip>
  );
}
