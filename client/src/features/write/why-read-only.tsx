import type { SectionView } from "@dongsoan/shared/http-api";
import { formatDateTime } from "@dongsoan/shared/i18n";
import { useEffect, useRef } from "react";
import { useText } from "../../i18n/use-text.ts";
import { reasonWord } from "../../ui/reason-word.ts";
import { toast } from "../../ui/toast.ts";
import { FoldedNote } from "./folded-note.tsx";
import { frameOf, sectionIdOf } from "./paper-place.ts";
import { personName, type ReportFacts, useWrite } from "./write-context.ts";

interface WhyProps {
  readonly report: ReportFacts;
  readonly section: SectionView;
}

/** What somebody gave as a reason is a sentence of its own, whether they ended it or not. */
const ended = (words: string): string => (/[.!?…]$/u.test(words.trim()) ? words.trim() : `${words.trim()}.`);

/** Why one may not write here and whom to ask; empty where one may. */
function useWhyReadOnly({ report, section }: WhyProps): string {
  const { t, locale } = useText();
  const { userId } = useWrite();
  if (section.may.write) return "";
  if (section.may.suggest) return t("suggest.onlyWhy");
  const asked = [...new Set([section.effective.ownerId, ...report.coordinatorIds])]
    .filter((id) => id !== userId)
    .map((id) => personName(report, id))
    .filter((name) => name !== null);
  const { lock } = section;
  return [
    t(reasonWord(section.readOnlyReason)),
    lock &&
      t("write.lockedBy", {
        name: personName(report, lock.by) ?? "",
        time: formatDateTime(locale, lock.at),
      }),
    lock && lock.reason !== "" && t("write.lockedReason", { reason: ended(lock.reason) }),
    asked.length > 0 && t("write.askWhom", { names: asked.join(", ") }),
  ]
    .filter(Boolean)
    .join(" ");
}

/** Beside the section; said at once to whoever writes in it when the right goes. */
export function WhyReadOnly(props: WhyProps) {
  const { section } = props;
  const why = useWhyReadOnly(props);
  const former = useRef(why);
  useEffect(() => {
    const hasJustGone = former.current === "" && why !== "";
    former.current = why;
    const textBox = document.activeElement?.closest(".section-text") ?? null;
    // Whoever writes in a long section does not see its strip.
    if (hasJustGone && sectionIdOf(frameOf(textBox)) === section.id) toast(why);
  }, [why, section.id]);
  return why === "" ? null : <FoldedNote>{why}</FoldedNote>;
}

/** In the bar, in place of tools that have nothing to act on: the section's own strip may be far above. */
export function WhyIdle({ report, section }: WhyProps) {
  const { t } = useText();
  const why = useWhyReadOnly({ report, section });
  return (
    <FoldedNote key={section.id}>{`${t("write.sectionIs", { label: section.label })} ${why}`}</FoldedNote>
  );
}
