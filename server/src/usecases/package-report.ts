import { ok, refuse, type ReportId, type Result } from "@dongsoan/shared/domain";
import type { ApprovedSeal, AuditRecord } from "@dongsoan/shared/domain";
import { parseSealedContent } from "@dongsoan/shared/http-api";
import type { Caller, Deps } from "./context.ts";
import { readReport } from "./in-report.ts";
import { isPrivate } from "./read-history.ts";

/** The parts of a sealed package; the adapter zips them. */
export interface SealedPackage {
  readonly seal: ApprovedSeal;
  readonly word: Uint8Array;
  readonly audit: readonly AuditRecord[];
}

/** For those who may read the audit trail: it is in the package, with what happened in every section, and from where. */
export async function packageReport(
  deps: Deps,
  caller: Caller,
  reportId: ReportId,
): Promise<Result<SealedPackage>> {
  const loaded = await readReport(deps, caller, reportId, "read-audit");
  if (!loaded.ok) return loaded;
  const seal = await deps.reports.seal(reportId);
  if (!seal) return refuse("wrong-state");
  const word = await deps.renderer.render(parseSealedContent(seal.contentJson));
  const audit = (await deps.reports.auditChain(reportId)).filter((record) => !isPrivate(record));
  return ok({ seal, word, audit });
}
