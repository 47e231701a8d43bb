import { canInOrganisation, must, ok, parseUserId, refuse, type Result } from "@dongsoan/shared/domain";
import type * as api from "@dongsoan/shared/http-api";
import type { z } from "zod";
import type { Person } from "../ports/directory-store.ts";
import { changePerson, changeProfile } from "../usecases/change-person.ts";
import { addUnit, changeUnit } from "../usecases/change-unit.ts";
import type { Caller } from "../usecases/context.ts";
import {
  acceptInvitation,
  describeInvitation,
  invite,
  type InviteDeps,
  listInvitations,
  withdrawInvitation,
} from "../usecases/invite.ts";
import {
  type AccessDeps,
  changePassword,
  createApiToken,
  endSessions,
  revokeApiToken,
  revokeSession,
  signIn,
  signOut,
} from "../usecases/own-access.ts";
import {
  describePasswordReset,
  makePasswordReset,
  type ResetDeps,
  resetPassword,
} from "../usecases/reset-password.ts";
import { setUp, type SetUpDeps } from "../usecases/set-up.ts";
import { viewSession } from "../usecases/view-session.ts";
import { type Call, type Handlers } from "./handlers.ts";

export interface PeopleHandlerDeps extends InviteDeps, SetUpDeps, ResetDeps, AccessDeps {
  readonly health: () => Promise<unknown>;
}

type Body<S extends z.ZodType> = z.infer<S>;

const viewPerson = ({ id, name, username, unitId, roles, isActive }: Person) => ({
  id,
  name,
  username,
  unitId,
  roles,
  isActive,
});

