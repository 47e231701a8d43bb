import { lacksOwner } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useState, type SubmitEvent } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { pathOf } from "@dongsoan/shared/protocol";
import { useCommand, useReport, useSession } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { HeaderDialog } from "../../ui/header-dialog.tsx";
import { headerFields } from "../../ui/header-fields.tsx";
import { Empty, Page } from "../../ui/page.tsx";
import { ErrorNotice, QueryState } from "../../ui/query-state.tsx";
import { ReportNav } from "../../ui/report-nav.tsx";
import { urgencyOf } from "../../ui/urgency.ts";
import { OutlineTable } from "./outline-table.tsx";
import { ParticipantsDialog } from "./participants-dialog.tsx";
import styles from "./outline.module.css";
import { SubmitDialog } from "./submit-dialog.tsx";
import { WordDialog } from "./word-dialog.tsx";

export function OutlinePage({ reportId }: { readonly reportId: string }) {
  const report = useReport(reportId);
  return <QueryState query={report}>{(value) => <Outline report={value} />}</QueryState>;
}

function Outline({ report }: { readonly report: ReportView }) {
  const { t } = useText();
  const [, navigate] = useLocation();
  // A link from what stands in the way of finalising names the field: /muc?sua=symbol
  const asked = new URLSearchParams(useSearch()).get("sua");
  const focusOn = headerFields.find((field) => field === asked);
  const [isEditingHeader, setIsEditingHeader] = useState(focusOn !== undefined && report.may.editHeader);
  const [isNaming, setIsNaming] = useState(false);
  const [isExporting, setIsExporting] = useState(false);
  const [isSubmitting, setIsSubmitting] = useState(false);
  const userId = useSession().data?.user.id;
  const own = report.sections.filter(({ may, effective }) => may.submit && effective.ownerId === userId);
  const add = useCommand("addSection");
  const [title, setTitle] = useState("");
  const rootCount = report.sections.filter((s) => s.parentId === null).length;
  const handleAdd = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (title.trim() === "" || add.isPending) return;
    add.mutate(
      { params: { id: report.id }, body: { parentId: null, position: rootCount, title: title.trim() } },
      { onSuccess: () => setTitle("") },
    );
  };
  return (
    <>
      <ReportNav report={report} />
      <Page
        title={t("outline.title")}
        lead={report.may.editOutline ? t("outline.lead") : t("outline.readOnly")}
        actions={
          <>
            {report.hasOriginal && (
              <ButtonLink href={pathOf("original", report.id)} download>
                {t("outline.original")}
              </ButtonLink>
            )}
            {report.state.kind === "collecting" ? (
              <Button onClick={() => setIsExporting(true)}>{t("outline.word")}</Button>
            ) : (
              <ButtonLink href={pathOf("exportWord", report.id)} download>
                {t("outline.word")}
              </ButtonLink>
            )}
            {own.length > 1 && <Button onClick={() => setIsSubmitting(true)}>{t("outline.submit")}</Button>}
            {report.may.assign && <Button onClick={() => setIsNaming(true)}>{t("participants.open")}</Button>}
            {report.may.editHeader && (
              <Button onClick={() => setIsEditingHeader(true)}>{t("header.edit")}</Button>
            )}
          </>
        }
      >
        {report.replacesId !== null && (
          <Notice kind="info">
            <p>
              {t("sealed.replaces")}{" "}
              <Link href={`/bao-cao/${report.replacesId}/chot`}>{t("sealed.replaces.link")}</Link>
            </p>
          </Notice>
        )}
        <Summary report={report} />
        {report.sections.length === 0 ? (
          <Empty text={report.may.editOutline ? t("outline.empty") : t("outline.emptyReader")} />
        ) : (
          <OutlineTable report={report} />
        )}
        {report.may.editOutline && (
          <form className={form["row"]} onSubmit={handleAdd}>
            <TextField
              label={t("outline.newTitle")}
              value={title}
              maxLength={2000}
              onChange={(event) => setTitle(event.target.value)}
            />
            <Button type="submit" isBusy={add.isPending}>
              {t("outline.add")}
            </Button>
          </form>
        )}
        {add.error && <ErrorNotice error={add.error} />}
      </Page>
      {isExporting && <WordDialog report={report} onClose={() => setIsExporting(false)} />}
      {isSubmitting && <SubmitDialog report={report} own={own} onClose={() => setIsSubmitting(false)} />}
      {isNaming && <ParticipantsDialog report={report} onClose={() => setIsNaming(false)} />}
      {isEditingHeader && (
        <HeaderDialog
          report={report}
          focusOn={focusOn}
          onClose={() => {
            setIsEditingHeader(false);
            if (asked !== null) navigate(`/bao-cao/${report.id}/muc`, { replace: true });
          }}
        />
      )}
    </>
  );
}

function Summary({ report }: { readonly report: ReportView }) {
  const { t, date } = useText();
  const [now] = useState(() => Date.now());
  const { sections } = report;
  const approved = sections.filter((s) => s.state.kind === "approved").length;
  const overdue = sections.filter(
    (s) => urgencyOf(s.effective.dueAt, s.state.kind, now) === "overdue",
  ).length;
  const unassigned = sections.filter((s) => s.effective.unitId === null && !s.isHidden).length;
  const unowned = sections.filter((s) => lacksOwner(s.effective)).length;
  const figures = [
    [`${approved}/${sections.length}`, t("outline.summary.approved")],
    [String(overdue), t("outline.summary.overdue")],
    [String(unassigned), t("outline.summary.unassigned")],
    ...(unowned === 0 ? [] : [[String(unowned), t("outline.summary.unowned")]]),
    ...(report.dueAt === null ? [] : [[date(report.dueAt), t("outline.summary.due")]]),
  ] as const;
  return (
    <ul className={styles["summary"]}>
      {figures.map(([figure, words]) => (
        <li key={words}>
          <strong>{figure}</strong>
          <span>{words}</span>
        </li>
      ))}
    </ul>
  );
}
