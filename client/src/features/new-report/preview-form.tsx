import {
  countRevisions,
  type DraftIssue,
  isGone,
  isTable,
  type ReportHeader,
  withoutRevisions,
} from "@dongsoan/shared/domain";
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { keys, useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { HeaderFields, withoutEmptyLines } from "../../ui/header-fields.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import { toast } from "../../ui/toast.ts";
import { applyEdit, newHistory, rowsOf, toPlainSections, type DraftHistory } from "./draft-history.ts";
import { DraftLetters, DraftTableView } from "./draft-text.tsx";
import { DraftTree } from "./draft-tree.tsx";
import styles from "./draft-tree.module.css";
import { newNodeKey, type Preview } from "./preview.ts";
import { toBase64 } from "./to-base64.ts";
import { type RevisionChoice, WordNotice } from "./word-notice.tsx";

export function PreviewForm({
  preview,
  onAgain,
}: {
  readonly preview: Preview;
  readonly onAgain: () => void;
}) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const [header, setHeader] = useState<ReportHeader>(preview.draft.header);
  const [history, setHistory] = useState<DraftHistory>(() => newHistory(preview.draft.nodes));
  const [revisions, setRevisions] = useState<RevisionChoice>("suggest");
  const create = useCommand("createReport", [keys.reports, keys.myWork]);
  const isCreated = create.isSuccess;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    if (isCreated) return;
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isCreated]);

  const handleCreate = async () => {
    const original = preview.original && {
      fileName: preview.original.fileName,
      contentBase64: await toBase64(preview.original.content),
    };
    const tidy = withoutEmptyLines(header);
    create.mutate(
      {
        body: {
          header: {
            ...tidy,
            addressees: [...tidy.addressees],
            opening: [...tidy.opening],
            closing: [...tidy.closing],
            recipients: [...tidy.recipients],
            signature: { ...tidy.signature, lines: [...tidy.signature.lines] },
          },
          sections: toPlainSections(revisions === "accept" ? withoutRevisions(history.tree) : history.tree),
          dueAt: null,
          original,
        },
      },
      {
        onSuccess: ({ id }) => {
          toast(t("preview.created"));
          navigate(`/bao-cao/${id}/muc`, { replace: true });
        },
      },
    );
  };
  const createButton = (
    <Button look="primary" isBusy={create.isPending} onClick={() => void handleCreate()}>
      {create.isPending ? t("common.saving") : t("preview.create")}
    </Button>
  );
  return (
    <Page
      title={t("preview.title")}
      lead={t("preview.lead")}
      actions={
        <>
          <Button onClick={onAgain}>{t("new.again")}</Button>
          {createButton}
        </>
      }
    >
      {create.error && <ErrorNotice error={create.error} />}
      <Findings preview={preview} revisions={revisions} onRevisions={setRevisions} />
      <div className={styles["two"]}>
        <Card title={t("preview.tree")}>
          <DraftTree history={history} onHistory={setHistory} />
        </Card>
        <SelectedText history={history} onHistory={setHistory} />
      </div>
      <Card title={t("header.title")}>
        <HeaderFields value={header} onValue={setHeader} />
      </Card>
      <div>{createButton}</div>
    </Page>
  );
}

/** What the reader of the text found out: encoding, joined paragraphs, problems of the numbering. */
function Findings({
  preview,
  revisions,
  onRevisions,
}: {
  readonly preview: Preview;
  readonly revisions: RevisionChoice;
  readonly onRevisions: (choice: RevisionChoice) => void;
}) {
  const { t } = useText();
  const { draft, file } = preview;
  // A draft may have thousands of pages: they are not gone through again with each letter typed in the form beside it.
  const hasRevisions = useMemo(() => countRevisions(draft.nodes) > 0, [draft.nodes]);
  const joined = draft.issues.filter((issue) => issue.code === "paragraph-joined");
  const problems = draft.issues.filter((issue) => issue.code !== "paragraph-joined");
  const words = (issue: DraftIssue): string => {
    switch (issue.code) {
      case "number-gap":
      case "number-repeat":
        return t(`preview.issue.${issue.code}`, {
          label: issue.label,
          after: issue.after || t("preview.issue.start"),
        });
      case "markup-removed":
        return t("preview.issue.markup-removed", { text: issue.text });
      case "revisions-accepted":
        return t("preview.issue.revisions-accepted", {
          title: issue.title || t("preview.issue.everywhere"),
        });
      case "no-heading":
        return t("preview.issue.no-heading");
      case "paragraph-joined":
        return t("preview.joined.at", { at: issue.at });
    }
  };
  if (file === null) return null;
  const unlisted = (draft.issueCount ?? draft.issues.length) - draft.issues.length;
  return (
    <>
      <Notice kind="info">
        <p>
          {file.encoding && `${t("preview.encoding", { encoding: file.encoding.toUpperCase() })} · `}
          {t("preview.found", { count: rowsOf(draft.nodes).length })}
        </p>
        {joined.length > 0 && (
          <details>
            <summary>{t("preview.joined", { count: joined.length })}</summary>
            <ul className={styles["issues"]}>
              {joined.map((issue, index) => (
                <li key={index}>{words(issue)}</li>
              ))}
            </ul>
          </details>
        )}
      </Notice>
      {file.word && (
        <WordNotice found={file.word} choice={hasRevisions ? revisions : null} onChoice={onRevisions} />
      )}
      {problems.length > 0 && (
        <Notice kind="warn" title={t("preview.issues", { count: problems.length + unlisted })}>
          <ul className={styles["issues"]}>
            {problems.map((issue, index) => (
              <li key={index}>{words(issue)}</li>
            ))}
          </ul>
          {unlisted > 0 && <p>{t("preview.issues.more", { count: unlisted })}</p>}
        </Notice>
      )}
    </>
  );
}

/** The selected node's text; each paragraph can become the title of a new node. */
function SelectedText({
  history,
  onHistory,
}: {
  readonly history: DraftHistory;
  readonly onHistory: (history: DraftHistory) => void;
}) {
  const { t } = useText();
  const row = rowsOf(history.tree).find((each) => each.node.key === history.selectedKey);
  if (!row) return <Card>{t("preview.select")}</Card>;
  return (
    <Card title={t("preview.text", { label: row.label })}>
      {row.node.blocks.length === 0 ? (
        <p className={styles["hint"]}>{t("preview.text.none")}</p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        <section
          className={styles["text"]}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
          tabIndex={0}

          aria-label={t("preview.text", { label: row.label })}
        >
          {row.node.blocks.map((block, at) => {
            if (isGone(block)) return null;
            if (isTable(block)) return <DraftTableView key={at} table={block} />;
            return (
              <div key={at} className={styles["paragraph"]}>
                <DraftLetters paragraph={block} />
                <Button
                  size="small"
                  aria-label={`${t("preview.split.at")}: ${block.text.slice(0, 60)}`}
                  onClick={() =>
                    onHistory(
                      applyEdit(history, {
                        kind: "split",
                        key: row.node.key,
                        at,
                        newKey: newNodeKey(),
                      }),
                    )
                  }
                >
                  {t("preview.split.at")}
                </Button>
              </div>
            );
          })}
        </section>
      )}
    </Card>
  );
}
