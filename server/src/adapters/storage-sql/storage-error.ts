import { AppError } from "@dongsoan/shared/domain";

/** Anything the driver throws means: nothing of this happened, try again later. Refusals of our own pass through. */
export const asStorageError = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError("storage-unavailable", "the database refused or could not be reached", { cause: error });
