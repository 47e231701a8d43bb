import type { CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { AckClient } from "../kit/ack-client.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { savedSince, markNow } from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";
import { storedTexts } from "../kit/stored-texts.ts";
import { openOnLine, SyncLine } from "../kit/sync-line.ts";

describe("what this machine keeps of a text", () => {
  const stage = setUpStage();

  interface Desk {
    readonly page: Page;
    readonly line: SyncLine;
    readonly reportId: string;
    readonly sectionId: string;
  }
  const sit = async (
    prepare: (cdp: CDPSession) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<Desk> => {
    const { reportId, section } = await makeOneSection(
      stage.commune.coordinator,
      stage.commune.units.economy.id,
    );
    const { page, line } = await openOnLine(
      stage.browser,
      stage.commune.coordinator,
      `/bao-cao/${reportId}`,
      async (fresh) => prepare(await fresh.context().newCDPSession(fresh)),
    );
    await page.locator('[data-save="saved"]').waitFor();
    return { page, line, reportId, sectionId: section.id };
  };
  const editorOf = (page: Page) => page.locator(".section-text[contenteditable=true]");
  const atEnd = async (page: Page) => {
    await editorOf(page).click();
    await page.keyboard.press("Control+End");
  };

  it("[KEEP1] keeps the letter in whose very turn the page dies", async () => {
    const desk = await sit();
    const { reportId, sectionId } = desk;
    const context = desk.page.context();
    await desk.line.cut();
    await atEnd(desk.page);
    // The store is made at the first change; the letters after it are the ones in a hurry.
    await desk.page.keyboard.insertText("!");
    await desk.page.locator('[data-save="offline"], [data-save="reconnecting"]').waitFor();
    await expect
      .poll(async () => Object.values(await storedTexts(desk.page)).some((text) => text.includes("!")))
      .toBe(true);
    let { page, line } = desk;
    let expected = "Kết quả:!";
    for (const letter of "vội vã") {
      const crashed = page.waitForEvent("crash");
      const cdp = await context.newCDPSession(page);
      await page.evaluate((text) => document.execCommand("insertText", false, text), letter);
      cdp.send("Page.crash").catch(() => undefined);
      expected += letter;
      await crashed;
      page = await context.newPage();
      line = await SyncLine.of(page);
      await line.cut();
      await page.goto(`${stage.server.url}/bao-cao/${reportId}`);
      await expect.poll(() => editorOf(page).innerText()).toBe(expected);
      expect(await page.locator("[data-save]").getAttribute("data-save")).not.toBe("saved");
      await atEnd(page);
    }
    const mark = await markNow(page);
    line.mend();
    await page.getByRole("button", { name: "Thử ngay" }).click();
    await savedSince(page, mark);
    const reader = new AckClient(stage.commune.coordinator, sectionId);
    await reader.synced;
    expect(reader.text).toContain(expected);
    reader.leave();
    await context.close();
  });

  it("[SAVE7] says so when this machine's disk is full, and keeps typing, asking and saving", async () => {
    const desk = await sit((cdp) =>
      cdp.send("Storage.overrideQuotaForOrigin", { origin: stage.server.url, quotaSize: 1 }),
    );
    const { page, line } = desk;
    line.hold();
    const mark = await markNow(page);
    await atEnd(page);
    await page.keyboard.insertText(" đĩa đầy");
    await page.locator('[data-save="no-local-store"]').waitFor();
    expect(await page.locator(".save-words").innerText()).toBe(
      "Máy này không lưu tạm được – đừng đóng trang",
    );
    const asked = page.waitForEvent("dialog");
    const leaving = page.close({ runBeforeUnload: true });
    await (await asked).dismiss();
    await leaving;
    line.release();
    await savedSince(page, mark);
    const reader = new AckClient(stage.commune.coordinator, desk.sectionId);
    await reader.synced;
    expect(reader.text).toContain("đĩa đầy");
    reader.leave();
    await page.context().close();
  });
});
