import { type AuditAction, ok, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { ApiToken } from "../ports/directory-store.ts";
import type { EndedAccess, Identity, RequestHeaders, RequestOrigin, SignedIn } from "../ports/identity.ts";
import { type Caller, type Deps, entryOf, visitor } from "./context.ts";

/** How somebody gets in and stays in: sessions, password, API tokens. Each step is one record of the audit log (AUDIT2). */
export interface AccessDeps extends Deps {
  readonly identity: Identity;
}

const dayMs = 24 * 3600 * 1000;

const record = (deps: Deps, caller: Caller, action: AuditAction, before: unknown, after: unknown) =>
  deps.reports.transact((tx) => tx.audit(entryOf(deps, caller, action, { before, after })));

export async function signIn(
  deps: AccessDeps,
  credentials: { readonly username: string; readonly password: string },
  from: RequestOrigin,
): Promise<Result<SignedIn>> {
  const signedIn = await deps.identity.signIn(credentials, from);
  if (!signedIn.ok) return signedIn;
  const { userId, sessionId } = signedIn.value;
  const person = await deps.directory.person(userId);
  const caller = { ...visitor(userId, person?.name ?? "", from.ipAddress), sessionId };
  await record(deps, caller, "session.begin", null, { sessionId });
  return signedIn;
}

export async function signOut(deps: AccessDeps, caller: Caller, headers: RequestHeaders): Promise<void> {
  await deps.identity.signOut(headers);
  await record(deps, caller, "session.end", { sessionId: caller.sessionId }, null);
}

export async function changePassword(
  deps: AccessDeps,
  caller: Caller,
  headers: RequestHeaders,
  input: { currentPassword: string; newPassword: string },
): Promise<Result<null>> {
  const changed = await deps.identity.changePassword(headers, input.currentPassword, input.newPassword);
  if (!changed.ok) return changed;
  await record(deps, caller, "person.change-password", changed.value, { userId: caller.actor.userId });
  return ok(null);
}

export async function revokeSession(
  deps: AccessDeps,
  caller: Caller,
  sessionId: string,
): Promise<Result<null>> {
  if (!(await deps.identity.revokeSession(caller.actor.userId, sessionId))) return refuse("not-found");
  await record(deps, caller, "session.revoke", { sessionId }, null);
  return ok(null);
}

/** The administrator's: signs somebody out everywhere, and their programs too. */
export async function endSessions(
  deps: AccessDeps,
  caller: Caller,
  userId: UserId | null,
): Promise<Result<EndedAccess>> {
  if (!userId || !(await deps.directory.person(userId))) return refuse("not-found");
  const ended = await deps.reports.transact(async (tx) => {
    const before = await tx.accounts.endAccess(userId);
    await tx.audit(
      entryOf(deps, caller, "person.end-sessions", {
        before: { userId, ...before },
        after: { userId, sessions: 0, tokens: 0 },
      }),
    );
    return before;
  });
  await deps.identity.accessWasEnded(userId);
  return ok(ended);
}

export async function createApiToken(
  deps: Deps,
  caller: Caller,
  input: { name: string; scope: "read" | "write"; expiresInDays: number },
): Promise<Result<Omit<ApiToken, "tokenHash" | "userId"> & { token: string }>> {
  // A token must not be able to make its own successor.
  if (caller.actor.tokenScope !== null) return refuse("forbidden");
  const secret = deps.random.token(32);
  const now = deps.clock.now();
  const token = {
    id: deps.random.uuid(),
    name: input.name,
    scope: input.scope,
    createdAt: now,
    expiresAt: now + input.expiresInDays * dayMs,
    lastUsedAt: null,
  };
  await deps.reports.transact(async (tx) => {
    await tx.directory.saveApiToken({
      ...token,
      tokenHash: deps.hashSecret(secret),
      userId: caller.actor.userId,
    });
    const { id, name, scope, expiresAt } = token;
    await tx.audit(entryOf(deps, caller, "token.create", { after: { id, name, scope, expiresAt } }));
  });
  return ok({ ...token, token: secret });
}

/** A program that uses it is cut off within a second. */
export function revokeApiToken(deps: Deps, caller: Caller, id: string): Promise<Result<null>> {
  return deps.reports.transact(async (tx): Promise<Result<null>> => {
    if (!(await tx.directory.deleteApiToken(id, caller.actor.userId))) return refuse("not-found");
    await tx.audit(entryOf(deps, caller, "token.revoke", { before: { id } }));
    return ok(null);
  });
}
