import { pathOf, paths, type RouteName } from "@dongsoan/shared/protocol";
import type { Answers, Bodies } from "./answers.ts";
import { ApiError, readProblem } from "./api-error.ts";
import { markOffline, markSessionExpired } from "./connection-store.ts";

type Parameters<Name extends RouteName> = (typeof paths)[Name] extends `${string}:id${string}`
  ? { readonly params: { readonly id: string } }
  : { readonly params?: never };
type Body<Name extends RouteName> = Name extends keyof Bodies
  ? { readonly body: Bodies[Name] }
  : { readonly body?: never };
/** What a call of this route needs. */
export type CallOptions<Name extends RouteName> = Parameters<Name> &
  Body<Name> & { readonly signal?: AbortSignal };
type Rest<Name extends RouteName> =
  Partial<CallOptions<Name>> extends CallOptions<Name>
    ? [options?: CallOptions<Name>]
    : [options: CallOptions<Name>];

/** Routes where 401 answers what was typed, not the session. */
const asksForCredentials: ReadonlySet<RouteName> = new Set([
  "signIn",
  "setUp",
  "acceptInvitation",
  "passwordResetInfo",
  "resetPassword",
  "invitationInfo",
]);

/**
 * Calls one endpoint of the table.
 * @throws ApiError with a row of the error table, or `offline` when the server cannot be reached.
 */
export const call = <Name extends RouteName>(name: Name, ...rest: Rest<Name>): Promise<Answers[Name]> =>
  request(name, rest[0] ?? {});

interface LooseOptions {
  readonly params?: { readonly id: string };
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** `call` for code that holds the options as one value. */
export async function request<Name extends RouteName>(
  name: Name,
  options: LooseOptions,
): Promise<Answers[Name]> {
  const [method = "GET"] = paths[name].split(" ");
  const isRaw = options.body instanceof Blob;
  const headers: Record<string, string> = { accept: "application/json, application/problem+json" };
  // A form of another site cannot send this header without a preflight, which the server does not answer.
  if (method !== "GET") headers["x-requested-with"] = "dongsoan";
  if (options.body !== undefined)
    headers["content-type"] = isRaw ? "application/octet-stream" : "application/json";
  let response: Response;
  try {
    response = await fetch(pathOf(name, options.params?.id), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined
        ? {}
        : { body: options.body instanceof Blob ? options.body : JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    markOffline(true);
    throw new ApiError("offline", 0, { cause });
  }
  markOffline(false);
  if (!response.ok) {
    const error = await readProblem(response);
    if (response.status === 401 && !asksForCredentials.has(name)) markSessionExpired();
    throw error;
  }
  // 204 and the like; the answer type of such a route is null.
  if (response.status === 204) return null as Answers[Name];
  const text = await response.text();
  return (text === "" ? null : JSON.parse(text)) as Answers[Name];
}
