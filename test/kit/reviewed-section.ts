import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "./commune.ts";
import type { RunningServer } from "./running-server.ts";

export interface ReviewedSection {
  readonly commune: Commune;
  readonly reportId: string;
  readonly sectionId: string;
}

const titles = ["KINH TẾ", "VĂN HÓA"];

/** A commune with a report that `makeReviewed` makes. */
export const reviewedSection = async (
  server: RunningServer,
  ...sectionParagraphs: readonly (readonly string[])[]
): Promise<ReviewedSection> => makeReviewed(await setUpCommune(server), ...sectionParagraphs);

/** A report whose sections, "KINH TẾ" and "VĂN HÓA", the unit of economy writes and that of culture reviews. */
export async function makeReviewed(
  commune: Commune,
  ...sectionParagraphs: readonly (readonly string[])[]
): Promise<ReviewedSection> {
  const { coordinator, units } = commune;
  const { id: reportId } = await coordinator.call<{ id: string }>("createReport", {
    body: {
      header: { ...emptyHeader, subject: "Kết quả quý II" },
      sections: sectionParagraphs.map((paragraphs, i) => ({
        title: titles[i],
        blocks: paragraphs.map((text) => ({ style: "body", level: 1, text })),
        children: [],
      })),
      dueAt: null,
      original: null,
    },
  });
  const { sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
  for (const { id, version } of sections)
    await coordinator.call("assignSection", {
      params: { id },
      body: {
        version,
        assignment: {
          unitId: units.economy.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          reviewingUnitIds: [units.culture.id],
          readScope: "inherit",
        },
      },
    });
  const [section] = sections;
  if (!section) throw new Error("the report has no section");
  return { commune, reportId, sectionId: section.id };
}
