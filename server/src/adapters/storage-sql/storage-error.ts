import { AppError } from "@dongsoan/shared/domain";

/** Anything the driver throws means: nothing of this happened, try again later. Refusals of our own pass through. */
export const asStorageError = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError("storage-unavailable", "the database refused or could not be reached", { cause: error });

/** The driver's code, also below an error of ours. */
const codeOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return null;
  return "code" in error && !(error instanceof AppError) ? error.code : codeOf(error.cause);
};

/** PostgreSQL gave way to another transaction (serialisation failure, deadlock): the same work may succeed now. */
export const isGivingWay = (error: unknown): boolean => ["40001", "40P01"].includes(String(codeOf(error)));

/** PostgreSQL refused the rows themselves (a guard's exception, a constraint): repeating it changes nothing. */
export const isRefusedRow = (error: unknown): boolean => /^(P0001|23)/.test(String(codeOf(error)));

/** The same store, whose every method fails with AppError `storage-unavailable` and never with a driver's own error. */
export function withStorageErrors<Store extends Record<keyof Store, (...args: never[]) => Promise<unknown>>>(
  store: Store,
): Store {
  const wrapped = Object.entries<(...args: never[]) => Promise<unknown>>(store).map(([name, method]) => [
    name,
    async (...args: never[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw asStorageError(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Store;
}

const maxTries = 5;

/** Runs it again when it gave way to another transaction. */
export async function persevering<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === maxTries || !isGivingWay(error)) throw error;
    }
  }
}
