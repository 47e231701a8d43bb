import { isErrorCode, type ErrorCode } from "@dongsoan/shared/domain";

/** A refusal of the server, or `offline` when it could not be reached at all. */
export type ApiErrorCode = ErrorCode | "offline";

export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;
  /** The current value that goes with `stale-version`. */
  readonly current: unknown;
  /** Paths of the fields that were refused. */
  readonly fields: readonly string[];
  constructor(
    code: ApiErrorCode,
    status: number,
    rest: { current?: unknown; fields?: readonly string[]; cause?: unknown } = {},
  ) {
    super(`request refused: ${code}`, rest.cause === undefined ? undefined : { cause: rest.cause });
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.current = rest.current;
    this.fields = rest.fields ?? [];
  }
}

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  400: "malformed",
  401: "signed-out",
  403: "forbidden",
  404: "not-found",
  409: "wrong-state",
  413: "too-large",
  429: "rate-limited",
  502: "storage-unavailable",
  503: "storage-unavailable",
  504: "storage-unavailable",
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Reads problem+json; a proxy's own error page still becomes a code that has words. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const fallback = codeByStatus[response.status] ?? "internal";
  if (!isRecord(body)) return new ApiError(fallback, response.status);
  const code = typeof body["code"] === "string" && isErrorCode(body["code"]) ? body["code"] : fallback;
  const issues = Array.isArray(body["issues"]) ? (body["issues"] as unknown[]) : [];
  const fields = issues.flatMap((issue) =>
    isRecord(issue) && typeof issue["path"] === "string" ? [issue["path"]] : [],
  );
  return new ApiError(code, response.status, { current: body["current"], fields });
}
