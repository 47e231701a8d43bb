import { type MessageKey, type Params, t } from "@dongsoan/shared/i18n";

/** The Vietnamese words that the screens show: buttons and fields are found by what is written on them. */
export const words = (key: MessageKey, params: Params = {}): string => t("vi", key, params);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The words of a key with any value in their placeholders. */
export const likeWords = (key: MessageKey): RegExp =>
  new RegExp(
    `^${words(key)
      .split(/\{[^}]*\}/)
      .map(escaped)
      .join(".+")}$`,
  );
