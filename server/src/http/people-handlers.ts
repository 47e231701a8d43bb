import {
  canInOrganisation,
  ok,
  parseUnitId,
  parseUserId,
  refuse,
  type Result,
  type UnitId,
} from "@dongsoan/shared/domain";
import type * as api from "@dongsoan/shared/http-api";
import type { z } from "zod";
import type { Identity } from "../ports/identity.ts";
import type { Caller, Deps } from "../usecases/context.ts";
import {
  acceptInvitation,
  describeInvitation,
  invite,
  type InviteDeps,
  listInvitations,
} from "../usecases/invite.ts";
import { changePerson } from "../usecases/change-person.ts";
import { setUp, type SetUpDeps } from "../usecases/set-up.ts";
import { viewSession } from "../usecases/view-session.ts";
import { type Call, type Handlers } from "./handlers.ts";

export interface PeopleHandlerDeps extends Deps, InviteDeps, SetUpDeps {
  readonly identity: Identity;
  readonly hashSecret: (secret: string) => string;
  readonly health: () => Promise<unknown>;
}

type Body<S extends z.ZodType> = z.infer<S>;
const dayMs = 24 * 3600 * 1000;

/** Accounts, sessions, units, people: the administrator's and everybody's own. */
export function peopleHandlers(deps: PeopleHandlerDeps): Handlers {
  const { directory, identity } = deps;
  const origin = ({ req }: Pick<Call, "req">) => ({
    ipAddress: req.ip ?? "",
    userAgent: req.get("user-agent") ?? "",
  });
  const asAdministrator = async <T>(caller: Caller, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const permission = canInOrganisation(caller.actor, "administer");
    return permission.ok ? work() : permission;
  };

  async function signInWith(
    call: Pick<Call, "req" | "res">,
    credentials: { username: string; password: string },
  ): Promise<Result<unknown>> {
    const signedIn = await identity.signIn(credentials, origin(call));
    if (!signedIn.ok) return signedIn;
    call.res.setHeader("set-cookie", [...signedIn.value.cookies]);
    return viewSession(deps, signedIn.value.userId);
  }

  return {
    setUpState: async () => ok({ isSetUp: (await directory.organisation()) !== null }),
    setUp: async (call: Call<Body<typeof api.setUpBody>>) => {
      const done = await setUp(deps, call.body, call.req.ip ?? null);
      return done.ok ? signInWith(call, call.body) : done;
    },
    signIn: (call: Call<Body<typeof api.signInBody>>) => signInWith(call, call.body),
    signOut: async ({ req }: Call) => {
      await identity.signOut(req.headers);
      return ok(null);
    },
    session: ({ caller }: Call) => viewSession(deps, caller.actor.userId),
    changePassword: ({ req, body }: Call<{ currentPassword: string; newPassword: string }>) =>
      identity.changePassword(req.headers, body.currentPassword, body.newPassword),
    openSessions: async ({ caller, credentialId }: Call) =>
      ok(
        (await identity.sessions(caller.actor.userId)).map((s) => ({
          ...s,
          isCurrent: s.id === credentialId,
        })),
      ),
    revokeSession: async ({ caller, id }: Call) =>
      (await identity.revokeSession(caller.actor.userId, id)) ? ok(null) : refuse("not-found"),

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
    createApiToken: async ({ caller, body }: Call<Body<typeof api.apiTokenBody>>) => {
      // A token must not be able to make its own successor.
      if (caller.actor.tokenScope !== null) return refuse("forbidden");
      const secret = deps.random.token(32);
      const now = deps.clock.now();
      const token = {
        id: deps.random.uuid(),
        name: body.name,
        scope: body.scope,
        createdAt: now,
        expiresAt: now + body.expiresInDays * dayMs,
        lastUsedAt: null,
      };
      await directory.saveApiToken({
        ...token,
        tokenHash: deps.hashSecret(secret),
        userId: caller.actor.userId,
      });
      return ok({ ...token, token: secret });
    },
    revokeApiToken: async ({ caller, id }: Call) =>
      (await directory.deleteApiToken(id, caller.actor.userId)) ? ok(null) : refuse("not-found"),

    units: async () => ok(await directory.units()),
    addUnit: ({ caller, body }: Call<Body<typeof api.unitBody>>) =>
      asAdministrator(caller, async () => {
        const unit = { id: deps.random.uuid() as UnitId, ...body, version: 1, isActive: true };
        await directory.saveUnit(unit, null);
        return ok(unit);
      }),
    changeUnit: ({
      caller,
      id,
      body,
    }: Call<Body<typeof api.unitBody> & { version: number; isActive: boolean }>) =>
      asAdministrator(caller, async () => {
        const unitId = parseUnitId(id);
        const known = unitId && (await directory.units()).find((u) => u.id === unitId);
        if (!unitId || !known) return refuse("not-found");
        const unit = { ...body, id: unitId, version: body.version + 1 };
        return (await directory.saveUnit(unit, body.version)) ? ok(unit) : refuse("stale-version");
      }),
    people: async () => ok(await directory.people()),
    changePerson: ({ caller, id, body }: Call<Body<typeof api.personPatch>>) =>
      asAdministrator(caller, () => changePerson(deps, caller, identity, parseUserId(id), body)),
    endPersonSessions: ({ caller, id }: Call) =>
      asAdministrator(caller, async () => {
        const userId = parseUserId(id);
        if (!userId || !(await directory.person(userId))) return refuse("not-found");
        await identity.revokeAllSessions(userId);
        return ok(null);
      }),
    invitations: ({ caller }: Call) => asAdministrator(caller, async () => ok(await listInvitations(deps))),
    invite: ({ caller, body }: Call<Body<typeof api.invitationBody>>) =>
      asAdministrator(caller, () => invite(deps, caller, body)),
    withdrawInvitation: ({ caller, id }: Call) =>
      asAdministrator(caller, async () =>
        (await directory.deleteInvitation(id)) ? ok(null) : refuse("not-found"),
      ),
    invitationInfo: ({ body }: Call<{ token: string }>) => describeInvitation(deps, body.token),
    acceptInvitation: async (call: Call<Body<typeof api.acceptInvitationBody>>) => {
      const done = await acceptInvitation(deps, call.body);
      return done.ok ? signInWith(call, call.body) : done;
    },
    systemHealth: ({ caller }: Call) => asAdministrator(caller, async () => ok(await deps.health())),
  };
}
