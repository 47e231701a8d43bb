import { useState } from "react";
import { ApiError } from "../api/api-error.ts";
import { call } from "../api/call.ts";
import { forgetLastSeen } from "../api/last-seen.ts";
import { useText } from "../i18n/use-text.ts";
import type { OpenTextFacts } from "../sync/open-texts.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import form from "../ui/form.module.css";
import { codeOf, ErrorNotice } from "../ui/query-state.tsx";

/** Asks while the server does not have everything; leaves nothing on this machine that the server has. */
export function SignOut({ userId }: { readonly userId: string }) {
  const { t } = useText();
  const [isBusy, setIsBusy] = useState(false);
  const [unsaved, setUnsaved] = useState<OpenTextFacts | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  const leave = async () => {
    setIsBusy(true);
    setFailure(null);
    try {
      await call("signOut");
    } catch (error) {
      if (codeOf(error) !== "signed-out") {
        setFailure(error);
        setIsBusy(false);
        return;
      }
    }
    forgetLastSeen();
    await (await textsOnLeaving()).leaveTexts(userId);
    // A fresh page: nothing of this account stays in memory.
    window.location.assign("/dang-nhap");
  };
  const handlePress = async () => {
    setIsBusy(true);
    try {
      const found = await (await textsOnLeaving()).unsavedTexts(userId);
      if (found.unsavedCount === 0) await leave();
      else setUnsaved(found);
    } catch (cause) {
      // Its code could not be fetched: without a line nobody is signed out anyway.
      setFailure(new ApiError("offline", 0, { cause }));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button isBusy={isBusy} onClick={() => void handlePress()}>
        {t("app.signOut")}
      </Button>
      {failure !== null && unsaved === null && <ErrorNotice error={failure} />}
      {unsaved && (
        <Dialog title={t("signOut.title")} onClose={() => setUnsaved(null)}>
          <p>{t(unsaved.isKeptHere ? "signOut.kept" : "signOut.lost", { count: unsaved.unsavedCount })}</p>
          {failure !== null && <ErrorNotice error={failure} />}
          <div className={form["actions"]}>
            <Button look="primary" onClick={() => setUnsaved(null)}>
              {t("signOut.stay")}
            </Button>
            <Button isBusy={isBusy} onClick={() => void leave()}>
              {t("signOut.leave")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** Fetched when somebody leaves: a page's first load does without it. */
const textsOnLeaving = () => import("../sync/texts-on-leaving.ts");
