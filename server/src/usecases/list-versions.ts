import { ok, type Result, type SectionId, type SectionVersion } from "@dongsoan/shared/domain";
import type { VersionView } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readSection } from "./in-report.ts";

/** VER7: whoever may read the section sees its versions. Newest first. */
export async function listVersions(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
): Promise<Result<VersionView[]>> {
  const loaded = await readSection(deps, caller, sectionId, "read-history");
  if (!loaded.ok) return loaded;
  const [versions, people] = await Promise.all([deps.versions.list(sectionId), deps.directory.people()]);
  const names = new Map(people.map((p) => [p.id, p.name]));
  return ok(versions.map((v) => viewVersion(v, names.get(v.by) ?? "")));
}

export const viewVersion = (
  { id, number, kind, name, by, at, head }: SectionVersion,
  byName: string,
): VersionView => ({ id, number, kind, name, by, byName, at, head });
