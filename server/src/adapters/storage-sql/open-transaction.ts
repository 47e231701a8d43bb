import { AsyncLocalStorage } from "node:async_hooks";
import { AppError } from "@dongsoan/shared/domain";
import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.ts";

const current = new AsyncLocalStorage<{ isOpen: boolean }>();

/** A transaction within which `refuseInsideTransaction` refuses. */
export const inTransaction = <T>(
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> =>
  db.transaction().execute((tx) => {
    const transaction = { isOpen: true };
    return current.run(transaction, async () => {
      try {
        return await work(tx);
      } finally {
        transaction.isOpen = false;
      }
    });
  });

/**
 * STORE10: asked before a connection, or the turn to write, is waited for. Work inside a transaction that asks a store
 * which is not the transaction's own would wait for what the transaction itself holds: with one connection for ever, and
 * every other command with it; with a pool, as soon as enough do so at once.
 */
export function refuseInsideTransaction(): void {
  if (current.getStore()?.isOpen)
    throw new AppError("internal", "a store was asked from inside a transaction that is not its own");
}
