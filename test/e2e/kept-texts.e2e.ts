import { describe, expect, it } from "vitest";
import type { ReportView } from "@dongsoan/shared/http-api";
import { seriousFindings } from "../kit/axe.ts";
import { testPassword } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { TestPerson } from "../kit/person.ts";
import { andSaved } from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";
import { openOnLine } from "../kit/sync-line.ts";

describe("kept texts of sections that are hidden now", () => {
  const stage = setUpStage();

  it("[RET11] [PERM11] [COPY1] stand on the page of work: to be read, copied on plain http too, and discarded", async () => {
    const { coordinator, units } = stage.commune;
    const { reportId, section } = await makeOneSection(coordinator, units.culture.id);
    const person = new TestPerson(stage.server.url, stage.commune.culture.username, testPassword);
    const { page, errors, line } = await openOnLine(
      stage.browser,
      person,
      `/bao-cao/${reportId}`,
      async (fresh) => {
        fresh.setDefaultTimeout(30_000);
        // As where the page is served by plain http.
        await fresh.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "clipboard"));
      },
    );
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
    const kept = () => stage.commune.culture.call<{ paragraphs: { text: string }[] }[]>("retained");
    await expect
      .poll(async () => (await kept()).flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text)), {
        timeout: 40_000,
      })
      .toEqual(["Kết quả: đã lưu. Chưa gửi."]);
    await page.goto(`${stage.server.url}/viec-cua-toi`);
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