/** Accounts, sessions, units, people: the administrator's and everybody's own. */
export function peopleHandlers(deps: PeopleHandlerDeps): Handlers {
  const { directory, identity } = deps;
  const originOf = ({ req }: Pick<Call, "req">) => ({
    ipAddress: req.ip ?? "",
    userAgent: req.get("user-agent") ?? "",
  });
  const asAdministrator = async <T>(caller: Caller, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const permission = canInOrganisation(caller.actor, "administer");
    return permission.ok ? work() : permission;
  };
  const isAdministrator = (caller: Caller) => canInOrganisation(caller.actor, "administer").ok;
  /** The administrator sees where notices go, and what programs may come in; the others have no use for it. */
  const peopleFor = async (caller: Caller, people: readonly Person[]) => {
    if (!isAdministrator(caller)) return people.map(viewPerson);
    const tokens = await directory.apiTokenCounts();
    return people.map((person) => ({
      ...viewPerson(person),
      email: person.email,
      tokenCount: tokens.get(person.id) ?? 0,
    }));
  };
  const enter = (call: Pick<Call, "res">, signedIn: Awaited<ReturnType<typeof identity.signIn>>) => {
    if (!signedIn.ok) return signedIn;
    call.res.setHeader("set-cookie", [...signedIn.value.cookies]);
    return viewSession(deps, signedIn.value.userId);
  };
  /** After a command that has proven who they are, and has its own record. */
  const enterAs = async (call: Pick<Call, "req" | "res">, username: string, password: string) =>
    enter(call, await identity.signIn({ username, password }, originOf(call)));

  return {
    setUpState: async () => ok({ isSetUp: (await directory.organisation()) !== null }),
    setUp: async (call: Call<Body<typeof api.setUpBody>>) => {
      const done = await setUp(deps, call.body, call.req.ip ?? null);
      return done.ok ? enterAs(call, call.body.username, call.body.password) : done;
    },
    signIn: async (call: Call<Body<typeof api.signInBody>>) =>
      enter(call, await signIn(deps, call.body, originOf(call))),
    signOut: async ({ caller, req }: Call) => {
      // ACCESS4: a token has no session to end.
      if (caller.actor.tokenScope !== null) return refuse("forbidden");
      await signOut(deps, caller, req.headers);
      return ok(null);
    },
    session: ({ caller }: Call) => viewSession(deps, caller.actor.userId),
    changeProfile: async ({ caller, body }: Call<Body<typeof api.profilePatch>>) => {
      if (caller.actor.tokenScope !== null) return refuse("forbidden");
      const done = await changeProfile(deps, caller, body);
      return done.ok ? viewSession(deps, caller.actor.userId) : done;
    },
    changePassword: ({ caller, req, body }: Call<{ currentPassword: string; newPassword: string }>) =>
      changePassword(deps, caller, req.headers, body),
    openSessions: async ({ caller, credentialId }: Call) =>
      ok(
        (await identity.sessions(caller.actor.userId)).map((s) => ({
          ...s,
          isCurrent: s.id === credentialId,
        })),
      ),
    revokeSession: async ({ caller, id }: Call) =>
      // PERM9: a program does not sign its person out.
      caller.actor.tokenScope === null ? revokeSession(deps, caller, id) : refuse("forbidden"),

    apiTokens: async ({ caller }: Call) =>
      ok(
        (await directory.apiTokens(caller.actor.userId)).map(
          ({ id, name, scope, createdAt, expiresAt, lastUsedAt }) => ({
            id,
            name,
            scope,
            createdAt,
            expiresAt,
            lastUsedAt,
          }),
        ),
      ),
    createApiToken: ({ caller, body }: Call<Body<typeof api.apiTokenBody>>) =>
      createApiToken(deps, caller, body),
    revokeApiToken: async ({ caller, id }: Call) =>
      caller.actor.tokenScope === null ? revokeApiToken(deps, caller, id) : refuse("forbidden"),

    units: async () => ok(await directory.units()),
    addUnit: ({ caller, body }: Call<Body<typeof api.unitBody>>) =>
      asAdministrator(caller, () => addUnit(deps, caller, body)),
    changeUnit: ({
      caller,
      id,
      body,
    }: Call<Body<typeof api.unitBody> & { version: number; isActive: boolean }>) =>
      asAdministrator(caller, () => changeUnit(deps, caller, id, body)),
    people: async ({ caller }: Call) => ok(await peopleFor(caller, await directory.people())),
    changePerson: ({ caller, id, body }: Call<Body<typeof api.personPatch>>) =>
      asAdministrator(caller, async () => {
        const done = await changePerson(deps, caller, identity, parseUserId(id), body);
        return done.ok ? ok(must((await peopleFor(caller, [done.value]))[0], "the person")) : done;
      }),
    makePasswordReset: ({ caller, id }: Call) =>
      asAdministrator(caller, () => makePasswordReset(deps, caller, parseUserId(id))),
    endPersonSessions: ({ caller, id }: Call) =>
      asAdministrator(caller, async () => {
        const ended = await endSessions(deps, caller, parseUserId(id));
        return ended.ok ? ok(null) : ended;
      }),
    invitations: ({ caller }: Call) => asAdministrator(caller, async () => ok(await listInvitations(deps))),
    invite: ({ caller, body }: Call<Body<typeof api.invitationBody>>) =>
      asAdministrator(caller, () => invite(deps, caller, body)),
    withdrawInvitation: ({ caller, id }: Call) =>
      asAdministrator(caller, () => withdrawInvitation(deps, caller, id)),
    invitationInfo: ({ body }: Call<{ token: string }>) => describeInvitation(deps, body.token),
    acceptInvitation: async (call: Call<Body<typeof api.acceptInvitationBody>>) => {
      const done = await acceptInvitation(deps, call.body, call.req.ip ?? null);
      return done.ok ? enterAs(call, call.body.username, call.body.password) : done;
    },
    passwordResetInfo: ({ body }: Call<{ token: string }>) => describePasswordReset(deps, body.token),
    resetPassword: async (call: Call<Body<typeof api.passwordResetBody>>) => {
      const done = await resetPassword(deps, call.body, originOf(call));
      return done.ok ? enterAs(call, done.value.username, call.body.password) : done;
    },
    systemHealth: ({ caller }: Call) => asAdministrator(caller, async () => ok(await deps.health())),
  };
}
