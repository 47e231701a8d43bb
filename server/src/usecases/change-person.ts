import { ok, type OrgRole, parseUnitId, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { Identity } from "../ports/identity.ts";
import type { Person } from "../ports/directory-store.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";

interface Patch {
  readonly name?: string | undefined;
  readonly unitId?: string | null | undefined;
  readonly roles?: readonly OrgRole[] | undefined;
  readonly isActive?: boolean | undefined;
}

/** Unit, roles, access. Disabling ends every session at once; the work stays. The last administrator cannot be taken away. */
export async function changePerson(
  deps: Deps,
  caller: Caller,
  identity: Identity,
  id: UserId | null,
  patch: Patch,
): Promise<Result<Person>> {
  const people = await deps.directory.people();
  const person = people.find((p) => p.id === id);
  if (!person) return refuse("not-found");
  const unitId =
    patch.unitId === undefined ? person.unitId : patch.unitId === null ? null : parseUnitId(patch.unitId);
  const next: Person = {
    ...person,
    name: patch.name ?? person.name,
    unitId,
    roles: patch.roles ?? person.roles,
    isActive: patch.isActive ?? person.isActive,
  };
  const isAdministrator = (p: Person) => p.isActive && p.roles.includes("administrator");
  if (isAdministrator(person) && !isAdministrator(next) && people.filter(isAdministrator).length === 1)
    return refuse("wrong-state");
  await deps.directory.savePerson(next);
  await deps.reports.transact((tx) =>
    tx.audit(
      entryOf(deps, caller, "person.change", {
        before: { unitId: person.unitId, roles: person.roles, isActive: person.isActive },
        after: { userId: person.id, unitId: next.unitId, roles: next.roles, isActive: next.isActive },
      }),
    ),
  );
  if (!next.isActive) await identity.revokeAllSessions(next.id);
  deps.fanout.publish({ kind: "rights", userId: next.id });
  return ok(next);
}
