import type { ErrorCode } from "./error-codes.ts";
import type { UnitId, UserId } from "./ids.ts";
import { unreachable } from "./result.ts";
import { isOpenForUnits, type ReportStateKind, type SectionStateKind } from "./section-state.ts";

/**
 * The one permission function: every command and every channel asks `can`. Rules PERM1-PERM16 in docs/spec/permissions.md.
 * It knows values only; who loads them must not have shown anything before asking.
 */

/** Roles in the organisation. Department rights come from the unit and the section's assignment, not from here. */
export const orgRoles = ["administrator", "coordinator", "formChecker", "signer", "clerk"] as const;
export type OrgRole = (typeof orgRoles)[number];

export interface Actor {
  readonly userId: UserId;
  readonly unitId: UnitId | null;
  readonly roles: readonly OrgRole[];
  /** Null for a session in the page; an API token may be narrowed to reading. */
  readonly tokenScope: "read" | "write" | null;
}

export interface ReportAccess {
  readonly stateKind: ReportStateKind;
  readonly coordinatorIds: readonly UserId[];
  readonly readerIds: readonly UserId[];
  /** Every unit that leads, contributes to or reviews any of its sections. */
  readonly unitIds: readonly UnitId[];
  readonly ownerIds: readonly UserId[];
}

/** A section with inheritance already resolved (`effectiveAssignment`). */
export interface SectionAccess {
  readonly report: ReportAccess;
  readonly leadUnitId: UnitId | null;
  readonly contributingUnitIds: readonly UnitId[];
  /** SUG10: their people may suggest and change nothing. */
  readonly reviewingUnitIds: readonly UnitId[];
  readonly ownerId: UserId | null;
  readonly readScope: "report" | "unit";
  readonly stateKind: SectionStateKind;
  readonly isLocked: boolean;
  /** The stored log is damaged: read-only at its last good state. */
  readonly isDamaged: boolean;
}

export type OrganisationAction = "administer" | "create-report" | "list-people";
export type ReportAction =
  | "read-report"
  | "read-original"
  | "edit-outline"
  | "edit-header"
  | "assign"
  | "lock-report"
  | "finalise"
  | "revise"
  | "read-audit"
  | "export";
export type SectionAction =
  | "read-section"
  | "write-section"
  | "suggest-section"
  | "decide-suggestions"
  | "comment"
  | "resolve-comments"
  | "submit"
  | "return"
  | "approve"
  | "lock-section"
  | "repair-section"
  | "read-history"
  | "name-version"
  | "keep-retained";

export type Permission = { readonly ok: true } | { readonly ok: false; readonly reason: ErrorCode };
const allowed: Permission = { ok: true };
const denied = (reason: ErrorCode): Permission => ({ ok: false, reason });

const readOnlyActions: ReadonlySet<string> = new Set([
  "list-people",
  "read-report",
  "read-original",
  "read-audit",
  "export",
  "read-section",
  "read-history",
]);
const isReadToken = (actor: Actor, action: string) =>
  actor.tokenScope === "read" && !readOnlyActions.has(action);

export function canInOrganisation(actor: Actor, action: OrganisationAction): Permission {
  if (isReadToken(actor, action)) return denied("forbidden");
  switch (action) {
    case "administer":
      // A program never administers: a leaked token must not be able to make accounts.
      return actor.tokenScope === null && actor.roles.includes("administrator")
        ? allowed
        : denied("forbidden");
    case "create-report":
      return actor.roles.includes("coordinator") ? allowed : denied("forbidden");
    case "list-people":
      return allowed;
    default:
      return unreachable(action);
  }
}

const isCoordinator = (actor: Actor, report: ReportAccess) => report.coordinatorIds.includes(actor.userId);

/** PERM3: who takes part in a report at all. The administrator does not, unless named otherwise. */
function takesPart(actor: Actor, report: ReportAccess): boolean {
  return (
    isCoordinator(actor, report) ||
    report.readerIds.includes(actor.userId) ||
    report.ownerIds.includes(actor.userId) ||
    (actor.unitId !== null && report.unitIds.includes(actor.unitId)) ||
    actor.roles.some((role) => role === "signer" || role === "clerk" || role === "formChecker")
  );
}

