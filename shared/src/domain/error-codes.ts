/**
 * The one table of refusals: code → HTTP status, WebSocket close code.
 * The words are in `i18n` under `error.<code>`. Close codes follow y-websocket: 4400-4499 are final (the client
 * does not reconnect by itself), 4500-4599 and the standard ones mean "try again".
 */
export const errorCodes = {
  malformed: { http: 400, close: 4400 },
  "signed-out": { http: 401, close: 4401 },
  forbidden: { http: 403, close: 4403 },
  /** Also the answer for a hidden thing: "no right" and "does not exist" look alike. */
  "not-found": { http: 404, close: 4404 },
  "origin-refused": { http: 403, close: 4403 },
  "csrf-refused": { http: 403, close: 4403 },
  /** A stale edit of the outline or header; the problem carries the current value. */
  "stale-version": { http: 409, close: 4400 },
  "wrong-state": { http: 409, close: 4400 },
  /** The client's document belongs to another lineage (restore, import): it must reload. */
  "lineage-changed": { http: 409, close: 4409 },
  /** What was quoted is no longer what stands there. */
  "quote-changed": { http: 409, close: 4400 },
  /** A bound on how many there may be of something, e.g. threads of a section. */
  "too-many": { http: 409, close: 4400 },
  "reason-required": { http: 400, close: 4400 },
  "too-large": { http: 413, close: 4413 },
  "section-too-large": { http: 413, close: 4413 },
  /** A compressed body: nothing is unpacked at the edge. */
  "unsupported-encoding": { http: 415, close: 4400 },
  "unsupported-file": { http: 415, close: 4400 },
  "empty-file": { http: 422, close: 4400 },
  "secrecy-stamp": { http: 422, close: 4400 },
  "not-ready": { http: 409, close: 4400 },
  "section-locked": { http: 423, close: 4423 },
  "section-closed": { http: 423, close: 4423 },
  "report-sealed": { http: 423, close: 4423 },
  /** The section's stored log is damaged: read-only at its last good state. */
  "section-damaged": { http: 423, close: 4424 },
  "client-too-old": { http: 426, close: 4426 },
  "rate-limited": { http: 429, close: 4429 },
  /** The gate refused an update: foreign clientID, gap, unknown node, another root. */
  "update-refused": { http: 400, close: 4422 },
  /** The paragraphs that somebody wrote in were taken away by others, and it is too much to be put elsewhere. */
  "text-removed": { http: 409, close: 4422 },
  "username-taken": { http: 409, close: 4400 },
  "weak-password": { http: 400, close: 4400 },
  "link-expired": { http: 410, close: 4400 },
  "already-set-up": { http: 409, close: 4400 },
  "storage-unavailable": { http: 503, close: 1013 },
  overloaded: { http: 503, close: 4513 },
  draining: { http: 503, close: 4503 },
  internal: { http: 500, close: 1011 },
} as const satisfies Record<string, { http: number; close: number }>;

export type ErrorCode = keyof typeof errorCodes;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text);

/** A failure that crosses an I/O boundary. `message` is constant text; values go in `info`, never document text or tokens. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly info: Readonly<Record<string, unknown>>;
  constructor(
    code: ErrorCode,
    message: string,
    options: { info?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.info = options.info ?? {};
  }
}
