import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import type { TestPerson } from "./person.ts";

/** A report of one section with one paragraph, written to by one unit; made through the product's own commands. */
export async function makeOneSection(
  coordinator: TestPerson,
  unitId: string,
  readScope: "inherit" | "unit" = "inherit",
): Promise<{ readonly reportId: string; readonly section: SectionView }> {
  const { id } = await coordinator.call<{ id: string }>("createReport", {
    body: {
      header: emptyHeader,
      sections: [{ title: "KINH TẾ", blocks: [{ style: "body", level: 1, text: "Kết quả:" }], children: [] }],
      dueAt: null,
      original: null,
    },
  });
  const [first] = (await coordinator.call<ReportView>("report", { params: { id } })).sections;
  if (!first) throw new Error("the report has no section");
  const { sections } = await coordinator.call<ReportView>("assignSection", {
    params: { id: first.id },
    body: {
      version: first.version,
      assignment: { unitId, ownerId: null, dueAt: null, contributingUnitIds: [], readScope },
    },
  });
  const [section] = sections;
  if (!section) throw new Error("the report has no section");
  return { reportId: id, section };
}
