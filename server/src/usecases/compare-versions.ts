import {
  ok,
  parseVersionId,
  refuse,
  type Result,
  type SectionId,
  type SectionVersion,
  type UserId,
  visitGapMs,
} from "@dongsoan/shared/domain";
import type { Difference, PointRef } from "@dongsoan/shared/http-api";
import type { ComparedRow } from "@dongsoan/shared/crdt";
import type { StoredDocument } from "../ports/document-store.ts";
import type { Caller, Deps } from "./context.ts";
import { readSection } from "./in-report.ts";
import { viewVersion } from "./list-versions.ts";
import { readLog, textAt, textOfVersion, type TextPoint } from "./version-text.ts";

interface Point extends TextPoint {
  readonly version: SectionVersion | null;
  readonly at: number | null;
}

/** So many of the last decisions are known by their suggester; of an older one the decider is told. */
const decisionsRead = 1000;

/** VER8, VER16: what changed between two points of a section, with who put in and who took out, as the log tells it. */
export async function compareVersions(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  refs: { readonly from: PointRef; readonly to: PointRef },
): Promise<Result<Difference>> {
  const loaded = await readSection(deps, caller, sectionId, "read-section");
  if (!loaded.ok) return loaded;
  const stored = await deps.documents.load(sectionId);
  const points = stored && {
    from: await findPoint(deps, caller, stored, refs.from),
    to: await findPoint(deps, caller, stored, refs.to),
  };
  if (!stored || !points?.from || !points.to) return refuse("not-found");
  const isTurned = points.from.lineage === points.to.lineage && points.from.head > points.to.head;
  const [from, to] = isTurned ? [points.to, points.from] : [points.from, points.to];
  const stateOf = async (point: Point) =>
    (point.version ? await textOfVersion(deps, point.version) : await textAt(deps, point)).state;
  const [older, newer] = [await stateOf(from), await stateOf(to)];

  const { blocks, pendingCount } = await deps.textWork.compare({
    older,
    newer,
    carried: await deps.documents.readCarried(sectionId),
    written: (await deps.writtenLogs.upTo(stored)).parts,
    // Points of another lineage (before a repair) have no rows in this log: then nobody knows who took away.
    between: from.lineage === stored.lineage ? await readRows(deps, from, to.head) : [],
  });
  const people = (await deps.directory.people()).map(({ id, name }) => ({ id, name }));
  const names = new Map(people.map((p) => [p.id, p.name]));
  const view = ({ version, at }: Point) => ({
    version: version && viewVersion(version, names.get(version.by) ?? ""),
    at,
  });
  // As the interface has it: a list that may be written to.
  return ok({
    from: view(from),
    to: view(to),
    blocks: blocks as Difference["blocks"],
    pendingCount,
    people,
  });
}

async function readRows(deps: Deps, from: Point, toHead: number): Promise<readonly ComparedRow[]> {
  const accepted = new Map(
    (await deps.reports.decisions(from.sectionId, decisionsRead))
      .filter(({ lineage, verdict }) => lineage === from.lineage && verdict === "accept")
      .map(({ seq, changes }) => [seq, changes.flatMap(({ ids }) => ids)]),
  );
  const rows = await readLog(deps, from, toHead);
  return rows.map(({ seq, payload, by }) => ({ payload, by, accepted: accepted.get(seq) ?? [] }));
}

async function findPoint(
  deps: Deps,
  caller: Caller,
  { sectionId, lineage, head }: StoredDocument,
  ref: PointRef,
): Promise<Point | null> {
  switch (ref.kind) {
    case "now":
      return { sectionId, lineage, head, version: null, at: null };
    case "version": {
      const id = parseVersionId(ref.id);
      const version = id && (await deps.versions.version(id));
      return version?.sectionId === sectionId ? pointOf(version) : null;
    }
    case "last-submitted":
    case "last-approved": {
      const kind = ref.kind === "last-submitted" ? "submitted" : "approved";
      const version = (await deps.versions.list(sectionId)).find((v) => v.kind === kind);
      return version ? pointOf(version) : null;
    }
    case "last-visit":
      return lastVisit(deps, caller.actor.userId, { sectionId, lineage, head });
  }
}

const pointOf = (version: SectionVersion): Point => ({
  sectionId: version.sectionId,
  lineage: version.lineage,
  head: version.head,
  version,
  at: version.at,
});

/** VER11: while a visit lasts, the last one is the one before it. */
async function lastVisit(deps: Deps, userId: UserId, now: TextPoint): Promise<Point | null> {
  const visits = await deps.reports.visits(now.sectionId, userId);
  const isVisiting = visits !== null && deps.clock.now() - visits.last.at <= visitGapMs;
  const seen = (isVisiting ? visits.former : null) ?? visits?.last ?? null;
  return seen && seen.head <= now.head ? { ...now, head: seen.head, version: null, at: seen.at } : null;
}
