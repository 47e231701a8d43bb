import { describe, expect, it } from "vitest";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { openAs } from "../kit/browser.ts";
import { andSaved } from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";

describe("a reload while the server is gone", () => {
  const stage = setUpStage();

  it("shows and keeps the text, and saves it when the server is back", async () => {
    const { browser, server } = stage;
    const { coordinator } = stage.commune;
    const header = {
      parentAgency: "",
      agency: "UBND XÃ",
      number: "",
      symbol: "BC-UBND",
      place: "",
      date: { day: null, month: null, year: null },
      typeName: "BÁO CÁO",
      subject: "Quý III",
      addressees: [],
      opening: [],
      closing: [],
      recipients: [],
      signature: { lines: [], name: "" },
    };
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header,
        sections: [{ title: "KINH TẾ", blocks: [], children: [] }],
        dueAt: null,
        original: null,
      },
    });
    const [section] = (await coordinator.call<ReportView>("report", { params: { id } })).sections as [
      SectionView,
    ];
    const { page, errors } = await openAs(browser, coordinator, `/bao-cao/${id}`);
    const editor = page.locator(`#section-${section.id} .section-text[contenteditable=true]`);
    await editor.click();
    await andSaved(page, () => page.keyboard.type("Dòng đã lưu."));
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    // The worker has taken over and keeps what is asked for from now on.
    await page.reload();
    await editor.waitFor();

    await server.kill();
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" Dòng ngoại tuyến.");
    await page.locator('[data-save]:not([data-save="saved"])').waitFor();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.locator(`#section-${section.id}`).getByText("Dòng đã lưu. Dòng ngoại tuyến.").waitFor();

    await server.launch();
    await page.locator('[data-save="saved"]').waitFor({ timeout: 60_000 });
    const other = await openAs(browser, coordinator, `/bao-cao/${id}`);
    await other.page.locator(`#section-${section.id}`).getByText("Dòng đã lưu. Dòng ngoại tuyến.").waitFor();
    expect([...errors, ...other.errors]).toEqual([]);
  });
});
