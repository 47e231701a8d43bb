import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { createContext, useContext } from "react";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import type { WriteSession } from "../../sync/write-session.ts";
import type { CommentBoard } from "./comment-board.ts";

export interface WriteContextValue {
  readonly session: WriteSession;
  readonly registry: EditorRegistry;
  readonly board: CommentBoard;
  readonly userId: string;
  readonly unitId: string | null;
}

const WriteContext = createContext<WriteContextValue | null>(null);
export const WriteProvider = WriteContext.Provider;

export function useWrite(): WriteContextValue {
  const value = useContext(WriteContext);
  if (!value) throw new Error("outside the writing page");
  return value;
}

export const headingId = (sectionId: string) => `heading-${sectionId}`;
export const frameId = (sectionId: string) => `section-${sectionId}`;

/** What a section's block shows of its report; kept apart from what changes with each edit of other sections. */
export type ReportFacts = Pick<ReportView, "id" | "units" | "people" | "coordinatorIds">;

export const unitName = (report: Pick<ReportView, "units">, section: SectionView): string | null =>
  report.units.find((u) => u.id === section.effective.unitId)?.name ?? null;

export const personName = (report: Pick<ReportView, "people">, userId: string | null): string | null =>
  report.people.find((p) => p.id === userId)?.name ?? null;

/** Does this section belong to the person's own unit? */
export const isOfUnit = (section: SectionView, unitId: string | null): boolean =>
  unitId !== null &&
  (section.effective.unitId === unitId || section.effective.contributingUnitIds.includes(unitId));
