import type { PersonView } from "@dongsoan/shared/http-api";
import { describe, expect, test } from "vitest";
import { differing, idsWith, listed, partsOf, withPart } from "./participants.ts";

const person = (id: string, name: string, isActive = true): PersonView => ({
  id,
  name,
  username: id,
  unitId: null,
  roles: [],
  isActive,
});
const people = [
  person("ha", "Trần Thị Hà"),
  person("dung", "Đỗ Quang Dũng"),
  person("an", "Nguyễn Văn An"),
  person("cu", "Lý Thị Cúc", false),
];
const former = partsOf({ coordinatorIds: ["ha"], readerIds: ["cu"] });
const names = (search: string, parts = former) =>
  listed(people, () => "Văn phòng", former, parts, search).map((p) => p.id);

describe("coordinators and readers of a report", () => {
  test("[PART1] the list shows who takes part, and whoever is looked for by words without accents", () => {
    expect(names("")).toEqual(["cu", "ha"]);
    expect(names("do quang")).toEqual(["dung"]);
    expect(names("van phong")).toEqual(["an", "cu", "dung", "ha"]);
    expect(names("không có ai")).toEqual([]);
  });
  test("[PART1] a person taken out stays in the list until it is saved", () => {
    expect(names("", withPart(former, "ha", "none"))).toEqual(["cu", "ha"]);
  });
  test("[PART2] a person has one part: becoming a coordinator ends being a reader", () => {
    const parts = withPart(former, "cu", "coordinator");
    expect(idsWith(parts, "coordinator").toSorted()).toEqual(["cu", "ha"]);
    expect(idsWith(parts, "reader")).toEqual([]);
  });
  test("[PART3] what differs between two states is named person by person", () => {
    expect(differing(former, withPart(former, "an", "reader"))).toEqual(["an"]);
    expect(differing(former, withPart(former, "an", "none"))).toEqual([]);
  });
});
