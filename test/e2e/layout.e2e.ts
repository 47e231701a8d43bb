import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, leave, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { RunningServer } from "../kit/running-server.ts";

const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];

describe("where things stand", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    ({ reportId } = await makeOneSection(commune.coordinator, commune.units.economy.id));
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const boxesOf = (page: Page, selector: string) =>
    page.locator(selector).evaluateAll((all) =>
      all
        .filter((e) => e.checkVisibility())
        .map((e) => {
          const { left, right, height } = e.getBoundingClientRect();
          return { left, right, height, name: e.textContent };
        }),
    );

  it.each(screens)("[PAPER1] nothing but the report stands on the paper, $width wide", async (screen) => {
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`, screen);
    await page.getByRole("textbox", { name: /KINH TẾ/ }).click();
    const [sheet] = await boxesOf(page, ".sheet");
    const controls = await boxesOf(page, ".sheet button, .sheet select, .sheet .chip");
    expect(controls.length).toBeGreaterThan(0);
    for (const { name, left } of controls)
      expect(left, name ?? "").toBeGreaterThanOrEqual((sheet?.right ?? Infinity) - 1);
    await page.emulateMedia({ media: "print" });
    expect(await boxesOf(page, ".sheet button, .sheet .chip")).toEqual([]);
    await leave(page);
  });

  it("[PAPER1] print is the paper, not the reading layout of a narrow window", async () => {
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    await page.getByRole("textbox", { name: /KINH TẾ/ }).waitFor();
    // The width of the text on A4: of a window it would be a phone's.
    await page.setViewportSize({ width: 624, height: 900 });
    const look = () =>
      page.evaluate(() => {
        const style = (selector: string) => {
          const found = document.querySelector(selector);
          return found ? getComputedStyle(found) : null;
        };
        return {
          columns: style(".head-columns")?.gridTemplateColumns.split(" ").length,
          align: style(".section-text p")?.textAlign,
        };
      });
    expect(await look()).toEqual({ columns: 1, align: "left" });
    await page.emulateMedia({ media: "print" });
    expect(await look()).toEqual({ columns: 2, align: "justify" });
    await leave(page);
  });

  it.each(screens)("[OUT1] a section is one line of the outline, $width wide", async (screen) => {
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}/muc`, screen);
    await page.getByText("KINH TẾ").first().waitFor();
    const rows = await boxesOf(page, "tbody tr");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.height).toBeLessThanOrEqual(56);
    // Two states beside each other, and none of them cut off.
    const cells = await page
      .locator("tbody tr td:has(svg)")
      .evaluateAll((all) => all.map((cell) => cell.scrollWidth - cell.clientWidth));
    expect(cells.filter((overhang) => overhang > 0)).toEqual([]);
    await leave(page);
  });

  it("[NAV1] on a phone the rows of links show the page one is on, and the name is one line", async () => {
    const phone = { width: 390, height: 844 };
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}/chot`, phone);
    const here = page.locator("nav [aria-current]");
    await here.nth(1).waitFor();
    for (const { left, right, name } of await boxesOf(page, "nav [aria-current]")) {
      expect(left, name ?? "").toBeGreaterThanOrEqual(0);
      expect(right, name ?? "").toBeLessThanOrEqual(phone.width);
    }
    await page.goto(`${server.url}/bao-cao/${reportId}`);
    await page.locator(".toolbar").waitFor();
    expect((await boxesOf(page, ".toolbar"))[0]?.height).toBeLessThan(40);
    await leave(page);
    const { page: outside } = await openAs(browser, commune.coordinator, "/dang-nhap", phone, (fresh) =>
      fresh.context().clearCookies(),
    );
    await outside.getByText("Đồng Soạn").waitFor();
    expect((await boxesOf(outside, "header a span"))[0]?.height).toBeLessThan(30);
    await leave(outside);
  });
});
