import type {
  CommentId,
  CommentThread,
  EpochMs,
  ReportId,
  SectionId,
  ThreadComment,
  ThreadId,
  UnitId,
  UserId,
} from "@dongsoan/shared/domain";

/**
 * Comments beside the text: threads, their anchors, answers, mentions and who has read them. Rows, never part of a section's
 * text (COM2). Rejects with AppError `storage-unavailable`. Writes are made inside a transaction (`ReportTransaction.comments`).
 */
export interface CommentStore {
  /** Of all sections, oldest first, each with its comments. At most 5,000. */
  threadsOfReport(reportId: ReportId): Promise<readonly CommentThread[]>;
  /** Oldest first. */
  threadsOfSection(sectionId: SectionId): Promise<readonly CommentThread[]>;
  thread(id: ThreadId): Promise<CommentThread | null>;
  threadOfComment(id: CommentId): Promise<CommentThread | null>;
  threadCount(sectionId: SectionId): Promise<number>;
  /** How many comments this person has written since then. */
  countSince(by: UserId, at: EpochMs): Promise<number>;
  /** COM9: comments of others that mention this person or their unit and were not deleted; newest first. `limit` ≤ 1000. */
  mentionsOf(userId: UserId, unitId: UnitId | null, limit: number): Promise<readonly StoredMention[]>;
  markRead(commentIds: readonly CommentId[], userId: UserId, at: EpochMs): Promise<void>;

  /** With its first comment. */
  insertThread(thread: CommentThread): Promise<void>;
  insertComment(comment: ThreadComment): Promise<void>;
  /** Writes text, mentions and the times of editing and deleting. */
  updateComment(comment: ThreadComment): Promise<void>;
  setResolved(id: ThreadId, resolved: CommentThread["resolved"]): Promise<void>;
}

export interface StoredMention {
  readonly comment: ThreadComment;
  readonly sectionId: SectionId;
  /** Only the unit is mentioned. */
  readonly isForUnit: boolean;
  readonly isRead: boolean;
}
