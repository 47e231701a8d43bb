import {
  type DecidedChange,
  decidedTextLength,
  type DecisionId,
  ok,
  refuse,
  type Result,
  type SectionId,
} from "@dongsoan/shared/domain";
import { type Change, decideChanges, type Verdict } from "@dongsoan/shared/crdt";
import { type PreparedEdit, serverItself, type TextNow } from "../ports/section-writer.ts";
import { type Caller, type Deps, freshClientId } from "./context.ts";
import { commandSection, readSection } from "./in-report.ts";
import { isNotedTooOften, noteVersion } from "./keep-versions.ts";
import { pendingRecord, recordEdit, recordEdits } from "./record-edit.ts";
import { readLog, replayTo } from "./version-text.ts";

const idsAtATime = 1_000;

/** A change as the caller saw it. */
export interface SeenChange {
  readonly ids: readonly string[];
  readonly seen: string;
}

export interface Decided {
  /** Null when nothing was decided. */
  readonly decisionId: DecisionId | null;
  readonly decidedCount: number;
  /** Changes that are no longer what was seen, or are gone: they stay as they are. */
  readonly changed: readonly (readonly string[])[];
}

/**
 * SUG16, SUG17: accepts or rejects suggestions as they were seen, as one edit of the server's own against the text of that
 * very moment.
 */
export async function decideSuggestions(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  verdict: Verdict,
  seen: readonly SeenChange[],
): Promise<Result<Decided>> {
  const loaded = await readSection(deps, caller, sectionId, "decide-suggestions");
  if (!loaded.ok) return loaded;
  const { report, section } = loaded.value;
  // Of a suggestion that was never here nothing is read.
  if (!(await areStored(deps, sectionId, seen)))
    return ok({ decisionId: null, decidedCount: 0, changed: seen.map(({ ids }) => ids) });
  const kept = seen.length > 1 ? await keepBefore(deps, caller, sectionId) : ok(null);
  if (!kept.ok) return kept;
  const id = deps.random.uuid() as DecisionId;
  let decided: readonly Change[] = [];
  const make = (text: TextNow) => {
    const asSeen = new Set(seen.map((change) => keyOf(change)));
    decided = text.changesOf(idsOf(seen)).filter((change) => asSeen.has(keyOf(change)));
    if (decided.length === 0) return null;
    return decideChanges(text.state(), idsOf(decided), verdict, freshClientId(deps));
  };
  const record = () => {
    const facts = { sectionId, by: caller.actor.userId, at: deps.clock.now(), lineage: section.lineage };
    return pendingRecord(
      deps,
      caller,
      "section.decide",
      {
        reportId: report.id,
        sectionId,
        before: { suggestions: decided.flatMap(({ ids }) => ids) },
        after: { verdict, decision: id },
      },
      { id, decision: { ...facts, id, verdict, changes: decided.map(asRecorded), takenBack: null } },
    );
  };
  const written = await deps.writer.write({
    sectionId,
    actor: caller.actor,
    claimant: serverItself,
    prepare: () => Promise.resolve(ok({ make, record })),
  });
  if (!written.ok) return written;
  const done = new Set(decided.map((change) => keyOf(change)));
  const changed = seen.filter((change) => !done.has(keyOf(change))).map(({ ids }) => ids);
  if (written.value.seq === null) return ok({ decisionId: null, decidedCount: 0, changed });
  await recordEdit(deps, id);
  deps.fanout.publish({ kind: "report", reportId: report.id });
  return ok({ decisionId: id, decidedCount: decided.length, changed });
}

/** Is any of these a suggestion that was ever stored in the section? */
async function areStored(deps: Deps, sectionId: SectionId, seen: readonly SeenChange[]): Promise<boolean> {
  const ids = [...idsOf(seen)];
  for (let i = 0; i < ids.length; i += idsAtATime)
    if (await deps.reports.isSuggested(sectionId, ids.slice(i, i + idsAtATime))) return true;
  return false;
}

/** SUG24: the text before many of its suggestions go at once can be looked at, compared and restored. */
async function keepBefore(deps: Deps, caller: Caller, sectionId: SectionId): Promise<Result<null>> {
  const version = { kind: "before-decision", by: caller.actor.userId } as const;
  const noted = await commandSection<null>(
    deps,
    caller,
    sectionId,
    "decide-suggestions",
    async (tx, { section }) => {
      const last = await tx.lastVersion(sectionId);
      const isKept = last?.lineage === section.lineage && last.head >= section.head;
      if (isKept) return ok(null);
      if (await isNotedTooOften(deps, tx, sectionId, version)) return refuse("rate-limited");
      await noteVersion(deps, tx, section, version);
      return ok(null);
    },
  );
  if (noted.ok) deps.keeper.wake();
  return noted;
}

const idsOf = (changes: readonly Pick<SeenChange, "ids">[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ ids }) => ids));
const keyOf = ({ ids, seen }: SeenChange): string => `${ids.toSorted().join()} ${seen}`;

const asRecorded = ({ ids, by, kind, inserted, deleted }: Change): DecidedChange => ({
  ids,
  by,
  kind,
  inserted: inserted.slice(0, decidedTextLength),
  deleted: deleted.slice(0, decidedTextLength),
});

/** SUG18: the undo of the update that carried a decision out, with everything after it in place. */
export async function takeBackDecision(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  decisionId: DecisionId,
): Promise<Result<null>> {
  const loaded = await readSection(deps, caller, sectionId, "decide-suggestions");
  if (!loaded.ok) return loaded;
  const written = await deps.writer.write({
    sectionId,
    actor: caller.actor,
    claimant: serverItself,
    prepare: () => prepareTakingBack(deps, caller, sectionId, decisionId),
  });
  if (!written.ok) return written;
  const { seq, record } = written.value;
  // The place is gone: somebody has taken out since what the suggestion stood in.
  if (seq === null) return refuse("wrong-state");
  await recordEdit(deps, record.id);
  deps.fanout.publish({ kind: "report", reportId: loaded.value.report.id });
  return ok(null);
}

async function prepareTakingBack(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  decisionId: DecisionId,
): Promise<Result<PreparedEdit>> {
  // That it was taken back already may be stored and not recorded yet.
  await recordEdits(deps, sectionId);
  const loaded = await readSection(deps, caller, sectionId, "decide-suggestions");
  if (!loaded.ok) return loaded;
  const { report, section } = loaded.value;
  const decision = await deps.reports.decision(decisionId);
  if (decision?.sectionId !== sectionId) return refuse("not-found");
  // Another history has begun since: the decided text is not in it.
  if (decision.takenBack || decision.lineage !== section.lineage) return refuse("wrong-state");
  const { seq, lineage } = decision;
  const base = await replayTo(deps, { sectionId, lineage, head: seq - 1 });
  const log = await readLog(deps, { sectionId, head: seq - 1 }, section.head);
  const [decided, ...later] = log.map(({ payload }) => payload);
  if (!decided) return refuse("section-damaged");
  const undoing = { before: base, update: decided, after: later, clientId: freshClientId(deps) };
  const update = await deps.textWork.takeBack(undoing);
  const record = pendingRecord(
    deps,
    caller,
    "section.take-back",
    {
      reportId: report.id,
      sectionId,
      before: { verdict: decision.verdict, decision: decisionId },
      after: {},
    },
    { takesBack: { id: decisionId, at: deps.clock.now(), by: caller.actor.userId } },
  );
  return ok({ make: () => update, record: () => record });
}
