import type { UserId } from "@dongsoan/shared/domain";
import type { Person } from "../ports/directory-store.ts";
import type { ReportTransaction } from "../ports/report-store.ts";
import type { Deps } from "./context.ts";

export interface NewAccount extends Omit<Person, "id" | "isActive"> {
  /** Made before the transaction: it takes a tenth of a second. */
  readonly passwordHash: string;
}

/** Asked first, so that the refusal leaves a link as it was (ACCESS2). */
export const isUsernameTaken = async (tx: ReportTransaction, username: string): Promise<boolean> =>
  (await tx.directory.people()).some((person) => person.username === username);

/** A person who can sign in, in the transaction of the command that makes them. */
export async function makeAccount(
  deps: Pick<Deps, "random" | "clock">,
  tx: ReportTransaction,
  { passwordHash, ...person }: NewAccount,
): Promise<UserId> {
  const id = deps.random.uuid() as UserId;
  await tx.directory.savePerson({ ...person, id, isActive: true });
  await tx.accounts.savePassword(id, passwordHash, deps.clock.now());
  return id;
}
