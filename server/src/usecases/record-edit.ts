import type { AuditAction, PendingRecord, ReportId, SectionId } from "@dongsoan/shared/domain";
import { type Caller, type Deps, entryOf } from "./context.ts";

const atOnce = 100;

interface EditFacts {
  readonly reportId: ReportId | null;
  readonly sectionId: SectionId;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What is to be recorded of an edit of the server's own that this caller asked for. */
export const pendingRecord = (
  deps: Deps,
  caller: Caller,
  action: AuditAction,
  { after, ...about }: EditFacts,
  more: Partial<Pick<PendingRecord, "id" | "decision" | "takesBack">> = {},
): PendingRecord => ({
  id: deps.random.uuid(),
  audit: { ...entryOf(deps, caller, action, about), after },
  decision: null,
  takesBack: null,
  ...more,
});

/** AUDIT2: makes records of what was stored with an edit; once, whoever comes first. */
export async function recordEdit(deps: Pick<Deps, "reports">, id: PendingRecord["id"]): Promise<void> {
  await deps.reports.transact(async (tx) => {
    const pending = await tx.takePendingRecord(id);
    if (!pending) return;
    const { record, seq } = pending;
    const { audit, decision, takesBack } = record;
    if (decision) await tx.insertDecision({ ...decision, seq });
    if (takesBack) await tx.takeBackDecision(takesBack.id, { at: takesBack.at, by: takesBack.by });
    await tx.audit({ ...audit, after: { ...audit.after, seq } });
  });
}

/**
 * What a server left behind that ended between an edit and its record: of one section, or of any. @returns when more is
 * due: not known.
 */
export async function recordEdits(deps: Pick<Deps, "reports">, sectionId?: SectionId): Promise<null> {
  for (const id of await deps.reports.pendingRecords(atOnce, sectionId)) await recordEdit(deps, id);
  return null;
}
