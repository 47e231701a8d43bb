import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";

const imported = "Toàn xã có 21 bản, 4.120 hộ.";

describe("who wrote what, in two browsers", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, culture, units } = commune;
    const blocks = [{ style: "body", level: 1, text: imported }];
    reportId = (
      await coordinator.call<{ id: string }>("createReport", {
        body: {
          header: { ...emptyHeader, subject: "Kết quả văn hóa" },
          sections: [{ title: "VĂN HÓA", blocks, children: [] }],
          dueAt: null,
          original: null,
        },
      })
    ).id;
    const [section] = (await coordinator.call<ReportView>("report", { params: { id: reportId } })).sections;
    await coordinator.call("assignSection", {
      params: { id: section?.id ?? "" },
      body: {
        version: section?.version,
        assignment: {
          unitId: units.culture.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          readScope: "inherit",
        },
      },
    });
    expect(culture.username).toBe("vanhoa");
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const text = (page: Page) => page.getByRole("textbox", { name: /VĂN HÓA/ });
  const toggle = (page: Page) => page.getByRole("button", { name: "Ai viết" });
  /** [words of the title without the time, text] of each author's piece, in order. */
  const pieces = async (page: Page): Promise<[string, string][]> => {
    const all = await text(page)
      .locator(".author")
      .evaluateAll((found) => found.map((e) => [e.getAttribute("title") ?? "", e.textContent ?? ""]));
    const merged: [string, string][] = [];
    for (const [title = "", words = ""] of all) {
      const who = title.replace(/, \d[^;]*/, "");
      const last = merged.at(-1);
      if (last?.[0] === who) last[1] += words;
      else merged.push([who, words]);
    }
    return merged;
  };
  const patience = { timeout: 20_000 };

  it("[LINE7] [LINE9] colours each letter by its writer's unit, and names them at the caret", async () => {
    const { page: culture } = await openAs(browser, commune.culture, `/bao-cao/${reportId}`);
    const { page: coordinator } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    await text(culture).click();
    await culture.keyboard.press("Control+End");
    await culture.keyboard.type(" Trong đó 12 bản văn hóa.");
    await text(coordinator).getByText("12 bản văn hóa.").waitFor();
    await toggle(coordinator).click();
    await expect
      .poll(() => pieces(coordinator), patience)
      .toEqual([
        ["Văn bản nhập vào (Trần Thị Hà (VP) nhập)", imported],
        ["Vi Thị Mận (VHXH)", " Trong đó 12 bản văn hóa."],
      ]);
    const bar = coordinator.getByRole("region", { name: "Ai viết" });
    const name = bar.getByText("Vi Thị Mận (VHXH)", { exact: true });
    await name.waitFor();
    const colourOf = (place: Locator) =>
      place.evaluate((element) => getComputedStyle(element).getPropertyValue("--look"));
    expect(await colourOf(name)).toBe(await colourOf(coordinator.locator(".person", { hasText: "VHXH" })));
    await text(coordinator).click();
    await coordinator.keyboard.press("Control+End");
    await bar.getByText(/^Vi Thị Mận \(VHXH\), \d\d:\d\d \d\d\/\d\d\/\d{4}$/).waitFor();
  });

  it("[LINE1] leaves them with their writers when somebody else presses Enter, also after a reload", async () => {
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error("no page");
    await page.keyboard.press("Control+Home");
    for (let i = 0; i < "Toàn xã có ".length; i += 1) await page.keyboard.press("ArrowRight");
    // The editor hears of the caret's place a moment after the browser has moved it.
    await page.waitForFunction(
      () =>
        new Promise((resolve) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => resolve(getSelection()?.anchorOffset === 11)),
          ),
        ),
    );
    await andSaved(page, () => page.keyboard.press("Enter"));
    await toggle(page).click();
    const expected = [
      ["Văn bản nhập vào (Trần Thị Hà (VP) nhập)", "Toàn xã có "],
      ["Văn bản nhập vào (Trần Thị Hà (VP) nhập); Vi Thị Mận (VHXH) đặt vào đây", "21 bản, 4.120 hộ."],
      ["Vi Thị Mận (VHXH)", " Trong đó 12 bản văn hóa."],
    ];
    await expect.poll(() => pieces(page), patience).toEqual(expected);
    await page.reload();
    await toggle(page).click();
    await expect.poll(() => pieces(page), patience).toEqual(expected);
    // What is typed now is one's own, told a moment later; and gone with the switch.
    await text(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" Mới.");
    await expect
      .poll(() => pieces(page), patience)
      .toEqual([...expected.slice(0, 2), ["Vi Thị Mận (VHXH)", " Trong đó 12 bản văn hóa. Mới."]]);
    await toggle(page).click();
    expect(await pieces(page)).toEqual([]);
  });

  it("[LINE11] leaves them with their writers when somebody else deletes a short word and takes that back", async () => {
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error("no page");
    const saved = page.locator('[data-save="saved"]');
    const line = text(page).getByText("Toàn xã có");
    await text(page).click();
    // At one stroke, and letter by letter.
    await page.keyboard.press("Control+Home");
    for (let i = 0; i < "Toàn".length; i += 1) await page.keyboard.press("Shift+ArrowRight");
    await andSaved(page, () => page.keyboard.press("Delete"));
    await line.waitFor({ state: "detached" });
    await andSaved(page, () => page.keyboard.press("Control+z"));
    await line.waitFor();
    await page.keyboard.press("Control+Home");
    for (let i = 0; i < "Toàn xã".length; i += 1) await page.keyboard.press("ArrowRight");
    for (let i = 0; i < "xã".length; i += 1) await andSaved(page, () => page.keyboard.press("Backspace"));
    await expect
      .poll(async () => {
        await page.keyboard.press("Control+z");
        return line.count();
      }, patience)
      .toBe(1);
    await saved.waitFor();
    await toggle(page).click();
    const placed = "Văn bản nhập vào (Trần Thị Hà (VP) nhập); Vi Thị Mận (VHXH) đặt vào đây";
    const left = "Văn bản nhập vào (Trần Thị Hà (VP) nhập)";
    await expect
      .poll(async () => (await pieces(page)).slice(0, 5), patience)
      .toEqual([
        [placed, "Toàn"],
        [left, " "],
        [placed, "xã"],
        [left, " có "],
        [placed, "21 bản, 4.120 hộ."],
      ]);
  });
});
