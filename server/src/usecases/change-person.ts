import { ok, type OrgRole, parseUnitId, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { Locale } from "@dongsoan/shared/i18n";
import type { Identity } from "../ports/identity.ts";
import type { Person } from "../ports/directory-store.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";

interface Patch {
  readonly name?: string | undefined;
  readonly unitId?: string | null | undefined;
  readonly roles?: readonly OrgRole[] | undefined;
  readonly isActive?: boolean | undefined;
  readonly email?: string | null | undefined;
  readonly locale?: Locale | undefined;
}

/** Of the address the log keeps whether there is one: it outlives the person's wish to have it removed. */
const figuresOf = ({ id, unitId, roles, isActive, email, locale }: Person) => ({
  userId: id,
  unitId,
  roles,
  isActive,
  hasEmail: email !== null,
  locale,
});

/** Unit, roles, access. Disabling ends every session and API token at once; the work stays. The last administrator cannot be taken away. */
export async function changePerson(
  deps: Deps,
  caller: Caller,
  identity: Identity,
  id: UserId | null,
  patch: Patch,
): Promise<Result<Person>> {
  const result = await deps.reports.transact(async (tx): Promise<Result<Person>> => {
    const people = await tx.directory.people();
    const person = people.find((p) => p.id === id);
    if (!person) return refuse("not-found");
    const next: Person = {
      ...person,
      name: patch.name ?? person.name,
      unitId:
        patch.unitId === undefined ? person.unitId : patch.unitId === null ? null : parseUnitId(patch.unitId),
      roles: patch.roles ?? person.roles,
      isActive: patch.isActive ?? person.isActive,
      email: patch.email === undefined ? person.email : patch.email,
      locale: patch.locale ?? person.locale,
    };
    const isAdministrator = (p: Person) => p.isActive && p.roles.includes("administrator");
    if (isAdministrator(person) && !isAdministrator(next) && people.filter(isAdministrator).length === 1)
      return refuse("wrong-state");
    await tx.directory.savePerson(next);
    const ended = next.isActive ? {} : await tx.accounts.endAccess(next.id);
    await tx.audit(
      entryOf(deps, caller, "person.change", {
        before: { ...figuresOf(person), ...ended },
        after: figuresOf(next),
      }),
    );
    return ok(next);
  });
  if (!result.ok) return result;
  const next = result.value;
  if (!next.isActive) await identity.accessWasEnded(next.id);
  deps.fanout.publish({ kind: "rights", userId: next.id });
  return result;
}

/** What everybody may change of themselves: where notices go, and in which language. */
export async function changeProfile(
  deps: Deps,
  caller: Caller,
  patch: Pick<Patch, "email" | "locale">,
): Promise<Result<null>> {
  return deps.reports.transact(async (tx): Promise<Result<null>> => {
    const person = await tx.directory.person(caller.actor.userId);
    if (!person) return refuse("not-found");
    const next: Person = {
      ...person,
      email: patch.email === undefined ? person.email : patch.email,
      locale: patch.locale ?? person.locale,
    };
    await tx.directory.savePerson(next);
    await tx.audit(
      entryOf(deps, caller, "person.profile", { before: figuresOf(person), after: figuresOf(next) }),
    );
    return ok(null);
  });
}
