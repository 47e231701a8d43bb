import type { SectionView } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { AskDialog } from "./lazy-dialogs.tsx";
import { frameId } from "./write-context.ts";

type Asked = "submit" | "return" | "lock";

/** What the owner and the coordinator do with a section. Offered where the server says that it may be done. */
export function SectionActions({
  reportId,
  section,
}: {
  readonly reportId: string;
  readonly section: SectionView;
}) {
  const { t } = useText();
  const [asked, setAsked] = useState<Asked | null>(null);
  const submit = useCommand("submitSection");
  const giveBack = useCommand("returnSection");
  const approve = useCommand("approveSection");
  const lock = useCommand("lockSections");
  const unlock = useCommand("unlockSections");
  const { id, label, may } = section;
  const params = { id };
  const close = () => setAsked(null);
  const done = { onSuccess: close };
  // The button of a step that is done goes away, and must not take the keyboard's place with it.
  const stay = { onSuccess: () => document.getElementById(frameId(id))?.focus() };
  const error = [submit, giveBack, lock].some((command) => command.isError) ? t("write.actionFailed") : null;
  const isBusy = [submit, giveBack, approve, lock, unlock].some((command) => command.isPending);
  const button = (words: string, onPress: () => void, isPrimary = false) => (
    <button
      type="button"
      className={isPrimary ? "button button-small button-primary" : "button button-small"}
      disabled={isBusy}
      onClick={onPress}
    >
      {words}
    </button>
  );
  const ask = (what: Asked) => {
    for (const command of [submit, giveBack, lock]) command.reset();
    setAsked(what);
  };
  const kind = section.state.kind;
  const isWithUnit = kind !== "submitted" && kind !== "approved";
  if (!may.submit && !may.return && !may.approve && !may.lock) return null;
  return (
    <fieldset className="section-actions" aria-label={t("write.actions", { label })}>
      {may.submit && isWithUnit && button(t("write.submit"), () => ask("submit"), !may.lock)}
      {may.approve &&
        kind === "submitted" &&
        button(t("write.approve"), () => approve.mutate({ params }, stay), true)}
      {may.return && !isWithUnit && button(t("write.return"), () => ask("return"))}
      {may.lock && section.lock === null && button(t("write.lock"), () => ask("lock"))}
      {may.lock &&
        section.lock !== null &&
        button(t("write.unlock"), () =>
          unlock.mutate({ params: { id: reportId }, body: { sectionIds: [id] } }, stay),
        )}
      {(approve.isError || unlock.isError) && (
        <span role="alert" className="form-error">
          {t("write.actionFailed")}
        </span>
      )}
      {asked === "submit" && (
        <AskDialog
          title={t("write.submitTitle", { label })}
          text={t("write.submitText")}
          confirm={t("write.submit")}
          error={error}
          isBusy={isBusy}
          onConfirm={() => submit.mutate({ params }, done)}
          onClose={close}
          fallbackFocusId={frameId(id)}
        />
      )}
      {asked === "return" && (
        <AskDialog
          title={t("write.returnTitle", { label })}
          fieldLabel={t("write.returnLabel")}
          isFieldRequired
          confirm={t("write.return")}
          error={error}
          isBusy={isBusy}
          onConfirm={(reason) => giveBack.mutate({ params, body: { reason } }, done)}
          onClose={close}
          fallbackFocusId={frameId(id)}
        />
      )}
      {asked === "lock" && (
        <AskDialog
          title={t("write.lockTitle", { label })}
          fieldLabel={t("write.lockLabel")}
          confirm={t("write.lock")}
          error={error}
          isBusy={isBusy}
          onConfirm={(reason) =>
            lock.mutate({ params: { id: reportId }, body: { sectionIds: [id], reason } }, done)
          }
          onClose={close}
          fallbackFocusId={frameId(id)}
        />
      )}
    </fieldset>
  );
}
