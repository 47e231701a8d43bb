import { auditActions } from "@dongsoan/shared/domain";
import { loadLocale, locales, t, type MessageKey, type Params } from "@dongsoan/shared/i18n";
import { beforeAll, describe, expect, test } from "vitest";
import { actionKey, detailsOf, type HistoryNames } from "./action-words.ts";

const names: HistoryNames = {
  t: (key: MessageKey, params?: Params) => t("vi", key, params),
  date: () => "28/11/2026",
  unit: (id) => `Đơn vị ${id}`,
  person: (id) => `Người ${id}`,
};
const details = (action: string, before: unknown, after: unknown) => detailsOf(action, before, after, names);

describe("words of the history", () => {
  beforeAll(() => loadLocale("en"));
  test.each(auditActions)("[HIST1] %s has words in both languages", (action) => {
    for (const locale of locales) {
      const words = t(locale, actionKey(action));
      expect(words).not.toBe("");
      expect(words).not.toContain(action);
    }
  });
  test("[HIST1] a command of a later version is not shown raw", () => {
    expect(t("vi", actionKey("section.split"))).toBe("Việc khác");
  });
  test("[HIST2] an assignment says what became of each field that changed, by name", () => {
    const before = { unitId: null, ownerId: "a", dueAt: null, contributingUnitIds: [], readScope: "inherit" };
    const after = { unitId: "KT", ownerId: "a", dueAt: 1, contributingUnitIds: ["VH"], readScope: "unit" };
    expect(details("section.assign", before, after)).toEqual([
      "Đơn vị chủ trì: Đơn vị KT",
      "Hạn nộp: 28/11/2026",
      "Đơn vị phối hợp: Đơn vị VH",
      "Ai xem trước khi trình: Chỉ đơn vị và người tổng hợp",
    ]);
  });
  test("[HIST2] participants are named, with what they became", () => {
    expect(
      details(
        "report.participants",
        { coordinatorIds: ["a"], readerIds: ["b"] },
        { coordinatorIds: ["a", "b"], readerIds: [] },
      ),
    ).toEqual(["Người b: thêm làm Người tổng hợp", "Người b: không còn là Người xem"]);
  });
  test("[HIST2] reasons and titles are told, codes and ids are not", () => {
    expect(
      details("section.return", { state: "submitted" }, { state: "returned", reason: "Thiếu số liệu" }),
    ).toEqual(["Lý do: Thiếu số liệu"]);
    expect(details("section.rename", { title: "Cũ" }, { title: "Mới" })).toEqual(["“Cũ” thành “Mới”"]);
    expect(details("retained.keep", null, { retainedId: "x", reason: "section-locked" })).toEqual([]);
    expect(details("report.header", {}, { fields: ["subject", "place"] })).toEqual([
      "Trích yếu nội dung",
      "Địa danh",
    ]);
    expect(details("section.lock", { head: 3 }, { reason: "" })).toEqual([]);
  });
});
