import type { EpochMs, OriginalId, ReportId, SectionId, UnitId, UserId } from "./ids.ts";
import type { ReportState, SectionState } from "./section-state.ts";

/**
 * Header, closing and signature of a report: everything of the paper that is not section text.
 * Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (boxes 1-9b). Empty text means "left blank on the paper".
 */
export interface ReportHeader {
  /** Tên cơ quan chủ quản trực tiếp; empty when there is none. */
  readonly parentAgency: string;
  /** Tên cơ quan ban hành; line breaks are kept. */
  readonly agency: string;
  /** Số: blank until issue. */
  readonly number: string;
  /** Ký hiệu, e.g. "BC-UBND". */
  readonly symbol: string;
  /** Địa danh. */
  readonly place: string;
  /** The day is blank in a draft; month and year may be known. */
  readonly date: { readonly day: number | null; readonly month: number | null; readonly year: number | null };
  /** Tên loại, e.g. "BÁO CÁO". */
  readonly typeName: string;
  /** Trích yếu; line breaks are kept. */
  readonly subject: string;
  /** Kính gửi, one recipient an entry, without dash and end mark. */
  readonly addressees: readonly string[];
  /** Paragraphs between "Kính gửi" and the first section. */
  readonly opening: readonly string[];
  /** Paragraphs after the last section; the last one ends with "./." on the paper. */
  readonly closing: readonly string[];
  /** Nơi nhận, one entry a line, without dash and end mark. */
  readonly recipients: readonly string[];
  readonly signature: {
    /** Quyền hạn and chức vụ lines in capitals, e.g. ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]. */
    readonly lines: readonly string[];
    readonly name: string;
  };
}

/** Who may read a section before it is submitted; `inherit` takes the parent's, and "report" at the top. */
export type ReadScope = "inherit" | "report" | "unit";

/** What the coordinator assigns. Null or `inherit` takes the parent's value. */
export interface Assignment {
  readonly unitId: UnitId | null;
  readonly ownerId: UserId | null;
  readonly dueAt: EpochMs | null;
  readonly contributingUnitIds: readonly UnitId[];
  /** Their people may suggest and change nothing. */
  readonly reviewingUnitIds: readonly UnitId[];
  readonly readScope: ReadScope;
}

/** One outline node: one section, one room, one Yjs document. Labels are computed, never stored. */
export interface Section {
  readonly id: SectionId;
  readonly reportId: ReportId;
  readonly parentId: SectionId | null;
  /** Order among its siblings, 0-based and gapless. */
  readonly position: number;
  readonly title: string;
  readonly assignment: Assignment;
  readonly state: SectionState;
  /** Set while the coordinator's lock holds. */
  readonly lock: SectionLock | null;
  /** Optimistic version of title, place in the tree and assignment (not of the text). */
  readonly version: number;
  /** Position of the last stored update. The first, 1, is the text that the section was created with. */
  readonly head: number;
  /** Fence epoch: rises with every change of lock, state or right. */
  readonly epoch: number;
  /** Lineage of the text: rises when damaged text is repaired (DAMAGE3); restoring a version keeps it (VER9). */
  readonly lineage: number;
  readonly lastEdit: { readonly at: EpochMs; readonly by: UserId } | null;
}

export interface SectionLock {
  readonly at: EpochMs;
  readonly by: UserId;
  readonly reason: string;
}

export interface Report {
  readonly id: ReportId;
  readonly header: ReportHeader;
  /** Optimistic version of the header. */
  readonly version: number;
  readonly state: ReportState;
  readonly coordinatorIds: readonly UserId[];
  /** Outside the assigned units: people who may read the whole except sections hidden to them. */
  readonly readerIds: readonly UserId[];
  readonly dueAt: EpochMs | null;
  readonly originalId: OriginalId | null;
  /** The sealed report that this revision replaces. */
  readonly replacesId: ReportId | null;
  readonly createdAt: EpochMs;
  readonly createdBy: UserId;
}

export const emptyHeader: ReportHeader = {
  parentAgency: "",
  agency: "",
  number: "",
  symbol: "",
  place: "",
  date: { day: null, month: null, year: null },
  typeName: "BÁO CÁO",
  subject: "",
  addressees: [],
  opening: [],
  closing: [],
  recipients: [],
  signature: { lines: [], name: "" },
};
