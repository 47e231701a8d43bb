import { formatDateTime } from "@dongsoan/shared/i18n";
import type { ReportView, SessionView } from "@dongsoan/shared/http-api";
import { memo, useCallback, useEffect, useMemo, useRef, useState, type CSSProperties } from "react";
import { useReport, useSession } from "../../api/queries.ts";
import { EditorRegistry } from "../../editor/editor-registry.ts";
import { followBars } from "../../editor/readable-top.ts";
import { registerUnits } from "../../editor/unit-looks.ts";
import { useText } from "../../i18n/use-text.ts";
import { whenIdle } from "../../sync/when-idle.ts";
import type { WriteSession } from "../../sync/write-session.ts";
import { NotFound } from "../../ui/not-found.tsx";
import { codeOf } from "../../ui/query-state.tsx";
import "../../ui/sheet.css";
import { CommentBoard } from "./comment-board.ts";
import { CommentButton } from "./comment-button.tsx";
import { useCommentBoard } from "./use-comment-board.ts";
import { FindBar } from "./find-bar.tsx";
import { isAmongFirst } from "./first-sections.ts";
import { AuthorBar, ChangesPanel, CommentsPanel, HeaderDialog } from "./lazy-dialogs.tsx";
import { NoSections } from "./no-sections.tsx";
import { OutlinePanel } from "./outline-panel.tsx";
import { PeoplePresent } from "./people.tsx";
import { RetainedPanel, useKeptTexts } from "./retained-panel.tsx";
import { SaveLine } from "./save-line.tsx";
import { SectionBlock } from "./section-block.tsx";
import { SheetFoot, SheetHead } from "./sheet-parts.tsx";
import { SidePanel } from "./side-panel.tsx";
import { SkipToText } from "./skip-to-text.tsx";
import { useChangeKeys } from "./use-change-keys.ts";
import { useWidthClass, useZoom } from "./use-layout.ts";
import { useArrival, usePageKeys } from "./use-page-keys.ts";
import { useSeen } from "./use-seen.ts";
import { openSessionAhead, useWriteSession } from "./use-write-session.ts";
import { type ReportFacts, useWrite, WriteProvider } from "./write-context.ts";
import { WriteTools, ZoomChoice } from "./write-tools.tsx";
import "./write.css";

export { openSessionAhead };

type SideName = "outline" | "panel" | "changes" | "comments";

/** The report as one paper that its departments write at once. */
export function WritePage({ reportId }: { readonly reportId: string }) {
  const { t } = useText();
  const session = useSession();
  const report = useReport(reportId);
  const userId = session.data?.user.id ?? null;
  const write = useWriteSession(userId, reportId);
  useEffect(() => {
    // RET11: what was refused in a section that is hidden now waits for a text that will not come.
    const isGone = codeOf(report.error) === "not-found";
    const hidden = report.data?.sections.filter((section) => isGone || section.isHidden).map(({ id }) => id);
    void write?.refused.settleAlone(
      (text) => text.reportId === reportId && (hidden?.includes(text.sectionId) ?? isGone),
    );
  }, [write, reportId, report.data, report.error]);
  if (session.data && report.data && write)
    return <Ready user={session.data.user} report={report.data} session={write} />;
  if (report.isError && !report.data) {
    if (codeOf(report.error) === "not-found") return <NotFound />;
    return (
      <div className="write-message" role="alert">
        <p>{t("write.loadFailed")}</p>
        <button type="button" className="button" onClick={() => void report.refetch()}>
          {t("write.retry")}
        </button>
      </div>
    );
  }
  return <output className="write-message">{t("write.loading")}</output>;
}

interface ReadyProps {
  readonly user: SessionView["user"];
  readonly report: ReportView;
  readonly session: WriteSession;
}

function Ready({ user, report, session }: ReadyProps) {
  const [registry] = useState(() => {
    registerUnits(report.units.map((unit) => unit.name));
    return new EditorRegistry();
  });
  const { id: userId, unitId } = user;
  useSeen(registry, session, report);
  const context = useMemo(() => {
    const board = new CommentBoard({ registry, sections: session.sections });
    return { session, registry, board, userId, unitId };
  }, [session, registry, userId, unitId]);
  return (
    <WriteProvider value={context}>
      <Workspace report={report} />
    </WriteProvider>
  );
}

