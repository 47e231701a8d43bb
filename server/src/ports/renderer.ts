import type { ReportModel } from "@dongsoan/shared/domain";

/** Makes a document file of a report in the layout of Nghị định 30/2020/NĐ-CP. */
export interface ReportRenderer {
  /** @returns the bytes of a .docx file. */
  render(model: ReportModel): Promise<Uint8Array>;
}
