import { ok, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { Identity, RequestOrigin } from "../ports/identity.ts";
import { type Caller, type Deps, entryOf, visitor } from "./context.ts";
import { queueMail } from "./queue-mail.ts";

const validForMs = 24 * 3600 * 1000;

export interface ResetDeps extends Deps {
  readonly identity: Identity;
  /** Address of the page that takes the new password, ending before the token. */
  readonly passwordResetUrl: string;
}

/**
 * A one-time link with which a person chooses a new password; a new one voids the former. Made by an administrator, who
 * hands it over, or has it mailed. Nothing changes for the person until it is used.
 */
export async function makePasswordReset(
  deps: ResetDeps,
  caller: Caller,
  userId: UserId | null,
): Promise<Result<{ link: string; expiresAt: number; isMailed: boolean }>> {
  const person = userId && (await deps.directory.person(userId));
  if (!person) return refuse("not-found");
  if (!person.isActive) return refuse("wrong-state");
  const organisation = await deps.directory.organisation();
  const id = deps.random.uuid();
  const createdAt = deps.clock.now();
  const expiresAt = createdAt + validForMs;
  const secret = deps.linkSecrets("password-reset", id);
  const isMailed = await deps.reports.transact(async (tx) => {
    await tx.directory.savePasswordReset({
      id,
      tokenHash: deps.hashSecret(secret),
      userId: person.id,
      createdAt,
      expiresAt,
    });
    await tx.audit(
      entryOf(deps, caller, "person.password-link", { after: { userId: person.id, resetId: id, expiresAt } }),
    );
    return queueMail(deps, tx, person, {
      kind: "password-reset",
      resetId: id,
      name: person.name,
      organisation: organisation?.name ?? "",
    });
  });
  if (isMailed) deps.mail.wake();
  return ok({ link: `${deps.passwordResetUrl}#${secret}`, expiresAt, isMailed });
}

async function findOpen(deps: ResetDeps, token: string) {
  const reset = await deps.directory.passwordResetByHash(deps.hashSecret(token));
  if (!reset || reset.expiresAt <= deps.clock.now()) return null;
  const person = await deps.directory.person(reset.userId);
  return person?.isActive ? { reset, person } : null;
}

export async function describePasswordReset(
  deps: ResetDeps,
  token: string,
): Promise<Result<{ name: string; username: string; organisationName: string }>> {
  const [found, organisation] = await Promise.all([findOpen(deps, token), deps.directory.organisation()]);
  if (!found || !organisation) return refuse("link-expired");
  const { name, username } = found.person;
  return ok({ name, username, organisationName: organisation.name });
}

/** Sets the password, and ends every session and API token that came from the former one. */
export async function resetPassword(
  deps: ResetDeps,
  input: { token: string; password: string },
  from: RequestOrigin,
): Promise<Result<{ username: string }>> {
  const found = await findOpen(deps, input.token);
  if (!found) return refuse("link-expired");
  const { reset, person } = found;
  const passwordHash = await deps.identity.hashPassword(input.password);
  const taken = await deps.reports.transact(async (tx) => {
    // Whoever takes the row away sets the password; a second use of the link finds nothing.
    if (!(await tx.directory.deletePasswordReset(reset.id))) return false;
    await tx.accounts.savePassword(person.id, passwordHash, deps.clock.now());
    const ended = await tx.accounts.endAccess(person.id);
    await tx.audit(
      entryOf(deps, visitor(person.id, person.name, from.ipAddress), "person.reset-password", {
        before: { resetId: reset.id, ...ended },
        after: { userId: person.id },
      }),
    );
    return true;
  });
  if (!taken) return refuse("link-expired");
  await deps.identity.passwordWasSet(person, from);
  return ok({ username: person.username });
}