export function canOnReport(actor: Actor, action: ReportAction, report: ReportAccess): Permission {
  if (!takesPart(actor, report)) return denied("not-found");
  if (isReadToken(actor, action)) return denied("forbidden");
  switch (action) {
    case "read-report":
    case "export":
      return allowed;
    case "read-original":
      // The imported file holds the text of every section, also of those that others may not read.
      return isCoordinator(actor, report) ? allowed : denied("forbidden");
    case "read-audit":
      return isCoordinator(actor, report) || actor.roles.some((role) => role === "clerk" || role === "signer")
        ? allowed
        : denied("forbidden");
    case "edit-outline":
    case "edit-header":
    case "assign":
    case "lock-report":
    case "finalise":
      if (!isCoordinator(actor, report)) return denied("forbidden");
      return report.stateKind === "collecting" ? allowed : denied("report-sealed");
    case "revise":
      if (!isCoordinator(actor, report)) return denied("forbidden");
      return report.stateKind === "sealed" ? allowed : denied("wrong-state");
    default:
      return unreachable(action);
  }
}

const isOfUnits = (actor: Actor, section: SectionAccess) =>
  actor.userId === section.ownerId ||
  (actor.unitId !== null &&
    (actor.unitId === section.leadUnitId || section.contributingUnitIds.includes(actor.unitId)));

const isReviewer = (actor: Actor, section: SectionAccess) =>
  actor.unitId !== null && section.reviewingUnitIds.includes(actor.unitId);

/** PERM6: before it is submitted, a restricted section is for its units and the coordinator only. */
function mayRead(actor: Actor, section: SectionAccess): boolean {
  if (!takesPart(actor, section.report)) return false;
  if (isCoordinator(actor, section.report) || isOfUnits(actor, section) || isReviewer(actor, section))
    return true;
  if (section.readScope === "report") return true;
  return (
    section.report.stateKind !== "collecting" ||
    section.stateKind === "submitted" ||
    section.stateKind === "approved"
  );
}

export function canOnSection(actor: Actor, action: SectionAction, section: SectionAccess): Permission {
  if (!mayRead(actor, section)) return denied("not-found");
  if (isReadToken(actor, action)) return denied("forbidden");
  const coordinator = isCoordinator(actor, section.report);
  const isSealed = section.report.stateKind !== "collecting";
  switch (action) {
    case "read-section":
    case "read-history":
      return allowed;
    case "comment":
      // COM1: also on what is locked, closed, damaged or sealed: a comment changes no text.
      return allowed;
    case "resolve-comments":
      return coordinator || isOfUnits(actor, section) ? allowed : denied("forbidden");
    case "keep-retained":
      // Whoever could ever write or suggest here may hand in what was refused, also after the lock or the seal.
      return coordinator || isOfUnits(actor, section) || isReviewer(actor, section)
        ? allowed
        : denied("forbidden");
    case "name-version":
      // Also while it is handed in, approved or locked: naming changes no text.
      if (coordinator || actor.userId === section.ownerId)
        return isSealed ? denied("report-sealed") : allowed;
      return canOnSection(actor, "write-section", section);
    case "write-section":
      if (!coordinator && !isOfUnits(actor, section)) return denied("forbidden");
      if (isSealed) return denied("report-sealed");
      if (section.isDamaged) return denied("section-damaged");
      if (section.isLocked) return denied("section-locked");
      return coordinator || isOpenForUnits(section.stateKind) ? allowed : denied("section-closed");
    case "suggest-section":
      if (!isReviewer(actor, section)) return canOnSection(actor, "write-section", section);
      if (isSealed) return denied("report-sealed");
      if (section.isDamaged) return denied("section-damaged");
      if (section.isLocked) return denied("section-locked");
      return section.stateKind === "approved" ? denied("section-closed") : allowed;
    case "decide-suggestions":
      // SUG16: a writer who does not answer for the section decides nothing.
      if (!coordinator && actor.userId !== section.ownerId) return denied("forbidden");
      return canOnSection(actor, "write-section", section);
    case "submit":
      if (isSealed) return denied("report-sealed");
      if (section.isLocked) return denied("section-locked");
      return coordinator || actor.userId === section.ownerId ? allowed : denied("forbidden");
    case "return":
    case "approve":
    case "lock-section":
    case "repair-section":
      if (!coordinator) return denied("forbidden");
      return isSealed ? denied("report-sealed") : allowed;
    default:
      return unreachable(action);
  }
}
