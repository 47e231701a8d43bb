import {
  autoVersionAfterEdits,
  autoVersionAfterIdleMs,
  type Section,
  type SectionId,
  type SectionVersion,
  type UserId,
  type VersionId,
  type VersionKind,
  versionsPerDay,
} from "@dongsoan/shared/domain";
import type { ReportTransaction } from "../ports/report-store.ts";
import type { Deps } from "./context.ts";
import { textOfVersion, type VersionTextDeps } from "./version-text.ts";

const atOnce = 50;

/** VER1: notes a version of the text as it is in this transaction. Who calls it wakes the keeper after the commit. */
export const noteVersion = (
  deps: Pick<Deps, "random" | "clock">,
  tx: ReportTransaction,
  section: Pick<Section, "id" | "head" | "lineage">,
  {
    kind,
    name = null,
    by,
  }: { readonly kind: VersionKind; readonly name?: string | null; readonly by: UserId },
): Promise<SectionVersion> =>
  tx.insertVersion({
    id: deps.random.uuid() as VersionId,
    sectionId: section.id,
    kind,
    name,
    by,
    at: deps.clock.now(),
    head: section.head,
    lineage: section.lineage,
  });

/** Each version is a whole text, kept for ever: nobody fills the disk with them. */
export async function isNotedTooOften(
  deps: Pick<Deps, "clock">,
  tx: ReportTransaction,
  sectionId: SectionId,
  noted: Pick<SectionVersion, "kind" | "by">,
): Promise<boolean> {
  const since = deps.clock.now() - 24 * 3600 * 1000;
  return (await tx.countVersions(sectionId, noted, since)) >= versionsPerDay;
}

interface KeeperDeps extends VersionTextDeps, Pick<Deps, "reports" | "random" | "clock"> {
  readonly onError: (error: unknown) => void;
}

/** One round: notes what is due by itself (VER2), then writes what is noted and has no content yet (VER3). */
export async function keepVersions(deps: KeeperDeps): Promise<null> {
  const due = await deps.versions.due({
    restingSince: deps.clock.now() - autoVersionAfterIdleMs,
    edits: autoVersionAfterEdits,
    limit: atOnce,
  });
  for (const { sectionId, by } of due)
    await deps.reports.transact(async (tx) => {
      const section = await tx.section(sectionId);
      const last = await tx.lastVersion(sectionId);
      // Somebody may have handed it in, or another server kept it, a moment ago.
      const isKept = section !== null && last?.lineage === section.lineage && last.head >= section.head;
      if (section && !isKept) await noteVersion(deps, tx, section, { kind: "auto", by });
    });
  for (const version of await deps.versions.unfilled(atOnce))
    // One damaged section must not keep the others from being written.
    await textOfVersion(deps, version).catch(deps.onError);
  return null;
}
