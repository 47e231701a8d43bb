import { emptyHeader, type OutlineDraft, type ReportHeader } from "@dongsoan/shared/domain";
import { useRef, useState } from "react";
import { Link } from "wouter";
import { maxImportBytes } from "@dongsoan/shared/protocol";
import { useCommand, useSession } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Button } from "../../ui/button.tsx";
import { TextArea } from "../../ui/field.tsx";
import form from "../../ui/form.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { ErrorNotice } from "../../ui/query-state.tsx";
import styles from "./draft-tree.module.css";
import { PreviewForm } from "./preview-form.tsx";
import type { Preview } from "./preview.ts";

type Way = "file" | "outline" | "empty";
/** Choosing what to start from, then the preview. Nothing is stored before "create". */
export function NewReportPage() {
  const { t } = useText();
  const session = useSession();
  const [preview, setPreview] = useState<Preview | null>(null);
  const roles = session.data?.user.roles;
  if (roles && !roles.includes("coordinator"))
    return (
      <Page title={t("forbidden.title")}>
        {roles.includes("administrator") ? (
          <p>
            {t("new.forbidden.administrator")} <Link href="/quan-tri/nguoi-dung">{t("nav.people")}</Link>
          </p>
        ) : (
          <p>{t("new.forbidden")}</p>
        )}
      </Page>
    );
  if (preview) return <PreviewForm preview={preview} onAgain={() => setPreview(null)} />;
  return <Choose onPreview={setPreview} />;
}

function Choose({ onPreview }: { readonly onPreview: (preview: Preview) => void }) {
  const { t } = useText();
  const organisation = useSession().data?.organisation;
  const [way, setWay] = useState<Way>("file");
  const [text, setText] = useState("");
  const [isTooLarge, setIsTooLarge] = useState(false);
  const read = useCommand("previewImport");
  const header: ReportHeader = {
    ...emptyHeader,
    agency: organisation?.name ?? "",
    parentAgency: organisation?.parentAgency ?? "",
    place: organisation?.place ?? "",
  };

  /** What the text does not say about the agency is taken from the organisation. */
  const withDefaults = (draft: OutlineDraft): OutlineDraft => ({
    ...draft,
    header: {
      ...draft.header,
      agency: draft.header.agency || header.agency,
      parentAgency: draft.header.parentAgency || header.parentAgency,
      place: draft.header.place || header.place,
    },
  });
  const readBytes = (content: Blob, fileName: string) => {
    setIsTooLarge(content.size > maxImportBytes);
    if (content.size > maxImportBytes) return;
    read.mutate(
      { body: content },
      {
        onSuccess: ({ draft, ...file }) =>
          // The answer is made by the same code that this type comes from.
          onPreview({
            draft: withDefaults(draft as OutlineDraft),
            file,
            original: { fileName, content },
          }),
      },
    );
  };
  const readText = () => readBytes(new Blob([text], { type: "text/plain" }), `${t("new.way.outline")}.txt`);

  if (read.error?.code === "secrecy-stamp")
    return (
      <SecrecyStop
        onAgain={() => {
          read.reset();
          setText("");
        }}
      />
    );
  return (
    <Page title={t("new.title")} width="narrow">
      <Card>
        <fieldset className={form["fieldset"]}>
          <legend>{t("new.way")}</legend>
          <div className={form["checks"]}>
            {(["file", "outline", "empty"] as const).map((each) => (
              <label key={each} className={form["radio"]}>
                <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} />
                {t(`new.way.${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
        {isTooLarge && (
          <Notice kind="danger" isLive>
            <p>{t("new.tooLarge")}</p>
          </Notice>
        )}
        {read.error && <ErrorNotice error={read.error} />}
        {read.isPending && <p role="status">{t("new.reading")}</p>}
        {way === "file" && <DropZone onFile={(file) => readBytes(file, file.name)} />}
        {way !== "empty" && (
          <>
            <TextArea
              label={way === "file" ? t("new.paste") : t("new.paste.outline")}
              hint={way === "file" ? undefined : t("new.paste.outline.hint")}
              rows={way === "file" ? 6 : 12}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <div>
              <Button look="primary" isBusy={read.isPending} disabled={text.trim() === ""} onClick={readText}>
                {t("new.preview")}
              </Button>
            </div>
          </>
        )}
        {way === "empty" && (
          <div>
            <Button
              look="primary"
              onClick={() =>
                onPreview({ draft: { header, nodes: [], issues: [] }, file: null, original: null })
              }
            >
              {t("new.start")}
            </Button>
          </div>
        )}
      </Card>
      <p>{t("app.secrecyNotice")}</p>
    </Page>
  );
}

function DropZone({ onFile }: { readonly onFile: (file: File) => void }) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- an extra for the mouse; the button inside does the same
    <div
      className={styles["drop"]}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
    >
      <p>{t("new.drop")}</p>
      <Button onClick={() => input.current?.click()}>{t("new.choose")}</Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("new.choose")}
        accept=".txt,.md,.docx,text/plain"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was mended.
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <p className={styles["hint"]}>{t("new.drop.hint")}</p>
    </div>
  );
}

function SecrecyStop({ onAgain }: { readonly onAgain: () => void }) {
  const { t } = useText();
  return (
    <Page title={t("new.secrecy.title")} width="narrow">
      <Notice kind="danger" isLive>
        <p>{t("new.secrecy.text")}</p>
        <p>{t("new.secrecy.next")}</p>
      </Notice>
      <div>
        <Button onClick={onAgain}>{t("new.again")}</Button>
      </div>
    </Page>
  );
}
