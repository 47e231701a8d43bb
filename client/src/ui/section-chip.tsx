import type { SectionView } from "@dongsoan/shared/http-api";
import { useText } from "../i18n/use-text.ts";
import { Chip, type ChipKind } from "./chip.tsx";
import type { Urgency } from "./urgency.ts";

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

export function LockChip() {
  const { t } = useText();
  return <Chip kind="lock">{t("state.locked")}</Chip>;
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
