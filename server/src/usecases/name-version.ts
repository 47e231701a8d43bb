import { ok, refuse, type Result, type SectionId } from "@dongsoan/shared/domain";
import type { VersionView } from "@dongsoan/shared/http-api";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandSection } from "./in-report.ts";
import { isNotedTooOften, noteVersion } from "./keep-versions.ts";
import { viewVersion } from "./list-versions.ts";

/** VER4: keeps the text as it is now under a name. */
export async function nameVersion(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  name: string,
): Promise<Result<VersionView>> {
  const result = await commandSection<VersionView>(
    deps,
    caller,
    sectionId,
    "name-version",
    async (tx, { report, section }) => {
      const kind = { kind: "named", by: caller.actor.userId } as const;
      if (await isNotedTooOften(deps, tx, sectionId, kind)) return refuse("rate-limited");
      const version = await noteVersion(deps, tx, section, { ...kind, name });
      await tx.audit(
        entryOf(deps, caller, "section.name-version", {
          reportId: report.id,
          sectionId,
          after: { version: version.number, name, head: version.head },
        }),
      );
      return ok(viewVersion(version, caller.name));
    },
  );
  if (result.ok) deps.keeper.wake();
  return result;
}
