import type { ReportView } from "@dongsoan/shared/http-api";
import type { MessageKey } from "@dongsoan/shared/i18n";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";

type Header = ReportView["header"];

/** Lists and line breaks are typed one a line. */
interface Form {
  readonly parentAgency: string;
  readonly agency: string;
  readonly symbol: string;
  readonly place: string;
  readonly month: string;
  readonly year: string;
  readonly typeName: string;
  readonly subject: string;
  readonly addressees: string;
  readonly opening: string;
  readonly closing: string;
  readonly recipients: string;
  readonly signatureLines: string;
  readonly signatureName: string;
}

const toForm = (h: Header): Form => ({
  parentAgency: h.parentAgency,
  agency: h.agency,
  symbol: h.symbol,
  place: h.place,
  month: h.date.month === null ? "" : String(h.date.month),
  year: h.date.year === null ? "" : String(h.date.year),
  typeName: h.typeName,
  subject: h.subject,
  addressees: h.addressees.join("\n"),
  opening: h.opening.join("\n"),
  closing: h.closing.join("\n"),
  recipients: h.recipients.join("\n"),
  signatureLines: h.signature.lines.join("\n"),
  signatureName: h.signature.name,
});

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const numberOf = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : null);

const fromForm = (form: Form, former: Header): Header => ({
  ...former,
  parentAgency: form.parentAgency.trim(),
  agency: form.agency.trim(),
  symbol: form.symbol.trim(),
  place: form.place.trim(),
  date: { ...former.date, month: numberOf(form.month), year: numberOf(form.year) },
  typeName: form.typeName.trim(),
  subject: form.subject.trim(),
  addressees: linesOf(form.addressees),
  opening: linesOf(form.opening),
  closing: linesOf(form.closing),
  recipients: linesOf(form.recipients),
  signature: { lines: linesOf(form.signatureLines), name: form.signatureName.trim() },
});

const longFields: ReadonlySet<keyof Form> = new Set([
  "agency",
  "subject",
  "addressees",
  "opening",
  "closing",
  "recipients",
  "signatureLines",
]);
const order: readonly (keyof Form)[] = [
  "parentAgency",
  "agency",
  "symbol",
  "place",
  "month",
  "year",
  "typeName",
  "subject",
  "addressees",
  "opening",
  "closing",
  "recipients",
  "signatureLines",
  "signatureName",
];

/** The coordinator's form for everything on the paper that is not a section. */
export function HeaderDialog({
  report,
  onClose,
}: {
  readonly report: ReportView;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [form, setForm] = useState(() => toForm(report.header));
  const save = useCommand("changeHeader", [["report", report.id]]);
  const isStale = save.error?.code === "stale-version";
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="write-overlay" />
        <Dialog.Content className="write-dialog write-dialog-wide" aria-describedby={undefined}>
          <Dialog.Title className="dialog-title">{t("write.headerTitle")}</Dialog.Title>
          <form
            className="header-form"
            onSubmit={(event) => {
              event.preventDefault();
              const { version, dueAt, header } = report;
              save.mutate(
                { params: { id: report.id }, body: { version, dueAt, header: fromForm(form, header) } },
                { onSuccess: onClose },
              );
            }}
          >
            {order.map((name) => {
              const key: MessageKey = `write.field.${name}`;
              const onChange = (event: { readonly target: { readonly value: string } }) =>
                setForm({ ...form, [name]: event.target.value });
              return (
                <label key={name} className={longFields.has(name) ? "field field-long" : "field"}>
                  <span>{t(key)}</span>
                  {longFields.has(name) ? (
                    <textarea rows={3} value={form[name]} onChange={onChange} />
                  ) : (
                    <input type="text" value={form[name]} onChange={onChange} />
                  )}
                </label>
              );
            })}
            {save.isError && (
              <p role="alert" className="form-error field-long">
                {t(isStale ? "write.actionConflict" : "write.actionFailed")}
              </p>
            )}
            <div className="dialog-actions field-long">
              <Dialog.Close className="button">{t("write.cancel")}</Dialog.Close>
              <button type="submit" className="button button-primary" disabled={save.isPending}>
                {t("write.saveHeader")}
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
