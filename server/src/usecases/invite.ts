import { ok, type OrgRole, parseUnitId, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { InvitationView } from "@dongsoan/shared/http-api";
import type { Locale } from "@dongsoan/shared/i18n";
import type { Identity } from "../ports/identity.ts";
import { type Caller, type Deps, entryOf, visitor } from "./context.ts";
import { isUsernameTaken, makeAccount } from "./make-account.ts";
import { queueMail } from "./queue-mail.ts";

const validForMs = 7 * 24 * 3600 * 1000;

export interface InviteDeps extends Deps {
  readonly identity: Identity;
  /** Address of the page that accepts, ending before the token. */
  readonly invitationUrl: string;
}

export async function listInvitations(deps: Deps): Promise<InvitationView[]> {
  return (await deps.directory.invitations(deps.clock.now())).map(
    ({ id, name, unitId, roles, createdAt, expiresAt, email }) => ({
      id,
      name,
      unitId,
      roles: [...roles],
      createdAt,
      expiresAt,
      email,
    }),
  );
}

/** The link is shown once and handed over as the administrator sees fit; it is mailed too where there is a mail server. */
export async function invite(
  deps: InviteDeps,
  caller: Caller,
  input: {
    name: string;
    unitId: string | null;
    roles: readonly OrgRole[];
    email: string | null;
    locale: Locale;
  },
): Promise<Result<InvitationView & { link: string; isMailed: boolean }>> {
  const unitId = input.unitId === null ? null : parseUnitId(input.unitId);
  if (input.unitId !== null && !(await deps.directory.units()).some((u) => u.id === unitId && u.isActive))
    return refuse("not-found");
  const organisation = await deps.directory.organisation();
  const now = deps.clock.now();
  const invitation = {
    id: deps.random.uuid(),
    name: input.name,
    unitId,
    roles: [...input.roles],
    createdAt: now,
    expiresAt: now + validForMs,
    email: input.email,
  };
  const secret = deps.linkSecrets("invitation", invitation.id);
  const isMailed = await deps.reports.transact(async (tx) => {
    await tx.directory.saveInvitation({
      ...invitation,
      locale: input.locale,
      tokenHash: deps.hashSecret(secret),
    });
    await tx.audit(
      entryOf(deps, caller, "person.invite", {
        after: { invitationId: invitation.id, name: input.name, unitId, roles: input.roles },
      }),
    );
    return queueMail(deps, tx, input, {
      kind: "invitation",
      invitationId: invitation.id,
      name: input.name,
      organisation: organisation?.name ?? "",
    });
  });
  if (isMailed) deps.mail.wake();
  return ok({ ...invitation, link: `${deps.invitationUrl}#${secret}`, isMailed });
}

export async function withdrawInvitation(deps: Deps, caller: Caller, id: string): Promise<Result<null>> {
  return deps.reports.transact(async (tx) => {
    if (!(await tx.directory.deleteInvitation(id))) return refuse("not-found");
    await tx.audit(
      entryOf(deps, caller, "person.withdraw-invitation", { before: { invitationId: id }, after: null }),
    );
    return ok(null);
  });
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

/**
 * Whoever takes the row away accepts: two who open the same link at the same moment do not both get in (DIR4). Link,
 * account and record are one: a name that is taken, or a store that fails half-way, leaves the link as it was.
 */
export async function acceptInvitation(
  deps: InviteDeps,
  input: { token: string; username: string; password: string },
  ipAddress: string | null,
): Promise<Result<UserId>> {
  const invitation = await findOpen(deps, input.token);
  if (!invitation) return refuse("link-expired");
  const { name, unitId, roles, email, locale } = invitation;
  const { username } = input;
  const passwordHash = await deps.identity.hashPassword(input.password);
  return deps.reports.transact(async (tx): Promise<Result<UserId>> => {
    if (await isUsernameTaken(tx, username)) return refuse("username-taken");
    if (!(await tx.directory.deleteInvitation(invitation.id))) return refuse("link-expired");
    const id = await makeAccount(deps, tx, { name, username, unitId, roles, email, locale, passwordHash });
    await tx.audit(
      entryOf(deps, visitor(id, name, ipAddress), "person.accept-invitation", {
        before: { invitationId: invitation.id },
        after: { userId: id, username, unitId, roles },
      }),
    );
    return ok(id);
  });
}
