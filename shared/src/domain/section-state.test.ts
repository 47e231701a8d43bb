import { describe, expect, it } from "vitest";
import { decideSection, isOpenForUnits, type SectionState, stateKindAfterEdit } from "./section-state.ts";
import type { UserId } from "./ids.ts";

const by = "an" as UserId;
const states: Readonly<Record<SectionState["kind"], SectionState>> = {
  assigned: { kind: "assigned" },
  drafting: { kind: "drafting" },
  submitted: { kind: "submitted", at: 1, by },
  returned: { kind: "returned", at: 1, by, reason: "thiếu số" },
  approved: { kind: "approved", at: 1, by },
};
const kinds = Object.keys(states) as SectionState["kind"][];
const submit = { kind: "submit", at: 2, by } as const;
const sendBack = { kind: "return", at: 2, by, reason: " Bổ sung số liệu. " } as const;
const approve = { kind: "approve", at: 2, by } as const;
const from = (event: Parameters<typeof decideSection>[1]) =>
  kinds.filter((kind) => decideSection(states[kind], event).ok);

describe("the life of a section", () => {
  it("[WF1] [WF2] is handed in from the beginning on, until it has been handed in", () => {
    expect(from(submit)).toEqual(["assigned", "drafting", "returned"]);
    expect(decideSection(states.drafting, submit)).toEqual({
      ok: true,
      state: { kind: "submitted", at: 2, by },
    });
  });

  it("[WF3] is returned with a reason, also after approval", () => {
    expect(from(sendBack)).toEqual(["submitted", "approved"]);
    expect(decideSection(states.submitted, sendBack)).toMatchObject({
      state: { kind: "returned", reason: "Bổ sung số liệu." },
    });
    expect(decideSection(states.submitted, { ...sendBack, reason: "  " })).toEqual({
      ok: false,
      reason: "reason-required",
    });
  });

  it("[WF4] [WF5] is approved when handed in, and any other step is refused", () => {
    expect(from(approve)).toEqual(["submitted"]);
    expect(decideSection(states.drafting, approve)).toEqual({ ok: false, reason: "wrong-state" });
    expect(decideSection(states.approved, submit)).toEqual({ ok: false, reason: "wrong-state" });
  });

  it("[WF7] an edit begins drafting, and takes an approval back to a submission", () => {
    expect(kinds.map((kind) => stateKindAfterEdit[kind])).toEqual([
      "drafting",
      "drafting",
      "submitted",
      "drafting",
      "submitted",
    ]);
  });

  it("[WF8] is open for its units until it is handed in, and again when returned", () => {
    expect(kinds.filter(isOpenForUnits)).toEqual(["assigned", "drafting", "returned"]);
  });
});
