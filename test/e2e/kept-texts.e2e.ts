import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportView } from "@dongsoan/shared/http-api";
import { seriousFindings } from "../kit/axe.ts";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";
import { SyncLine } from "../kit/sync-line.ts";

describe("kept texts of sections that are hidden now", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it("[RET11] [PERM11] [COPY1] stand on the page of work: to be read, copied on plain http too, and discarded", async () => {
    const { coordinator, units } = commune;
    const { reportId, section } = await makeOneSection(coordinator, units.culture.id);
    const lines: SyncLine[] = [];
    const person = new TestPerson(server.url, commune.culture.username, testPassword);
    const { page, errors } = await openAs(
      browser,
      person,
      `/bao-cao/${reportId}`,
      undefined,
      async (fresh) => {
        fresh.setDefaultTimeout(30_000);
        // As where the page is served by plain http.
        await fresh.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "clipboard"));
        lines.push(await SyncLine.of(fresh));
      },
    );
    const [line] = lines as [SyncLine];
    await page.locator(".section-text").click();
    await page.keyboard.press("Control+End");
    await andSaved(page, () => page.keyboard.type(" đã lưu."));
    await line.cut();
    await page.locator('[data-save]:not([data-save="saved"])').waitFor();
    await page.keyboard.type(" Chưa gửi.");
    const { sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    await coordinator.call("assignSection", {
      params: { id: section.id },
      body: {
        version: sections[0]?.version,
        assignment: {
          unitId: units.police.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          readScope: "unit",
        },
      },
    });
    line.mend();
    const kept = () => commune.culture.call<{ paragraphs: { text: string }[] }[]>("retained");
    await expect
      .poll(async () => (await kept()).flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text)), {
        timeout: 40_000,
      })
      .toEqual(["Kết quả: đã lưu. Chưa gửi."]);
    await page.goto(`${server.url}/viec-cua-toi`);
    const list = page.getByRole("region", { name: "Bản giữ lại" });
    await list.getByText("Mục không còn mở cho bạn").waitFor();
    await list.getByText("Xem 1 đoạn").click();
    await list.getByText("Kết quả: đã lưu. Chưa gửi.").waitFor();
    expect(await page.content()).not.toContain("KINH TẾ");
    expect(await seriousFindings(page)).toEqual([]);
    await list.getByRole("button", { name: "Sao chép" }).click();
    await list.getByRole("button", { name: "Đã sao chép" }).waitFor();
    await page.evaluate(() => {
      const field = document.createElement("textarea");
      field.id = "pasted";
      document.body.append(field);
      field.focus();
    });
    await page.keyboard.press("Control+v");
    expect(await page.locator("#pasted").inputValue()).toBe("Kết quả: đã lưu. Chưa gửi.");
    await list.getByRole("button", { name: "Bỏ", exact: true }).click();
    const dialog = page.getByRole("dialog");
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Bỏ", exact: true }).click();
    await list.waitFor({ state: "detached" });
    expect(await kept()).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
