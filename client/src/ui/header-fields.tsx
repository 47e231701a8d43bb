import type { ReportHeader } from "@dongsoan/shared/domain";
import { useText } from "../i18n/use-text.ts";
import { TextArea, TextField } from "./field.tsx";
import form from "./form.module.css";

/** A list shown as lines; empty lines in between stay while typing and go on leaving (`withoutEmptyLines`). */
const toLines = (text: string): string[] => text.split("\n");
const fromLines = (lines: readonly string[]): string => lines.join("\n");

export function withoutEmptyLines(header: ReportHeader): ReportHeader {
  const tidy = (lines: readonly string[]) => lines.map((line) => line.trim()).filter((line) => line !== "");
  return {
    ...header,
    addressees: tidy(header.addressees),
    opening: tidy(header.opening),
    closing: tidy(header.closing),
    recipients: tidy(header.recipients),
    signature: { lines: tidy(header.signature.lines), name: header.signature.name.trim() },
  };
}

const parseNumber = (text: string, max: number): number | null => {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) || value < 1 || value > max ? null : value;
};

/** Fields that can be asked for; what keeps a report from being finalised is among them. */
export const headerFields = [
  "addressees",
  "agency",
  "closing",
  "opening",
  "number",
  "parentAgency",
  "place",
  "recipients",
  "signature",
  "subject",
  "symbol",
  "typeName",
] as const;
export type HeaderField = (typeof headerFields)[number];

/** Everything of the paper that is not section text, as fields. */
export function HeaderFields({
  value,
  focusOn,
  onValue,
}: {
  readonly value: ReportHeader;
  /** In a dialog: the field that gets the focus when it opens. */
  readonly focusOn?: HeaderField | undefined;
  readonly onValue: (header: ReportHeader) => void;
}) {
  const { t } = useText();
  // The attribute itself, which a dialog looks for when it opens; React's property would focus too early.
  const first = (field: HeaderField) => (element: HTMLElement | null) => {
    element?.toggleAttribute("autofocus", field === focusOn);
  };
  const set = (change: Partial<ReportHeader>) => onValue({ ...value, ...change });
  const line = (key: "number" | "parentAgency" | "place" | "symbol" | "typeName") => (
    <TextField
      ref={first(key)}
      label={t(`header.${key}`)}
      maxLength={key === "number" ? 20 : key === "symbol" ? 60 : 500}
      value={value[key]}
      onChange={(event) => set({ [key]: event.target.value })}
    />
  );
  const lines = (key: "addressees" | "closing" | "opening" | "recipients", hint: string, rows: number) => (
    <TextArea
      ref={first(key)}
      label={t(`header.${key}`)}
      hint={hint}
      rows={rows}
      value={fromLines(value[key])}
      onChange={(event) => set({ [key]: event.target.value === "" ? [] : toLines(event.target.value) })}
    />
  );
  const datePart = (key: "day" | "month" | "year", max: number) => (
    <TextField
      label={t(`header.${key}`)}
      inputMode="numeric"
      value={value.date[key] ?? ""}
      onChange={(event) => set({ date: { ...value.date, [key]: parseNumber(event.target.value, max) } })}
    />
  );
  return (
    <div className={form["form"]}>
      <div className={form["columns"]}>
        {line("parentAgency")}
        {/* Long names are broken by hand; a field of one line would join them. */}
        <TextArea
          ref={first("agency")}
          label={t("header.agency")}
          rows={2}
          maxLength={500}
          value={value.agency}
          onChange={(event) => set({ agency: event.target.value })}
        />
      </div>
      <div className={form["columns"]}>
        {line("number")}
        {line("symbol")}
      </div>
      <div className={form["columns"]}>
        {line("place")}
        <fieldset className={form["date"]}>
          <legend className="visually-hidden">{t("header.date")}</legend>
          {datePart("day", 31)}
          {datePart("month", 12)}
          {datePart("year", 2200)}
        </fieldset>
      </div>
      {line("typeName")}
      <TextArea
        ref={first("subject")}
        label={t("header.subject")}
        rows={2}
        maxLength={2000}
        value={value.subject}
        onChange={(event) => set({ subject: event.target.value })}
      />
      {lines("addressees", t("header.addressees.hint"), 2)}
      {lines("opening", t("header.paragraphs.hint"), 3)}
      {lines("closing", t("header.paragraphs.hint"), 3)}
      {lines("recipients", t("header.addressees.hint"), 4)}
      <TextArea
        label={t("header.signatureLines")}
        hint={t("header.signatureLines.hint")}
        rows={3}
        value={fromLines(value.signature.lines)}
        onChange={(event) => set({ signature: { ...value.signature, lines: toLines(event.target.value) } })}
      />
      <TextField
        ref={first("signature")}
        label={t("header.signatureName")}
        value={value.signature.name}
        onChange={(event) => set({ signature: { ...value.signature, name: event.target.value } })}
      />
    </div>
  );
}
