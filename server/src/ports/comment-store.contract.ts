import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CommentId,
  CommentThread,
  Mention,
  SectionId,
  ThreadComment,
  ThreadId,
  UnitId,
  UserId,
} from "@dongsoan/shared/domain";
import type { StoreUnderTest } from "./document-store.contract.ts";
import { sampleReport, sampleSection } from "./report-store.contract.ts";

const an = "an" as UserId;
const binh = "binh" as UserId;
const seed = { payload: new Uint8Array([0, 0]), by: an, at: 1_700_000_000_000 };

/** What every `CommentStore` must keep. Rules in docs/spec/comments.md. */
export function describeCommentStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} comment store`, () => {
    let store: StoreUnderTest;
    beforeAll(async () => {
      store = await make();
    });
    afterAll(() => store.close());

    const newSection = async () => {
      const report = sampleReport();
      const section = sampleSection(report.id);
      await store.reports.transact(async (tx) => {
        await tx.insertReport(report);
        await tx.insertSection(section, seed);
      });
      return { reportId: report.id, sectionId: section.id };
    };
    const comment = (threadId: ThreadId, change: Partial<ThreadComment> = {}): ThreadComment => ({
      id: randomUUID() as CommentId,
      threadId,
      by: an,
      at: 1_000,
      text: "Số liệu này lấy từ đâu? <b>ơ</b> '; --",
      mentions: [],
      editedAt: null,
      deletedAt: null,
      ...change,
    });
    const thread = (sectionId: SectionId, change: Partial<CommentThread> = {}): CommentThread => {
      const id = randomUUID() as ThreadId;
      return {
        id,
        sectionId,
        suggestionId: null,
        anchor: {
          ranges: [{ client: 4_000_000_000, clock: 3, length: 5 }],
          quote: "95 ha",
          prefix: "Diện tích ",
          suffix: "\nlúa",
        },
        by: an,
        at: 1_000,
        resolved: null,
        comments: [comment(id, { id: id as string as CommentId })],
        ...change,
      };
    };
    const keep = (added: CommentThread) => store.reports.transact((tx) => tx.comments.insertThread(added));

    it("[COM2] gives threads back as they were written, oldest first, each with its comments in order", async () => {
      const { reportId, sectionId } = await newSection();
      const later = thread(sectionId, { at: 2_000, anchor: null, suggestionId: "goi-y-1" });
      const first = thread(sectionId);
      const answer = comment(first.id, { by: binh, at: 1_500 });
      await keep(later);
      await keep(first);
      await store.reports.transact((tx) => tx.comments.insertComment(answer));
      const expected = [{ ...first, comments: [...first.comments, answer] }, later];
      expect(await store.comments.threadsOfReport(reportId)).toEqual(expected);
      expect(await store.comments.threadsOfSection(sectionId)).toEqual(expected);
      expect(await store.comments.threadOfComment(answer.id)).toEqual(expected[0]);
      expect(await store.comments.thread(later.id)).toEqual(later);
      expect(await store.comments.threadCount(sectionId)).toBe(2);
      expect(await store.comments.thread(randomUUID() as ThreadId)).toBeNull();
      expect(await store.comments.threadOfComment(randomUUID() as CommentId)).toBeNull();
    });

    it("[COM4] counts what one person has written since a time", async () => {
      const { sectionId } = await newSection();
      const writer = randomUUID().slice(0, 8) as UserId;
      const added = thread(sectionId);
      await keep({
        ...added,
        comments: [100, 200, 300].map((at) => comment(added.id, { by: writer, at })),
      });
      expect(await store.comments.countSince(writer, 200)).toBe(2);
    });

    it("[COM7] [COM10] settles and opens a thread, and changes a comment", async () => {
      const { sectionId } = await newSection();
      const added = thread(sectionId);
      await keep(added);
      const settled = { at: 7, by: binh };
      await store.reports.transact((tx) => tx.comments.setResolved(added.id, settled));
      expect((await store.comments.thread(added.id))?.resolved).toEqual(settled);
      await store.reports.transact((tx) => tx.comments.setResolved(added.id, null));
      const changed = comment(added.id, {
        id: added.id as string as CommentId,
        text: "",
        mentions: [{ kind: "person", id: binh }],
        editedAt: 8,
        deletedAt: 9,
      });
      await store.reports.transact((tx) => tx.comments.updateComment(changed));
      expect(await store.comments.thread(added.id)).toEqual({ ...added, comments: [changed] });
    });

    it("[COM9] finds what mentions a person or their unit, newest first, until it is deleted", async () => {
      const { sectionId } = await newSection();
      const me = randomUUID().slice(0, 8) as UserId;
      const unit = randomUUID() as UnitId;
      const toMe: Mention = { kind: "person", id: me };
      const toUnit: Mention = { kind: "unit", id: unit };
      const added = thread(sectionId);
      const both = comment(added.id, { at: 3, mentions: [toUnit, toMe] });
      const forUnit = comment(added.id, { at: 2, mentions: [toUnit] });
      const own = comment(added.id, { at: 4, by: me, mentions: [toUnit] });
      const other = comment(added.id, { at: 5, mentions: [{ kind: "person", id: binh }] });
      await keep({ ...added, comments: [forUnit, both, own, other] });
      const found = () => store.comments.mentionsOf(me, unit, 10);
      expect(await found()).toEqual([
        { comment: both, sectionId, isForUnit: false, isRead: false },
        { comment: forUnit, sectionId, isForUnit: true, isRead: false },
      ]);
      expect(await store.comments.mentionsOf(me, unit, 1)).toHaveLength(1);
      expect((await store.comments.mentionsOf(me, null, 10)).map((m) => m.comment.id)).toEqual([both.id]);
      await store.comments.markRead([both.id, both.id, randomUUID() as CommentId], me, 50);
      await store.comments.markRead([both.id], me, 60);
      await store.comments.markRead([], me, 60);
      expect((await found()).map(({ isRead }) => isRead)).toEqual([true, false]);
      expect((await store.comments.mentionsOf(binh, unit, 10)).every(({ isRead }) => !isRead)).toBe(true);
      await store.reports.transact(async (tx) => {
        await tx.comments.updateComment({ ...both, text: "", mentions: [], deletedAt: 9 });
        await tx.comments.updateComment({ ...forUnit, mentions: [toMe], editedAt: 9 });
      });
      expect((await found()).map(({ comment: { id }, isForUnit }) => [id, isForUnit])).toEqual([
        [forUnit.id, false],
      ]);
    });

    it("[COM2] forgets a comment whose transaction fails", async () => {
      const { sectionId } = await newSection();
      const added = thread(sectionId);
      const failure = new Error("no");
      await expect(
        store.reports.transact(async (tx) => {
          await tx.comments.insertThread(added);
          throw failure;
        }),
      ).rejects.toThrow();
      expect(await store.comments.thread(added.id)).toBeNull();
    });

    it("[COM13] a section with comments is not removed", async () => {
      const { sectionId } = await newSection();
      await keep(thread(sectionId));
      await expect(store.reports.transact((tx) => tx.deleteSection(sectionId))).rejects.toMatchObject({
        code: "wrong-state",
      });
    });
  });
}
