import { describe, expect, it } from "vitest";
import type { SectionId, UnitId, UserId } from "./ids.ts";
import { effectiveAssignment } from "./outline.ts";
import type { Assignment } from "./report.ts";

const unit = (name: string) => name as UnitId;
const person = (name: string) => name as UserId;
const open: Assignment = {
  unitId: null,
  ownerId: null,
  dueAt: null,
  contributingUnitIds: [],
  reviewingUnitIds: [],
  readScope: "inherit",
};
/** What holds for the innermost of sections that lie within each other, the outermost first. */
const innermost = (...levels: readonly Partial<Assignment>[]) => {
  const idAt = (level: number) => `mục ${level}` as SectionId;
  const sections = new Map(
    levels.map((own, level) => [
      idAt(level),
      { parentId: level === 0 ? null : idAt(level - 1), assignment: { ...open, ...own } },
    ]),
  );
  return effectiveAssignment(idAt(levels.length - 1), sections);
};

describe("what an assignment leaves open", () => {
  it("[PERM19] is nobody's, with no day, and for everybody of the report, where no section says it", () => {
    expect(innermost({}, {}, {})).toEqual({ ...open, readScope: "report" });
    expect(innermost({})).toEqual({ ...open, readScope: "report" });
  });

  it("[PERM19] is said by the nearest section above, over any number of levels, and each thing by itself", () => {
    const outer = { unitId: unit("văn phòng"), dueAt: 20, readScope: "unit" as const };
    const inner = { ownerId: person("trưởng phòng"), dueAt: 10 };
    expect(innermost(outer, {}, inner, {}, {})).toEqual({ ...open, ...outer, ...inner });
  });

  it("[PERM19] its own unit, owner, day and readers stand over those above", () => {
    const above = { unitId: unit("kinh tế"), ownerId: person("khôi"), dueAt: 20, readScope: "unit" as const };
    const own = { unitId: unit("công an"), ownerId: person("an"), dueAt: 10, readScope: "report" as const };
    expect(innermost(above, own)).toEqual({ ...open, ...own });
    expect(innermost({}, above, {}, own, {})).toEqual({ ...open, ...own });
    const { unitId: _, ...others } = own;
    for (const [field, value] of Object.entries(others))
      expect(innermost(above, { [field]: value })).toEqual({ ...open, ...above, [field]: value });
  });

  it("[PERM19] nobody who answers for, helps with or reviews a section comes with it into another unit's", () => {
    const people = {
      ownerId: person("an"),
      contributingUnitIds: [unit("kinh tế")],
      reviewingUnitIds: [unit("văn phòng")],
    };
    const above = { unitId: unit("công an"), dueAt: 20, readScope: "unit" as const, ...people };
    const other = { unitId: unit("văn hóa") };
    const alone = { ...open, ...other, dueAt: 20, readScope: "unit" };
    expect(innermost(above, other)).toEqual(alone);
    expect(innermost(above, {}, other, {})).toEqual(alone);
    const own = { ownerId: person("mận"), contributingUnitIds: [unit("y tế")] };
    expect(innermost(above, { ...other, ...own }, {})).toEqual({ ...alone, ...own });
    // The unit comes back further down, and not those who were passed on the way.
    expect(innermost(above, other, { unitId: above.unitId })).toEqual({ ...alone, unitId: above.unitId });
    // Whoever was named where no unit was yet is not of this one either.
    expect(innermost({ ...people }, other)).toEqual({ ...open, ...other, readScope: "report" });
  });

  it("[PERM19] a section that names the unit that it has from above anyway is no other unit's", () => {
    const above = {
      unitId: unit("công an"),
      ownerId: person("an"),
      contributingUnitIds: [unit("kinh tế")],
      reviewingUnitIds: [unit("văn phòng")],
    };
    expect(innermost(above, {}, { unitId: above.unitId })).toEqual({
      ...open,
      ...above,
      readScope: "report",
    });
  });

  it("[PERM19] units that contribute or review add up along the way, each named once", () => {
    const [a, b, c] = [unit("công an"), unit("kinh tế"), unit("văn hóa")];
    expect(
      innermost(
        { contributingUnitIds: [a, b], reviewingUnitIds: [c] },
        {},
        { contributingUnitIds: [b, c], reviewingUnitIds: [c] },
      ),
    ).toEqual({ ...open, contributingUnitIds: [b, c, a], reviewingUnitIds: [c], readScope: "report" });
  });

  it("[PERM19] says nothing of a section beside it, or below it", () => {
    const [root, one, beside, below] = ["I", "1", "2", "1.1"] as SectionId[];
    const other = {
      ...open,
      unitId: unit("công an"),
      ownerId: person("an"),
      contributingUnitIds: [unit("x")],
    };
    const sections = new Map([
      [root, { parentId: null, assignment: { ...open, unitId: unit("kinh tế") } }],
      [one, { parentId: root, assignment: open }],
      [beside, { parentId: root, assignment: other }],
      [below, { parentId: one, assignment: other }],
    ] as [SectionId, { parentId: SectionId | null; assignment: Assignment }][]);
    expect(effectiveAssignment(one as SectionId, sections)).toEqual({
      ...open,
      unitId: "kinh tế",
      readScope: "report",
    });
  });

  it("a tree that bites its own tail, or has lost a parent, ends", () => {
    const [one, two, gone] = ["1", "2", "0"] as [SectionId, SectionId, SectionId];
    const ofTwo = { ...open, unitId: unit("kinh tế") };
    const inCircle = new Map([
      [one, { parentId: two, assignment: open }],
      [two, { parentId: one, assignment: ofTwo }],
    ]);
    expect(effectiveAssignment(one, inCircle).unitId).toBe("kinh tế");
    expect(
      effectiveAssignment(one, new Map([[one, { parentId: gone, assignment: open }]])).unitId,
    ).toBeNull();
  });
});
