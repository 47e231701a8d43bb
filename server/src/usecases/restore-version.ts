import {
  ok,
  refuse,
  type Result,
  type SectionId,
  type SectionVersion,
  type VersionId,
} from "@dongsoan/shared/domain";
import { type PreparedEdit, serverItself } from "../ports/section-writer.ts";
import { type Caller, type Deps, freshClientId } from "./context.ts";
import { commandSection } from "./in-report.ts";
import { isNotedTooOften, noteVersion } from "./keep-versions.ts";
import { pendingRecord, recordEdit } from "./record-edit.ts";
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
  const done = await deps.writer.write({
    sectionId,
    actor: caller.actor,
    claimant: serverItself,
    prepare: () => prepareRestore(deps, caller, version),
  });
  if (!done.ok) return done;
  const { seq, record } = done.value;
  // Nothing of the text was to be changed, and a version was noted all the same.
  if (seq === null) await deps.reports.transact((tx) => tx.audit(record.audit));
  else await recordEdit(deps, record.id);
  deps.keeper.wake();
  return ok(null);
}

async function prepareRestore(
  deps: Deps,
  caller: Caller,
  version: SectionVersion,
): Promise<Result<PreparedEdit>> {
  const { sectionId } = version;
  const noted = await commandSection<SectionVersion>(
    deps,
    caller,
    sectionId,
    "write-section",
    async (tx, { section }) => {
      const before = { kind: "before-restore", by: caller.actor.userId } as const;
      if (await isNotedTooOften(deps, tx, sectionId, before)) return refuse("rate-limited");
      return ok(await noteVersion(deps, tx, section, before));
    },
  );
  if (!noted.ok) return noted;
  const [before, wanted] = [await textAt(deps, noted.value), await textOfVersion(deps, version)];
  // From the text that the version before it holds: what others have typed since stands.
  const update = await deps.textWork.restore({
    state: before.state,
    target: wanted.state,
    clientId: freshClientId(deps),
  });
  const record = pendingRecord(deps, caller, "section.restore", {
    reportId: await deps.reports.reportOfSection(sectionId),
    sectionId,
    before: { head: noted.value.head, version: noted.value.number },
    after: { version: version.number },
  });
  return ok({ make: () => update, record: () => record });
}
