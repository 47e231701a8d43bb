import { expect } from "vitest";
import { Shell } from "../pages/shell.ts";
import { words } from "../pages/words.ts";
import { WritePage } from "../pages/write-page.ts";
import { type Life, type Role, titles, typed, units } from "./life.ts";

const writers = ["coordinator", "police", "economy", "culture"] as const;

/** Steps 4 and 5: four browsers write at once, two of them in one paragraph; all of it arrives and is saved. */
export async function writeAtOnce(life: Life): Promise<void> {
  await new Shell(life.at("coordinator")).goInReport("nav.write");
  const page = (role: Role) => new WritePage(life.at(role));
  await page("economy").goToEnd(titles.economy);
  await page("culture").goToEnd(titles.economy);
  await life.at("culture").page.keyboard.press("Control+Home");
  await Promise.all([
    page("police").typeAtEnd(titles.order, typed.order),
    page("coordinator").typeAtEnd(titles.foreign, " Tiếp một đoàn doanh nghiệp."),
    life.at("economy").page.keyboard.type(typed.economyEnd),
    life.at("culture").page.keyboard.type(typed.economyStart),
  ]);
  await page("culture").typeAtEnd(titles.culture, typed.culture);
  const together = `${typed.economyStart}Phiên chợ vùng biên mở 12 phiên, doanh số 3,4 tỷ đồng.${typed.economyEnd}`;
  for (const role of writers) {
    await page(role).isSaved();
    await expect.poll(() => page(role).textOf(titles.economy)).toBe(together);
    await page(role).text(titles.culture).getByText(typed.culture.trim()).waitFor();
  }
  await page("coordinator").text(titles.order).getByText(typed.order.trim()).waitFor();
}

/** Step 4: of a section that one may not read, number and owner are there and nothing else. */
export async function expectHidden(life: Life): Promise<void> {
  for (const role of ["economy", "culture"] as const) {
    const { page } = life.at(role);
    const hidden = page.getByRole("region", { name: `1. ${words("write.hidden")}`, exact: true });
    await hidden.getByText(units.police, { exact: true }).waitFor();
    await hidden.getByText(words("write.hiddenText", { unit: units.police })).waitFor();
    expect(await hidden.getByRole("textbox").count()).toBe(0);
    const all = await page.content();
    for (const secret of [titles.order, "tuần tra chung", typed.order.trim()])
      expect(all).not.toContain(secret);
  }
}