function useSides(): {
  readonly open: readonly SideName[];
  readonly isDrawer: boolean;
  readonly toggle: (name: SideName) => void;
  readonly show: (name: SideName) => void;
  readonly hide: (name: SideName) => void;
  /** A drawer lies over the paper: whoever goes there is not to look for it under the drawer. */
  readonly leaveDrawer: () => void;
} {
  const width = useWidthClass();
  const isDrawer = width === "drawers" || width === "reading";
  const [open, setOpen] = useState<readonly SideName[]>(isDrawer ? [] : ["outline"]);
  const [laidOutFor, setLaidOutFor] = useState(width);
  if (laidOutFor !== width) {
    setLaidOutFor(width);
    setOpen(isDrawer ? [] : width === "one-panel" ? open.slice(-1) : open);
  }
  const hide = useCallback((name: SideName) => setOpen((former) => former.filter((n) => n !== name)), []);
  const show = useCallback(
    (name: SideName) =>
      setOpen((former) => (width === "wide" ? [...former.filter((n) => n !== name), name] : [name])),
    [width],
  );
  const toggle = useCallback(
    (name: SideName) => (open.includes(name) ? hide(name) : show(name)),
    [open, hide, show],
  );
  const leaveDrawer = useCallback(() => {
    // The very same where none is open: nothing is drawn again.
    if (isDrawer) setOpen((former) => (former.length === 0 ? former : []));
  }, [isDrawer]);
  return { open, isDrawer, toggle, show, hide, leaveDrawer };
}

/** The first may be long in coming, or never come. */
const restAtLatestMs = 600;

/** Not drawn again by what concerns the page's frame only. */
const Sections = memo(function Sections({
  report,
  sections,
}: {
  readonly report: ReportFacts;
  readonly sections: ReportView["sections"];
}) {
  const [isFirstShown, setIsFirstShown] = useState(false);
  const showRest = useCallback(() => whenIdle(() => setIsFirstShown(true)), []);
  useEffect(() => {
    const timer = setTimeout(showRest, restAtLatestMs);
    return () => clearTimeout(timer);
  }, [showRest]);
  const { session } = useWrite();
  useEffect(() => {
    session.sections.expect(sections.flatMap((section) => (section.isHidden ? [] : [section.id])));
  }, [session, sections]);
  const first = sections.find((section) => !section.isHidden);
  return sections.map((section, i) => (
    <SectionBlock
      key={section.id}
      report={report}
      section={section}
      isOpen={isFirstShown || isAmongFirst(section, i)}
      onShown={section === first ? showRest : undefined}
    />
  ));
});

