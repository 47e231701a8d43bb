import type { ErrorRequestHandler, Response } from "express";
import { AppError, type ErrorCode, errorCodes } from "@dongsoan/shared/domain";
import type { Problem } from "@dongsoan/shared/http-api";

/** RFC 9457. The words are the page's, by `code`; stack traces never leave the process. */
export function sendProblem(
  res: Response,
  code: ErrorCode,
  extra: Partial<Pick<Problem, "current" | "section" | "issues">> = {},
): void {
  const status = errorCodes[code].http;
  res
    .status(status)
    .type("application/problem+json")
    .send(JSON.stringify({ type: "about:blank", title: code, status, code, ...extra }));
}

/** Of what an error says for the log, the parts that its asker needs. */
const tellable = ({ current, section, issues }: AppError["info"]): Partial<Problem> => ({
  ...(issues === undefined ? {} : { issues: issues as Problem["issues"] }),
  ...(current === undefined ? {} : { current }),
  ...(section === undefined ? {} : { section: section as Problem["section"] }),
});

export const problemHandler =
  (onError: (error: unknown) => void): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof AppError) {
      if (errorCodes[error.code].http >= 500) onError(error);
      return sendProblem(res, error.code, tellable(error.info));
    }
    const status = typeof error === "object" && error !== null && "status" in error ? error.status : 500;
    if (status === 413) return sendProblem(res, "too-large");
    if (status === 415) return sendProblem(res, "unsupported-encoding");
    if (typeof status === "number" && status >= 400 && status < 500) return sendProblem(res, "malformed");
    onError(error);
    sendProblem(res, "internal");
  };
