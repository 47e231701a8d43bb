import { ok, type OrgRole, parseUnitId, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { InvitationView } from "@dongsoan/shared/http-api";
import type { Identity } from "../ports/identity.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";

const validForMs = 7 * 24 * 3600 * 1000;

export interface InviteDeps extends Deps {
  readonly identity: Identity;
  readonly hashSecret: (secret: string) => string;
  /** Address of the page that accepts, ending before the token. */
  readonly invitationUrl: string;
}

export async function listInvitations(deps: Deps): Promise<InvitationView[]> {
  return (await deps.directory.invitations(deps.clock.now())).map(
    ({ id, name, unitId, roles, createdAt, expiresAt }) => ({
      id,
      name,
      unitId,
      roles: [...roles],
      createdAt,
      expiresAt,
    }),
  );
}

/** The link is shown once and handed over as the administrator sees fit; there may be no mail server. */
export async function invite(
  deps: InviteDeps,
  caller: Caller,
  input: { name: string; unitId: string | null; roles: readonly OrgRole[] },
): Promise<Result<InvitationView & { link: string }>> {
  const unitId = input.unitId === null ? null : parseUnitId(input.unitId);
  if (input.unitId !== null && !(await deps.directory.units()).some((u) => u.id === unitId && u.isActive))
    return refuse("not-found");
  const secret = deps.random.token(32);
  const now = deps.clock.now();
  const invitation = {
    id: deps.random.uuid(),
    name: input.name,
    unitId,
    roles: [...input.roles],
    createdAt: now,
    expiresAt: now + validForMs,
  };
  await deps.directory.saveInvitation({ ...invitation, tokenHash: deps.hashSecret(secret) });
  await deps.reports.transact((tx) =>
    tx.audit(
      entryOf(deps, caller, "person.invite", { after: { name: input.name, unitId, roles: input.roles } }),
    ),
  );
  return ok({ ...invitation, link: `${deps.invitationUrl}#${secret}` });
}

async function findOpen(deps: InviteDeps, token: string) {
  const invitation = await deps.directory.invitationByHash(deps.hashSecret(token));
  return invitation && invitation.expiresAt > deps.clock.now() ? invitation : null;
}

export async function describeInvitation(
  deps: InviteDeps,
  token: string,
): Promise<Result<{ name: string; organisationName: string; unitName: string | null }>> {
  const [invitation, organisation, units] = await Promise.all([
    findOpen(deps, token),
    deps.directory.organisation(),
    deps.directory.units(),
  ]);
  if (!invitation || !organisation) return refuse("link-expired");
  return ok({
    name: invitation.name,
    organisationName: organisation.name,
    unitName: units.find((u) => u.id === invitation.unitId)?.name ?? null,
  });
}

export async function acceptInvitation(
  deps: InviteDeps,
  input: { token: string; username: string; password: string },
): Promise<Result<UserId>> {
  const invitation = await findOpen(deps, input.token);
  if (!invitation) return refuse("link-expired");
  const account = await deps.identity.createAccount({
    username: input.username,
    password: input.password,
    name: invitation.name,
  });
  if (!account.ok) return account;
  // Whoever takes the row away accepts; a second use of the same link finds nothing.
  await deps.directory.deleteInvitation(invitation.id);
  await deps.directory.savePerson({
    id: account.value,
    name: invitation.name,
    username: input.username,
    unitId: invitation.unitId,
    roles: invitation.roles,
    isActive: true,
  });
  return account;
}
