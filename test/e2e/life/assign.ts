import { expect } from "vitest";
import type { Day } from "../pages/hand.ts";
import { OutlinePage } from "../pages/outline-page.ts";
import { Shell } from "../pages/shell.ts";
import { words } from "../pages/words.ts";
import { WritePage } from "../pages/write-page.ts";
import { accounts, type Life, subject, titles, units } from "./life.ts";

function tomorrow(): Day {
  const at = new Date(Date.now() + 24 * 3600 * 1000);
  return { day: at.getDate(), month: at.getMonth() + 1, year: at.getFullYear() };
}

/** Step 3: who writes what until when, who helps, and who may read what the police write. */
export async function assignSections(life: Life): Promise<void> {
  const coordinator = life.at("coordinator");
  const outline = new OutlinePage(coordinator);
  await outline.setReadScope(titles.order, "unit");
  await outline.addContributor(titles.economy, units.culture);
  await outline.setUnit(titles.order, units.police);
  await outline.setOwner(titles.order, accounts.police.name);
  await outline.setUnit(titles.economy, units.economy);
  await outline.setOwner(titles.economy, accounts.economy.name);
  await outline.setUnit(titles.culture, units.culture);
  await outline.setOwner(titles.culture, accounts.culture.name);
  await outline.setDue(titles.culture, tomorrow());
  await outline.setUnit(titles.situation, units.office);
  // Away and back: what is stored is what it shows.
  const shell = new Shell(coordinator);
  await shell.goInReport("nav.history");
  await shell.heading(words("history.title")).waitFor();
  await shell.goInReport("nav.outline");
  await expect
    .poll(() => outline.assignmentOf(titles.economy))
    .toEqual([units.economy, accounts.economy.name, units.culture]);
}

/** Step 3: a section is put in, then moved; whoever has the report open sees the numbers change. */
export async function insertAndMove(life: Life): Promise<void> {
  for (const role of ["police", "economy", "culture"] as const) {
    await new Shell(life.at(role)).openReport(subject);
    await new WritePage(life.at(role)).text(titles.economy).waitFor();
  }
  const watched = new WritePage(life.at("economy"));
  await watched.heading(`3. ${titles.economy}`).waitFor();
  const outline = new OutlinePage(life.at("coordinator"));
  await outline.addInside(titles.results, titles.digital);
  await watched.heading(`4. ${titles.digital}`).waitFor();
  await outline.moveUp(titles.digital);
  await watched.heading(`4. ${titles.economy}`).waitFor();
  await watched.heading(`3. ${titles.digital}`).waitFor();
  await expect
    .poll(() => outline.headings())
    .toEqual([
      "I. ĐẶC ĐIỂM TÌNH HÌNH",
      "1. Khó khăn, vướng mắc",
      "II. KẾT QUẢ THỰC HIỆN",
      "1. Công tác bảo đảm an ninh, trật tự",
      "2. Văn hóa – xã hội",
      "3. Chuyển đổi số ở các bản",
      "4. Phát triển kinh tế",
      "III. CÔNG TÁC ĐỐI NGOẠI",
      "IV. TỒN TẠI, HẠN CHẾ",
      "V. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM",
    ]);
}
