import { Toolbar as Bar } from "radix-ui";
import { useSyncExternalStore } from "react";
import { useText } from "../../i18n/use-text.ts";
import { useWrite } from "./write-context.ts";

/** "Chế độ góp ý": from now on what one types here are suggestions. Where one may only suggest, it stands pressed and says so. */
export function SuggestToggle({ mayWriteAny }: { readonly mayWriteAny: boolean }) {
  const { session } = useWrite();
  const { t } = useText();
  const state = useSyncExternalStore(
    (listener) => session.mode.changed.subscribe(listener),
    () => `${session.mode.current} ${session.mode.isWaiting ? "waiting" : ""}`,
  );
  const isOn = !mayWriteAny || state.startsWith("suggest") !== state.endsWith("waiting");
  const title = mayWriteAny
    ? t(session.mode.isWaiting ? "suggest.waiting" : "suggest.title")
    : t("suggest.onlyWhy");
  return (
    <Bar.Button
      className="tool tool-wide suggest-toggle"
      aria-pressed={isOn}
      title={`${title} (Ctrl+Alt+E)`}
      disabled={!mayWriteAny}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => session.mode.want(isOn ? "write" : "suggest")}
    >
      {t("suggest.toggle")}
    </Bar.Button>
  );
}
