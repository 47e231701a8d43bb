import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { NewReportPage } from "../pages/new-report-page.ts";
import { OutlinePage } from "../pages/outline-page.ts";
import { words } from "../pages/words.ts";
import { importedText, type Life, subject, symbol, titles } from "./life.ts";

export const fileName = "bao-cao-suoi-ngan.txt";

/** Step 2: what the preview has understood. */
export async function expectPreview(life: Life): Promise<void> {
  const { page } = life.at("coordinator");
  const preview = new NewReportPage(life.at("coordinator"));
  expect(await preview.rows()).toEqual([
    "I. ĐẶC ĐIỂM TÌNH HÌNH",
    "II. KẾT QUẢ THỰC HIỆN",
    "1. Công tác bảo đảm an ninh, trật tự",
    "2. Phát triển kinh tế",
    "3. Văn hóa, xã hội",
    "4. CÔNG TÁC ĐỐI NGOẠI",
    "III. TỒN TẠI, HẠN CHẾ",
    "1. Hạn chế chính",
    "IV. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM",
  ]);
  await page.getByText(words("preview.issue.number-gap", { label: "III.", after: "I." })).waitFor();
  await page.getByText(words("preview.joined", { count: 1 })).waitFor();
  const fields = {
    "header.typeName": "BÁO CÁO",
    "header.subject": `${subject}\n6 tháng đầu năm 2026`,
    "header.symbol": symbol,
    "header.place": "Suối Ngàn",
    "header.addressees": "Sở Ngoại vụ tỉnh An Bình",
    "header.recipients": "Như kính gửi\nThường trực Đảng ủy xã (để b/c)\nLưu: VT",
    "header.signatureName": "Hà Công Trực",
  } as const;
  for (const key of Object.keys(fields) as (keyof typeof fields)[])
    expect(await preview.field(key).inputValue(), key).toBe(fields[key]);
  await life.hand.pick(preview.row(titles.situation), preview.tree);
  await page.getByText("đường đến lối mở dài 9 km, đã được cứng hóa 6 km.").waitFor();
  // The untitled paragraphs of the last part stay paragraphs.
  await preview
    .row(titles.tasks)
    .getByText(words("preview.paragraphs", { count: 6 }))
    .waitFor();
}

/** Step 2: everything in its place before anything is created; the signer is not known yet. */
export async function putInOrder(life: Life): Promise<void> {
  const preview = new NewReportPage(life.at("coordinator"));
  await preview.split(titles.situation, titles.difficulties);
  await preview.edit(titles.difficulties, "demote");
  await preview.edit(titles.foreign, "promote");
  await preview.edit("Hạn chế chính", "merge");
  await preview.rename("Văn hóa, xã hội", titles.culture);
  await preview.moveAbove(titles.culture, titles.economy);
  await life.hand.write(preview.field("header.signatureName"), "");
  expect(await preview.rows()).toEqual([
    "I. ĐẶC ĐIỂM TÌNH HÌNH",
    "1. Khó khăn, vướng mắc",
    "II. KẾT QUẢ THỰC HIỆN",
    "1. Công tác bảo đảm an ninh, trật tự",
    "2. Văn hóa – xã hội",
    "3. Phát triển kinh tế",
    "III. CÔNG TÁC ĐỐI NGOẠI",
    "IV. TỒN TẠI, HẠN CHẾ",
    "V. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM",
  ]);
}

/** Step 2: the report is there, and the text as it came lies with it. */
export async function createReport(life: Life, expectedName: string): Promise<void> {
  const coordinator = life.at("coordinator");
  await new NewReportPage(coordinator).create();
  const original = await coordinator.download(new OutlinePage(coordinator).originalLink());
  expect(original.fileName).toBe(expectedName);
  expect(readFileSync(original.path, "utf8")).toBe(importedText);
}
