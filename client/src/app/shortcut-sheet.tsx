import { useEffect, useState } from "react";
import { useText } from "../i18n/use-text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { fetched } from "../ui/fetched.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const ShortcutTables = fetched(
  async () => (await import("../ui/shortcut-tables.tsx")).ShortcutTables,
  () => <Skeleton />,
);

/** Ctrl+/ anywhere shows all keys over the page, and gives the focus back. */
export function ShortcutSheet() {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.getModifierState("AltGraph")) return;
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key !== "/") return;
      event.preventDefault();
      setIsOpen(true);
    };
    addEventListener("keydown", handleKey);
    return () => removeEventListener("keydown", handleKey);
  }, []);
  if (!isOpen) return null;
  return (
    <Dialog title={t("help.shortcuts")} width="wide" onClose={() => setIsOpen(false)}>
      <p>{t("help.shortcuts.hint")}</p>
      <ShortcutTables />
    </Dialog>
  );
}
