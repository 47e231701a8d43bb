import { describe, expect, it } from "vitest";
import type { UnitId, UserId } from "./ids.ts";
import { type Actor, canOnSection, type SectionAccess } from "./permission.ts";

const person = (name: string, unit: string | null): Actor => ({
  userId: name as UserId,
  unitId: unit as UnitId | null,
  roles: [],
  tokenScope: null,
});
const coordinator = person("tổng hợp", null);
const writer = person("viết", "kinh tế");
const reviewer = person("góp ý", "công an");
const stranger = person("người khác", "văn hóa");

const section = (change: Partial<SectionAccess> = {}): SectionAccess => ({
  report: {
    stateKind: "collecting",
    coordinatorIds: [coordinator.userId],
    readerIds: [stranger.userId],
    unitIds: ["kinh tế" as UnitId, "công an" as UnitId],
    ownerIds: [],
  },
  leadUnitId: "kinh tế" as UnitId,
  contributingUnitIds: [],
  reviewingUnitIds: ["công an" as UnitId],
  ownerId: null,
  readScope: "unit",
  stateKind: "drafting",
  isLocked: false,
  isDamaged: false,
  ...change,
});

const may = (
  actor: Actor,
  action: "read-section" | "write-section" | "suggest-section",
  access = section(),
) => {
  const answer = canOnSection(actor, action, access);
  return answer.ok ? "yes" : answer.reason;
};

describe("who may suggest", () => {
  it("[SUG10] reviewing units read and suggest, and write nothing; writers may do both; others neither", () => {
    expect([
      may(reviewer, "read-section"),
      may(reviewer, "suggest-section"),
      may(reviewer, "write-section"),
    ]).toEqual(["yes", "yes", "forbidden"]);
    expect([may(writer, "suggest-section"), may(coordinator, "suggest-section")]).toEqual(["yes", "yes"]);
    expect(may(stranger, "suggest-section")).toBe("not-found");
    expect(may(stranger, "suggest-section", section({ readScope: "report" }))).toBe("forbidden");
  });

  it("[SUG10] also while it is handed in, and no longer when it is approved, locked, damaged or sealed", () => {
    const { report } = section();
    expect(may(reviewer, "suggest-section", section({ stateKind: "submitted" }))).toBe("yes");
    expect(may(writer, "suggest-section", section({ stateKind: "submitted" }))).toBe("section-closed");
    expect(may(reviewer, "suggest-section", section({ stateKind: "approved" }))).toBe("section-closed");
    expect(may(reviewer, "suggest-section", section({ isLocked: true }))).toBe("section-locked");
    expect(may(reviewer, "suggest-section", section({ isDamaged: true }))).toBe("section-damaged");
    expect(may(reviewer, "suggest-section", section({ report: { ...report, stateKind: "sealed" } }))).toBe(
      "report-sealed",
    );
    expect(may({ ...reviewer, tokenScope: "read" }, "suggest-section")).toBe("forbidden");
  });
});
