import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "../api/api-error.ts";
import { useText } from "../i18n/use-text.ts";
import { Button } from "./button.tsx";
import { NotFound } from "./not-found.tsx";
import { Notice } from "./notice.tsx";
import { Skeleton } from "./skeleton.tsx";

export const codeOf = (error: unknown) => (error instanceof ApiError ? error.code : "internal");

/** What went wrong, in words, with its code for whoever asks for help. */
export function ErrorNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useText();
  const code = codeOf(error);
  return (
    <Notice kind="danger" isLive>
      <p>{t(`error.${code}`)}</p>
      <p>
        <small>{t("common.errorCode", { code })}</small>
      </p>
      {onRetry && (
        <div>
          <Button size="small" onClick={onRetry}>
            {t("common.retry")}
          </Button>
        </div>
      )}
    </Notice>
  );
}

/**
 * The states that every screen has: loading, refused or failed with a way on, and the content. Content that was
 * loaded once stays while a later look fails (the banner of the shell says so).
 */
export function QueryState<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (value: T) => ReactNode;
}) {
  if (query.data !== undefined && !(query.error && codeOf(query.error) === "not-found"))
    return children(query.data);
  if (query.isPending) return <Skeleton />;
  if (codeOf(query.error) === "not-found") return <NotFound />;
  return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
}