function Workspace({ report }: { readonly report: ReportView }) {
  const { session, registry } = useWrite();
  const { t, locale } = useText();
  const rootRef = useRef<HTMLDivElement>(null);
  const deskRef = useRef<HTMLDivElement>(null);
  const barsRef = useRef<HTMLDivElement>(null);
  useEffect(() => (barsRef.current ? followBars(barsRef.current) : undefined), []);
  const sides = useSides();
  const width = useWidthClass();
  const { zoom, scale, setZoom } = useZoom(deskRef, registry);
  const [isFinding, setIsFinding] = useState(false);
  const [isEditingHeader, setIsEditingHeader] = useState(false);
  const [showsAuthors, setShowsAuthors] = useState(false);
  const idText = report.sections.map((s) => s.id).join(" ");
  const sectionIds = useMemo(() => (idText === "" ? [] : idText.split(" ")), [idText]);
  const { id, units, people, coordinatorIds } = report;
  const facts = useMemo(() => ({ id, units, people, coordinatorIds }), [id, units, people, coordinatorIds]);
  const keptCount = useKeptTexts(report.id).length;
  const { show, toggle } = sides;
  const find = useCallback(() => setIsFinding(true), []);
  const onOutline = useCallback(() => toggle("outline"), [toggle]);
  const onPanel = useCallback(() => {
    toggle("panel");
    session.saveLine.markRetainedSeen();
  }, [toggle, session]);
  const onChanges = useCallback(() => toggle("changes"), [toggle]);
  const mayWriteAny = report.sections.some((s) => s.may.write);
  const onSuggest = useCallback(() => {
    if (mayWriteAny) session.mode.want(session.mode.current === "suggest" ? "write" : "suggest");
  }, [session, mayWriteAny]);
  const onComments = useCallback(() => toggle("comments"), [toggle]);
  const showComments = useCallback(() => show("comments"), [show]);
  const comments = useCommentBoard(report, showComments);
  const openCount = comments.threads.filter(({ resolved }) => resolved === null).length;
  const { begin: onComment, step: onThread } = comments;
  const changes = useChangeKeys(report);
  useArrival(sectionIds);
  usePageKeys({
    rootRef,
    registry,
    sectionIds,
    onFind: find,
    onOutline,
    onPanel,
    onChanges,
    onSuggest,
    onComment,
    onComments,
    onThread,
    changes,
  });
  const seeRetained = () => {
    show("panel");
    session.saveLine.markRetainedSeen();
  };
  const closeFind = () => {
    setIsFinding(false);
    registry.focusActive();
  };
  const title = report.header.subject === "" ? report.header.typeName : report.header.subject;
  return (
    <div ref={rootRef} className={`write width-${width}`}>
      <SkipToText report={report} />
      <div className="write-top" ref={barsRef}>
        <div className="write-bar">
          <h1 className="write-title" lang="vi" title={title}>
            {title}
          </h1>
          <SaveLine report={report} onSeeRetained={seeRetained} />
          {report.dueAt !== null && (
            <span className="chip tone-warn">
              {t("write.dueAt", { time: formatDateTime(locale, report.dueAt) })}
            </span>
          )}
          <PeoplePresent />
          <span className="write-toggles">
            <button
              type="button"
              className="button button-small"
              aria-pressed={sides.open.includes("outline")}
              onClick={onOutline}
            >
              {t("write.showOutline")}
            </button>
            <button
              type="button"
              className="button button-small"
              aria-pressed={sides.open.includes("panel")}
              onClick={onPanel}
            >
              {t("write.showPanel")}
              {keptCount > 0 ? ` (${keptCount})` : ""}
            </button>
            <button
              type="button"
              className="button button-small"
              aria-pressed={sides.open.includes("changes")}
              onClick={onChanges}
            >
              {t("changes.show")}
            </button>
            <button
              type="button"
              className="button button-small"
              aria-pressed={sides.open.includes("comments")}
              onClick={onComments}
            >
              {t("comments.show")}
              {openCount > 0 ? ` (${openCount})` : ""}
            </button>
            <button
              type="button"
              className="button button-small"
              aria-pressed={showsAuthors}
              onClick={() => setShowsAuthors(!showsAuthors)}
            >
              {t("write.authors")}
            </button>
          </span>
        </div>
        <WriteTools report={report} onFind={find}>
          <ZoomChoice zoom={zoom} onZoom={setZoom} />
          {isFinding && <FindBar registry={registry} sectionIds={sectionIds} onClose={closeFind} />}
        </WriteTools>
        {showsAuthors && <AuthorBar report={report} />}
      </div>
      <div className="write-body">
        {sides.open.includes("outline") && (
          <SidePanel
            name="outline"
            title={t("write.outline")}
            isDrawer={sides.isDrawer}
            onClose={() => sides.hide("outline")}
          >
            <OutlinePanel report={report} />
          </SidePanel>
        )}
        <div className="desk" ref={deskRef} onFocus={sides.leaveDrawer}>
          <section
            className="sheet"
            aria-label={t("write.paper")}
            data-region="text"
            tabIndex={-1}
            style={{ "--sheet-zoom": width === "reading" ? 1 : scale } as CSSProperties}
          >
            {report.may.editHeader && (
              <div className="section-strip sheet-strip">
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => setIsEditingHeader(true)}
                >
                  {t("write.editHeader")}
                </button>
              </div>
            )}
            <SheetHead header={report.header} />
            <Sections report={facts} sections={report.sections} />
            {report.sections.length === 0 && <NoSections report={report} />}
            <SheetFoot header={report.header} />
          </section>
        </div>
        {sides.open.includes("panel") && (
          <SidePanel
            name="panel"
            title={t("write.retained")}
            isDrawer={sides.isDrawer}
            onClose={() => sides.hide("panel")}
          >
            <RetainedPanel report={report} />
          </SidePanel>
        )}
        {sides.open.includes("changes") && (
          <SidePanel
            name="changes"
            title={t("changes.title")}
            isDrawer={sides.isDrawer}
            onClose={() => sides.hide("changes")}
          >
            <ChangesPanel report={report} commands={changes} />
          </SidePanel>
        )}
        {sides.open.includes("comments") && (
          <SidePanel
            name="comments"
            title={t("comments.title")}
            isDrawer={sides.isDrawer}
            onClose={() => sides.hide("comments")}
          >
            <CommentsPanel report={report} comments={comments} />
          </SidePanel>
        )}
      </div>
      <CommentButton onPress={onComment} />
      {isEditingHeader && <HeaderDialog report={report} onClose={() => setIsEditingHeader(false)} />}
    </div>
  );
}
