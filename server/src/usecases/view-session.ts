import { ok, refuse, type Result, type UserId } from "@dongsoan/shared/domain";
import type { SessionView } from "@dongsoan/shared/http-api";
import type { Deps } from "./context.ts";

/** Vietnamese names end with the given name: "Nguyễn Văn An" of unit CA is "An · CA". */
export const initialsOf = (name: string, unitShortName: string | null): string =>
  `${name.trim().split(/\s+/).at(-1) ?? ""}${unitShortName === null ? "" : ` · ${unitShortName}`}`;

export async function viewSession(
  deps: Pick<Deps, "directory">,
  userId: UserId,
): Promise<Result<SessionView>> {
  const [person, units, organisation] = await Promise.all([
    deps.directory.person(userId),
    deps.directory.units(),
    deps.directory.organisation(),
  ]);
  if (!person || !organisation) return refuse("signed-out");
  const unit = units.find((u) => u.id === person.unitId) ?? null;
  return ok({
    user: {
      id: person.id,
      name: person.name,
      username: person.username,
      unitId: person.unitId,
      unitName: unit?.name ?? null,
      initials: initialsOf(person.name, unit?.shortName ?? null),
      roles: [...person.roles],
      email: person.email,
      locale: person.locale,
    },
    organisation: {
      name: organisation.name,
      parentAgency: organisation.parentAgency,
      place: organisation.place,
    },
  });
}
