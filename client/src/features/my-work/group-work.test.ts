import type { WorkItem } from "@dongsoan/shared/http-api";
import { expect, test } from "vitest";
import { groupWork } from "./group-work.ts";

const now = Date.UTC(2026, 10, 28);
const item = (sectionId: string, change: Partial<WorkItem>): WorkItem => ({
  reportId: "r",
  reportSubject: "Quý II",
  sectionId,
  label: "I.",
  title: "TÌNH HÌNH",
  stateKind: "drafting",
  returnReason: null,
  dueAt: null,
  isLocked: false,
  isOwner: false,
  waitsForDecision: false,
  ...change,
});

test("[WORK1] what waits for approval comes first, what one has handed in last", () => {
  const items = [
    item("mine", { stateKind: "submitted" }),
    item("late", { dueAt: now - 1 }),
    item("back", { stateKind: "returned" }),
    item("theirs", { stateKind: "submitted", waitsForDecision: true, dueAt: now - 1 }),
    item("open", {}),
  ];
  expect(groupWork(items, now).map(({ group, items: of }) => [group, of.map((i) => i.sectionId)])).toEqual([
    ["toApprove", ["theirs"]],
    ["overdue", ["late"]],
    ["returned", ["back"]],
    ["open", ["open"]],
    ["done", ["mine"]],
  ]);
});
