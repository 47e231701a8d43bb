import { isMessageKey, type MessageKey } from "@dongsoan/shared/i18n";

/** "section.approve" → the key of its words; null for an action this page does not know. */
export function actionKeyOf(action: string): MessageKey | null {
  const key = `history.action.${action.split(".").at(-1) ?? ""}`;
  return isMessageKey(key) ? key : null;
}

/** The part of a record that people ask for: the reason. Other figures stay in the package's audit trail. */
export function detailOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  const reason = "reason" in value ? value.reason : null;
  return typeof reason === "string" ? reason : "";
}
