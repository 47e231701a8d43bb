import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import type { TestPerson } from "./person.ts";

/** A head in which nothing is missing that a seal asks for. */
export const wholeHeader = {
  ...emptyHeader,
  agency: "UBND XÃ SUỐI NGÀN",
  symbol: "BC-UBND",
  place: "Suối Ngàn",
  subject: "Kết quả quý II",
  addressees: ["UBND tỉnh"],
  recipients: ["Như trên"],
  signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
};

/** A report of one section, "KINH TẾ", that can be sealed. @returns its id. */
export async function makeSealable(coordinator: TestPerson, text: string): Promise<string> {
  const { id } = await coordinator.call<{ id: string }>("createReport", {
    body: {
      header: wholeHeader,
      sections: [{ title: "KINH TẾ", blocks: [{ style: "body", level: 1, text }], children: [] }],
      dueAt: null,
      original: null,
    },
  });
  return id;
}

/** Hands in and approves every section, and seals the report. */
export async function sealReport(coordinator: TestPerson, reportId: string): Promise<void> {
  const { sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
  for (const { id } of sections) {
    await coordinator.call("submitSection", { params: { id } });
    await coordinator.call("approveSection", { params: { id } });
  }
  await coordinator.call("finalise", {
    params: { id: reportId },
    body: { confirmation: wholeHeader.symbol },
  });
}
