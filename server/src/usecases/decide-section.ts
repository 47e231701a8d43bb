import {
  decideSection as decide,
  effectiveAssignment,
  inReadingOrder,
  ok,
  outlineLabels,
  type Report,
  type ReportId,
  type Result,
  type Section,
  type SectionAction,
  type SectionEvent,
  type SectionId,
} from "@dongsoan/shared/domain";
import type { Person } from "../ports/directory-store.ts";
import type { ReportTransaction } from "../ports/report-store.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandSection, tellRooms } from "./in-report.ts";
import { noteVersion } from "./keep-versions.ts";
import { queueMail } from "./queue-mail.ts";

type Step =
  | { readonly kind: "submit" }
  | { readonly kind: "approve" }
  | { readonly kind: "return"; readonly reason: string };

const versionKindOf = { submit: "submitted", return: "returned", approve: "approved" } as const;

/** Hand in, approve, return: WF1-WF6. Each changes who may write, so the fence is renewed. */
export async function decideSection(
  deps: Deps,
  caller: Caller,
  sectionId: SectionId,
  step: Step,
): Promise<Result<ReportId>> {
  const action: SectionAction = step.kind;
  const people = step.kind === "return" ? await deps.directory.people() : [];
  let hasMail = false;
  const result = await commandSection<ReportId>(
    deps,
    caller,
    sectionId,
    action,
    async (tx, { report, sections, section }) => {
      const stamp = { at: deps.clock.now(), by: caller.actor.userId };
      const event: SectionEvent =
        step.kind === "return"
          ? { kind: "return", reason: step.reason, ...stamp }
          : { kind: step.kind, ...stamp };
      const decision = decide(section.state, event);
      if (!decision.ok) return decision;
      await tx.updateSection({ ...section, state: decision.state }, "renew");
      await noteVersion(deps, tx, section, { kind: versionKindOf[step.kind], by: caller.actor.userId });
      await tx.audit(
        entryOf(deps, caller, `section.${step.kind}`, {
          reportId: report.id,
          sectionId,
          before: { state: section.state.kind, head: section.head },
          after: { state: decision.state.kind, ...(step.kind === "return" ? { reason: step.reason } : {}) },
        }),
      );
      if (step.kind === "return")
        hasMail = await tellOfReturn(deps, tx, caller, report, sections, section, people);
      return ok(report.id);
    },
  );
  if (result.ok) {
    tellRooms(deps, result.value, [sectionId]);
    deps.keeper.wake();
  }
  if (hasMail) deps.mail.wake();
  return result;
}

/** MAIL6: to its owner; where nobody active is that, to everybody of its unit. Of a restricted section the mail says no title. */
async function tellOfReturn(
  deps: Deps,
  tx: ReportTransaction,
  caller: Caller,
  report: Report,
  sections: readonly Section[],
  section: Section,
  people: readonly Person[],
): Promise<boolean> {
  const { ownerId, unitId, readScope } = effectiveAssignment(
    section.id,
    new Map(sections.map((s) => [s.id, s])),
  );
  const ordered = inReadingOrder(sections);
  const label = outlineLabels(ordered)[ordered.findIndex((s) => s.id === section.id)] ?? "";
  const active = people.filter((p) => p.isActive);
  const owner = active.find((p) => p.id === ownerId);
  const theirs = owner ? [owner] : active.filter((p) => unitId !== null && p.unitId === unitId);
  const recipients = theirs.filter((p) => p.id !== caller.actor.userId);
  let hasMail = false;
  for (const person of recipients)
    hasMail =
      (await queueMail(deps, tx, person, {
        kind: "section-returned",
        name: person.name,
        by: caller.name,
        reportId: report.id,
        subject: report.header.subject.replace(/\s+/g, " ").trim(),
        section: readScope === "unit" ? label : `${label} ${section.title}`.trim(),
      })) || hasMail;
  return hasMail;
}
