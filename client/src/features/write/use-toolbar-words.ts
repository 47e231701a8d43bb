import type { ToolbarKey } from "../../editor/toolbar.tsx";
import { useText } from "../../i18n/use-text.ts";

/** The page's words, and those of the toolbar by their short names. */
export function useToolbarWords(): (key: ToolbarKey) => string {
  const { t } = useText();
  return (key) => t(`toolbar.${key}`);
}
