import type { ReportHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../api/queries.ts";
import { useText } from "../i18n/use-text.ts";
import { DateField } from "./date-field.tsx";
import { Dialog } from "./dialog.tsx";
import { FormActions } from "./form-actions.tsx";
import form from "./form.module.css";
import { HeaderConflicts } from "./header-conflicts.tsx";
import { HeaderFields, withoutEmptyLines, type HeaderField } from "./header-fields.tsx";
import { headerKeys, type HeaderKey, type HeaderValues, readStored } from "./header-values.ts";
import { mergeFields } from "./merge-fields.ts";
import { ErrorNotice } from "./query-state.tsx";
import { toast } from "./toast.ts";

interface Clash {
  readonly version: number;
  readonly theirs: HeaderValues;
  readonly merged: HeaderValues;
  readonly conflicts: readonly HeaderKey[];
}

/**
 * The coordinator's form for everything on the paper that is not a section. When somebody else saved first, their
 * other fields are taken over, and where both changed the same field the person chooses.
 */
export function HeaderDialog({
  report,
  focusOn,
  onClose,
}: {
  readonly report: ReportView;
  readonly focusOn?: HeaderField | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [base, setBase] = useState<HeaderValues>({ ...report.header, dueAt: report.dueAt });
  const [version, setVersion] = useState(report.version);
  const [values, setValues] = useState<HeaderValues>(base);
  const [clash, setClash] = useState<Clash | null>(null);
  const change = useCommand("changeHeader");
  const save = (all: HeaderValues, withVersion: number) => {
    const { dueAt, ...header } = all;
    const tidy = withoutEmptyLines(header);
    change.mutate(
      { params: { id: report.id }, body: { version: withVersion, dueAt, header: asBody(tidy) } },
      {
        onSuccess: () => {
          toast(t("header.saved"));
          onClose();
        },
        onError: (error) => {
          const stored = error.code === "stale-version" ? readStored(error.current) : null;
          if (!stored) return;
          const { merged, conflicts } = mergeFields(headerKeys, base, { ...tidy, dueAt }, stored.values);
          // From now on theirs is what both began with.
          setBase(stored.values);
          setVersion(stored.version);
          setValues(merged);
          if (conflicts.length === 0) save(merged, stored.version);
          else setClash({ version: stored.version, theirs: stored.values, merged, conflicts });
        },
      },
    );
  };
  return (
    <Dialog title={t("header.title")} width="wide" onClose={onClose}>
      {clash ? (
        <HeaderConflicts
          conflicts={clash.conflicts}
          mine={clash.merged}
          theirs={clash.theirs}
          isBusy={change.isPending}
          onChosen={(chosen) => save(chosen, clash.version)}
          onBack={(chosen) => {
            setValues(chosen);
            setClash(null);
            change.reset();
          }}
        />
      ) : (
        <form
          className={form["form"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (!change.isPending) save(values, version);
          }}
        >
          <HeaderFields
            value={values}
            focusOn={focusOn}
            onValue={(header) => setValues({ ...header, dueAt: values.dueAt })}
          />
          <DateField
            label={t("header.dueAt")}
            value={values.dueAt}
            onValue={(dueAt) => setValues({ ...values, dueAt })}
          />
          {change.error && change.error.code !== "stale-version" && <ErrorNotice error={change.error} />}
          <FormActions
            label={change.isPending ? t("common.saving") : t("common.save")}
            isBusy={change.isPending}
            onCancel={onClose}
          />
        </form>
      )}
    </Dialog>
  );
}

const asBody = (header: ReportHeader) => ({
  ...header,
  addressees: [...header.addressees],
  opening: [...header.opening],
  closing: [...header.closing],
  recipients: [...header.recipients],
  signature: { ...header.signature, lines: [...header.signature.lines] },
});
