import { ok, parseUnitId, refuse, type Result, type UnitId } from "@dongsoan/shared/domain";
import type { Unit } from "../ports/directory-store.ts";
import { staleVersion } from "./change-header.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";

const figuresOf = ({ id, name, shortName, isActive }: Unit) => ({ unitId: id, name, shortName, isActive });

export async function addUnit(
  deps: Deps,
  caller: Caller,
  input: { name: string; shortName: string },
): Promise<Result<Unit>> {
  const unit: Unit = { id: deps.random.uuid() as UnitId, ...input, version: 1, isActive: true };
  await deps.reports.transact(async (tx) => {
    await tx.directory.saveUnit(unit, null);
    await tx.audit(entryOf(deps, caller, "unit.add", { after: figuresOf(unit) }));
  });
  return ok(unit);
}

/** @throws AppError stale-version with the current value in `info`. */
export function changeUnit(
  deps: Deps,
  caller: Caller,
  id: string,
  input: { name: string; shortName: string; version: number; isActive: boolean },
): Promise<Result<Unit>> {
  return deps.reports.transact(async (tx): Promise<Result<Unit>> => {
    const unitId = parseUnitId(id);
    const known = (await tx.directory.units()).find((u) => u.id === unitId);
    if (!known) return refuse("not-found");
    const unit: Unit = { ...input, id: known.id, version: input.version + 1 };
    if (!(await tx.directory.saveUnit(unit, input.version))) throw staleVersion(known);
    await tx.audit(
      entryOf(deps, caller, "unit.change", { before: figuresOf(known), after: figuresOf(unit) }),
    );
    return ok(unit);
  });
}
