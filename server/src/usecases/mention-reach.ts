import { canOnSection, type Mention, type SectionAccess, type UserId } from "@dongsoan/shared/domain";
import type { Person } from "../ports/directory-store.ts";

/** COM9: whom a mention reaches: people who may read the section; of a unit, everybody in it who may. */
export function reachedBy(
  mention: Mention,
  people: readonly Person[],
  section: SectionAccess,
): readonly UserId[] {
  return people
    .filter((person) => (mention.kind === "person" ? person.id === mention.id : person.unitId === mention.id))
    .filter(
      ({ id, unitId, roles, isActive }) =>
        isActive && canOnSection({ userId: id, unitId, roles, tokenScope: null }, "read-section", section).ok,
    )
    .map(({ id }) => id);
}
