import { errorCodes, type ErrorCode } from "../domain/error-codes.ts";

/** Close code of a refusal (see the table in `domain/error-codes.ts`). */
export const closeCodeOf = (code: ErrorCode): number => errorCodes[code].close;

/** 4400-4499 are final: the client must not reconnect by itself. */
export const isFinalClose = (closeCode: number): boolean => closeCode >= 4400 && closeCode < 4500;
