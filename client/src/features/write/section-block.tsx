import { isOpenForUnits, lacksOwner } from "@dongsoan/shared/domain";
import type { SectionView } from "@dongsoan/shared/http-api";
import { createElement, memo, useEffect, useRef } from "react";
import { Link } from "wouter";
import { SectionEditor } from "../../editor/section-editor.tsx";
import { useText } from "../../i18n/use-text.ts";
import type { SectionDocument } from "../../sync/section-document.ts";
import { FoldedNote } from "./folded-note.tsx";
import { useNamesIn } from "./people.tsx";
import { SectionActions } from "./section-actions.tsx";
import { sectionName, stateTone, stateWord } from "./section-state.ts";
import { selectedLetters } from "./selected-letters.ts";
import { useTracking } from "./use-tracking.ts";
import { useSectionSaved, useSectionText, useStandingText } from "./use-section-text.ts";
import { WhyReadOnly } from "./why-read-only.tsx";
import { frameId, headingId, isOfUnit, type ReportFacts, unitName, useWrite } from "./write-context.ts";

interface SectionProps {
  readonly report: ReportFacts;
  readonly section: SectionView;
}

/** The outline decides the heading; h1 is the report's own. */
function SectionHeading({ section }: { readonly section: SectionView }) {
  const { t } = useText();
  return createElement(
    `h${Math.min(6, section.depth + 1)}`,
    {
      id: headingId(section.id),
      className: `section-heading depth-${Math.min(5, section.depth)}`,
      lang: "vi",
    },
    sectionName(section, t),
  );
}

function PeopleHere({ sectionId }: { readonly sectionId: string }) {
  const { t } = useText();
  const names = useNamesIn(sectionId);
  return names === "" ? null : <span className="chip tone-plain">{t("write.peopleHere", { names })}</span>;
}

function SavedChip({ section }: { readonly section: SectionDocument }) {
  const { t } = useText();
  const saved = useSectionSaved(section);
  if (saved === "other") return null;
  const words = { saved: "write.saved", saving: "write.savingSection", unsent: "write.notSaved" } as const;
  return (
    <span className={`section-saved saved-${saved}`} data-section-save={saved}>
      {t(words[saved])}
    </span>
  );
}

interface SectionBlockProps extends SectionProps {
  /** Its text is fetched now; otherwise only its frame stands on the page. */
  readonly isOpen: boolean;
  readonly onShown: (() => void) | undefined;
}

function Waiting() {
  const { t } = useText();
  return <p className="section-waiting">{t("write.sectionOpening")}</p>;
}

function OpenSection({ section, onShown }: Pick<SectionBlockProps, "section" | "onShown">) {
  const { registry } = useWrite();
  const { t } = useText();
  const { section: held, text: fresh } = useSectionText(section.id, section.lineage);
  const text = useStandingText(fresh);
  const mayWrite = section.may.write || section.may.suggest;
  const tracking = useTracking(held, section.may.write);
  const former = useRef(mayWrite);
  useEffect(() => {
    // The right came back: the channel was opened as a reader's and is asked for anew.
    if (mayWrite && !former.current && held.text.mode === "read") held.reopen();
    former.current = mayWrite;
  }, [mayWrite, held]);
  const { isReady } = text;
  useEffect(() => {
    if (isReady) onShown?.();
  }, [isReady, onShown]);
  return (
    <>
      <span className="section-saved-place">{mayWrite && <SavedChip section={held} />}</span>
      {text.isReady && (
        <SectionEditor
          sectionId={section.id}
          doc={text.doc}
          awareness={text.awareness}
          section={held}
          mayWrite={mayWrite}
          labelledBy={headingId(section.id)}
          registry={registry}
          onEscape={() => document.getElementById(frameId(section.id))?.focus()}
          tracking={tracking}
        />
      )}
      {!text.isReady && text.closedCode === null && <Waiting />}
      {!text.isReady && text.closedCode !== null && (
        <p className="section-waiting">{t("write.closedSection")}</p>
      )}
    </>
  );
}

/** One section on the paper with its margin: whose it is, its state, who is in it, whether it is saved. */
export const SectionBlock = memo(function SectionBlock(props: SectionBlockProps) {
  const { report, section, isOpen, onShown } = props;
  const { unitId, board, registry, session } = useWrite();
  const { t } = useText();
  const unit = unitName(report, section);
  const isLocked = section.lock !== null;
  const isMine = isOfUnit(section, unitId);
  const beginComment = () => {
    const selected = selectedLetters(registry, session.sections);
    board.setDraft(
      selected?.sectionId === section.id
        ? selected
        : { sectionId: section.id, anchor: null, suggestionId: null },
    );
  };
  // Of a sealed report the same is true of every section: that need not stand beside each.
  const isSteady =
    (isMine || section.state.kind === "returned") && section.readOnlyReason !== "report-sealed";
  const look = isLocked ? "is-locked" : isMine ? "is-mine" : section.may.write ? "is-open" : "is-read-only";
  return (
    <section
      id={frameId(section.id)}
      className={`section ${look}`}
      aria-labelledby={headingId(section.id)}
      tabIndex={-1}
    >
      <div className="section-strip">
        <span className="strip-unit" title={isMine ? t("write.mine") : undefined}>
          {unit ?? t("write.unassigned")}
          {isMine && <span className="visually-hidden"> ({t("write.mine")})</span>}
        </span>
        <span className="strip-line">
          <span className={`chip tone-${stateTone(section)}`}>{t(stateWord(section))}</span>
          {isLocked && <span className="chip tone-lock">{t("state.locked")}</span>}
          {!section.may.write && section.may.suggest && (
            <span className="chip tone-plain">{t("suggest.only")}</span>
          )}
          {!isLocked && !section.may.write && !section.may.suggest && !section.isHidden && (
            <span className="chip tone-plain">{t("write.readOnly")}</span>
          )}
          {section.may.write && isOpenForUnits(section.state.kind) && lacksOwner(section.effective) && (
            <span className="chip tone-warn" title={t("write.noOwnerWhy")}>
              {t("write.noOwner")}
            </span>
          )}
          {!section.isHidden && <PeopleHere sectionId={section.id} />}
        </span>
        {!section.isHidden && isOpen && (
          // Out of the way until the section is pointed at or has the focus; one's own stay in sight.
          <div className={isSteady ? "strip-more is-steady" : "strip-more"}>
            <SectionActions reportId={report.id} section={section} />
            <div className="section-actions">
              <button
                type="button"
                className="button button-small"
                aria-label={t("comments.beginOn", { label: section.label })}
                title={t("comments.beginSectionTitle")}
                // What is selected in the text stays so.
                onMouseDown={(event) => event.preventDefault()}
                onClick={beginComment}
              >
                {t("comments.beginSection")}
              </button>
              <Link
                className="button button-small"
                href={`/bao-cao/${report.id}/lich-su/${section.id}`}
                aria-label={t("versions.linkLabel", { label: section.label })}
              >
                {t("versions.link")}
              </Link>
            </div>
            {section.state.kind === "returned" && (
              <FoldedNote tone="warn">
                {t("write.returnedReason", { reason: section.state.reason })}
              </FoldedNote>
            )}
            <WhyReadOnly report={report} section={section} />
          </div>
        )}
      </div>
      <SectionHeading section={section} />
      {section.isHidden ? (
        <p className="section-waiting">{t("write.hiddenText", { unit: unit ?? t("write.unassigned") })}</p>
      ) : isOpen ? (
        <OpenSection section={section} onShown={onShown} />
      ) : (
        <Waiting />
      )}
    </section>
  );
});
