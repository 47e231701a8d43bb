import type { SessionView } from "@dongsoan/shared/http-api";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousFindings } from "../kit/axe.ts";
import { launchBrowser, leave, officeScreen, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";
import { words } from "./pages/words.ts";

describe("every screen, as axe sees it", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const look = async (
    person: TestPerson | null,
    path: string,
    ready: (page: Page) => Promise<unknown>,
    viewport = officeScreen,
  ) => {
    const context = person === null ? await browser.newContext({ viewport, locale: "vi-VN" }) : null;
    const page = context
      ? await context.newPage()
      : (await openAs(browser, person as TestPerson, path, viewport)).page;
    if (context) await page.goto(`${server.url}${path}`);
    await ready(page);
    const found = await seriousFindings(page);
    await (context ? context.close() : leave(page));
    return found;
  };
  const heading = (page: Page) => page.getByRole("heading", { level: 1 }).first().waitFor();

  it("set-up", async () => {
    expect(await look(null, `/thiet-lap#${server.setUpToken()}`, heading)).toEqual([]);
    commune = await setUpCommune(server);
  });

  it("sign-in and invitation", async () => {
    expect(await look(null, "/dang-nhap", heading)).toEqual([]);
    const { link } = await commune.admin.call<{ link: string }>("invite", {
      body: { name: "Hà Thị Mới", unitId: null, roles: [], email: null },
    });
    expect(await look(null, new URL(link).pathname + new URL(link).hash, heading)).toEqual([]);
  });

  it("[ACCESS2] a password link: both fields say what is wrong, then it leads into the session", async () => {
    const { admin, culture } = commune;
    const { user } = await culture.call<SessionView>("session");
    const { link } = await admin.call<{ link: string }>("makePasswordReset", { params: { id: user.id } });
    const page = await browser.newPage({ viewport: officeScreen, locale: "vi-VN" });
    await page.goto(link);
    const fields = [words("account.password.new"), words("account.passwordAgain")].map((name) =>
      page.getByLabel(name, { exact: true }),
    ) as [Locator, Locator];
    const submit = page.getByRole("button", { name: words("reset.submit") });
    await fields[0].fill("ngắn");
    await fields[1].fill("khác");
    await submit.click();
    for (const key of ["account.password.bad", "account.passwordAgain.bad"] as const)
      await page.getByText(words(key)).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    for (const field of fields) await field.fill("câu mới dài hơn, dễ nhớ 42");
    await submit.click();
    await page.waitForURL("**/viec-cua-toi");
    await page.getByRole("heading", { name: words("work.title") }).waitFor();
    await page.context().close();
  });

  it("the writing page, also on a phone", async () => {
    const header = {
      parentAgency: "UBND TỈNH",
      agency: "UBND XÃ",
      number: "",
      symbol: "BC-UBND",
      place: "Suối Ngàn",
      date: { day: null, month: 7, year: 2026 },
      typeName: "BÁO CÁO",
      subject: "Quý II",
      addressees: ["UBND tỉnh"],
      opening: ["Xã báo cáo:"],
      closing: ["Trên đây là báo cáo."],
      recipients: ["Như trên"],
      signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
    };
    const child = (title: string) => ({
      title,
      blocks: [
        { style: "dash", level: 1, text: "một ý" },
        { style: "letter", level: 1, text: "một điểm" },
      ],
      children: [],
    });
    ({ id: reportId } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: { header, sections: [child("KINH TẾ"), child("VĂN HÓA")], dueAt: Date.now(), original: null },
    }));
    const isReady = (page: Page) => page.locator('[data-save="saved"]').waitFor();
    for (const viewport of [officeScreen, { width: 390, height: 800 }])
      expect(await look(commune.coordinator, `/bao-cao/${reportId}`, isReady, viewport)).toEqual([]);
  });

  it("[SKIP1] links lead past the navigation, the tools and the outline into the text", async () => {
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    await page.locator('[data-save="saved"]').waitFor();
    const skip = async (link: Locator) => {
      await page.keyboard.press("Tab");
      expect(await link.evaluate((at) => at === document.activeElement)).toBe(true);
      expect(await link.boundingBox()).toMatchObject({ x: 8, y: 6 });
      await page.keyboard.press("Enter");
    };
    await skip(page.getByRole("link", { name: words("app.skip"), exact: true }));
    const pagesOfReport = page.getByRole("navigation", { name: words("app.reportNav") }).getByRole("link");
    for (let left = await pagesOfReport.count(); left > 0; left -= 1) await page.keyboard.press("Tab");
    await skip(page.getByRole("link", { name: words("write.skipToText"), exact: true }));
    await page.keyboard.press("Enter");
    await page.keyboard.type("Thêm: ");
    await page.getByRole("region", { name: "KINH TẾ" }).getByText("Thêm: ").waitFor();
    await leave(page);
  });

  it.each(["/viec-cua-toi", "/bao-cao", "/bao-cao/moi", "/tai-khoan", "/tro-giup", "/khong-co-trang-nay"])(
    "%s",
    async (path) => {
      expect(await look(commune.coordinator, path, heading)).toEqual([]);
    },
  );

  it.each(["muc", "thay-doi", "lich-su", "chot"])("a report's page: %s", async (page) => {
    expect(await look(commune.coordinator, `/bao-cao/${reportId}/${page}`, heading)).toEqual([]);
  });

  it.each(["/quan-tri/nguoi-dung", "/quan-tri/he-thong"])("the administrator's %s", async (path) => {
    expect(await look(commune.admin, path, heading)).toEqual([]);
  });

  it("no page is wider than a phone of 390 px", async () => {
    for (const path of [
      "/viec-cua-toi",
      "/bao-cao",
      "/bao-cao/moi",
      `/bao-cao/${reportId}`,
      `/bao-cao/${reportId}/muc`,
    ]) {
      const { page } = await openAs(browser, commune.coordinator, path, { width: 390, height: 800 });
      await heading(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        path,
      ).toBeLessThanOrEqual(0);
      await leave(page);
    }
  });

  it("hides alike what is not there and what is not for one", async () => {
    const texts: string[] = [];
    for (const id of [reportId, "00000000-0000-4000-8000-000000000000"]) {
      const outsider = commune.admin;
      const { page } = await openAs(browser, outsider, `/bao-cao/${id}`);
      const main = page.locator("main").filter({ hasText: "Không tìm thấy" });
      texts.push(await main.innerText());
      await leave(page);
    }
    expect(texts[0]).toBe(texts[1]);
  });
});
