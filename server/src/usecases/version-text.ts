import { AppError, type SectionId, type SectionVersion } from "@dongsoan/shared/domain";
import type { StoredUpdate } from "../ports/document-store.ts";
import type { VersionContent } from "../ports/version-store.ts";
import type { Deps } from "./context.ts";

/** So many rows of the log are read at a time: each is checked, and others write meanwhile. */
const rowsAtATime = 500;

export type VersionTextDeps = Pick<Deps, "versions" | "documents" | "textWork">;

/** A point in the history of a section's text. */
export interface TextPoint {
  readonly sectionId: SectionId;
  readonly lineage: number;
  readonly head: number;
}

/** VER3: the text of a version, written down for good when it is first asked for. */
export async function textOfVersion(deps: VersionTextDeps, version: SectionVersion): Promise<VersionContent> {
  const kept = await deps.versions.content(version.id);
  // A kept text that is no longer its own is passed over: the log knows.
  if (kept && kept.hash === (await deps.textWork.hashText(kept.textJson))) return kept;
  const content = await textAt(deps, version);
  if (!kept) await deps.versions.fill(version.id, content);
  return content;
}

/**
 * The text at a seq of its log, replayed from the nearest state that is kept.
 * @throws AppError section-damaged when the log does not reach there whole.
 */
export const textAt = async (deps: VersionTextDeps, point: TextPoint): Promise<VersionContent> =>
  deps.textWork.fold(await replayTo(deps, point));

/**
 * What leads to the text at a seq of its log: the nearest state that is kept, and the updates from there.
 * @throws AppError section-damaged when the log does not reach there whole.
 */
export async function replayTo(
  deps: Pick<Deps, "versions" | "documents">,
  point: TextPoint,
): Promise<readonly Uint8Array[]> {
  const { sectionId, lineage, head } = point;
  const stored = await deps.documents.load(sectionId);
  if (stored?.lineage !== lineage) throw damaged(point);
  let base: { readonly head: number; readonly state: Uint8Array | null };
  let { updates } = stored;
  if ((stored.snapshot?.seq ?? 0) <= head)
    base = { head: stored.snapshot?.seq ?? 0, state: stored.snapshot?.state ?? null };
  else {
    base = (await deps.versions.nearestState(sectionId, lineage, head)) ?? { head: 0, state: null };
    updates = await deps.documents.readUpdates(sectionId, base.head, head - base.head);
  }
  const until = updates.filter((u) => u.seq <= head);
  if ((until.at(-1)?.seq ?? base.head) !== head) throw damaged(point);
  return [...(base.state ? [base.state] : []), ...until.map((u) => u.payload)];
}

/** The rows of a log after a point, as far as they can be read. */
export async function readLog(
  { documents }: Pick<Deps, "documents">,
  after: Pick<TextPoint, "sectionId" | "head">,
  toHead: number,
): Promise<readonly StoredUpdate[]> {
  const rows: StoredUpdate[] = [];
  for (let seq = after.head; seq < toHead;) {
    const updates = await documents.readUpdates(after.sectionId, seq, Math.min(rowsAtATime, toHead - seq));
    const last = updates.at(-1);
    if (!last) break;
    rows.push(...updates);
    seq = last.seq;
  }
  return rows;
}

const damaged = ({ sectionId, head }: TextPoint): AppError =>
  new AppError("section-damaged", "the log does not reach a version's text", { info: { sectionId, head } });
