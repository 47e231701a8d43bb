import {
  ok,
  refuse,
  type Result,
  type SectionId,
  type SectionVersion,
  type VersionId,
} from "@dongsoan/shared/domain";
import { serverItself } from "../ports/section-writer.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandSection } from "./in-report.ts";
import { isNotedTooOften, noteVersion } from "./keep-versions.ts";
import { textAt, textOfVersion } from "./version-text.ts";

/**
 * VER9, VER10: an edit from the text as it is now to that of a version, in the same history. What it takes out stays in
 * a version that is noted first, and what others type meanwhile stands.
 */
export async function restoreVersion(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  versionId: VersionId,
): Promise<Result<null>> {
  const version = await deps.versions.version(versionId);
  if (version?.sectionId !== sectionId) return refuse("not-found");
  if (await isNotedTooOften(deps, sectionId, { kind: "before-restore", by: caller.actor.userId }))
    return refuse("rate-limited");
  const noted = await commandSection<SectionVersion>(
    deps,
    caller,
    sectionId,
    "write-section",
    async (tx, { section }) =>
      ok(await noteVersion(deps, tx, section, { kind: "before-restore", by: caller.actor.userId })),
  );
  if (!noted.ok) return noted;
  const [before, wanted] = [await textAt(deps, noted.value), await textOfVersion(deps, version)];
  // From the text that the version before it holds: what others have typed since stands.
  const update = await deps.textWork.restore({
    state: before.state,
    target: wanted.text,
    clientId: Number.parseInt(deps.random.uuid().slice(0, 8), 16),
  });
  const done = await deps.writer.write({
    sectionId,
    actor: caller.actor,
    claimant: serverItself,
    make: () => update,
  });
  if (!done.ok) return done;
  await deps.reports.transact(async (tx) => {
    const section = await tx.section(sectionId);
    return tx.audit(
      entryOf(deps, caller, "section.restore", {
        reportId: section?.reportId ?? null,
        sectionId,
        before: { head: noted.value.head, version: noted.value.number },
        after: { version: version.number },
      }),
    );
  });
  deps.keeper.wake();
  return ok(null);
}
