import { describe, expect, it } from "vitest";
import { AckClient } from "../kit/ack-client.ts";
import { openAs } from "../kit/browser.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { setUpStage } from "../kit/stage.ts";

const saidSaved = /^Đã lưu trên máy chủ \d\d:\d\d:\d\d$/;

describe("a server that is killed while somebody types", () => {
  const stage = setUpStage();

  const stored = async (sectionId: string): Promise<string> => {
    const reader = new AckClient(stage.commune.coordinator, sectionId);
    await reader.synced;
    const { text } = reader;
    reader.leave();
    return text;
  };

  it("[SAVE1] [ACK1] never says saved of what a server that is killed under typing has not got", async () => {
    const { section, reportId } = await makeOneSection(
      stage.commune.coordinator,
      stage.commune.units.economy.id,
    );
    const { page } = await openAs(stage.browser, stage.commune.economy, `/bao-cao/${reportId}`);
    await page.locator('[data-save="saved"]').waitFor();
    // Every word that the line ever says, with what the page held at that moment.
    await page.evaluate(() => {
      const log: { said: string; text: string }[] = [];
      (globalThis as unknown as { log: unknown }).log = log;
      const line = document.querySelector(".save-words");
      const text = document.querySelector(".section-text");
      if (!line || !text) throw new Error("nothing to watch");
      new MutationObserver(() =>
        log.push({ said: line.textContent ?? "", text: text.textContent ?? "" }),
      ).observe(line, { characterData: true, childList: true, subtree: true });
    });
    await page.getByRole("textbox", { name: /KINH TẾ/ }).click();
    await page.keyboard.press("Control+End");
    // Slowly: while somebody types on and on, the line waits for a breath before it says saved.
    const typing = page.keyboard.type(" một hai mười hai", { delay: 600 });
    await page.waitForFunction(
      () =>
        (globalThis as unknown as { log: { said: string }[] }).log.filter((l) => l.said.startsWith("Đã lưu"))
          .length > 2,
    );
    await stage.server.kill();
    await typing;
    const log = await page.evaluate(
      () => (globalThis as unknown as { log: { said: string; text: string }[] }).log,
    );
    await page.locator('[data-save]:not([data-save="saved"])').waitFor();
    await stage.server.launch();
    const known = await stored(section.id);
    const saved = log.filter((l) => saidSaved.test(l.said));
    expect(saved.length).toBeGreaterThan(2);
    // Read before the page has come back: what is there was on the disk when the server died.
    const durable = known.replace(/<[^>]*>/g, "");
    for (const { text } of saved) expect(durable).toContain(text);
    await page.locator('[data-save="saved"]').waitFor();
    await expect.poll(() => stored(section.id), { timeout: 20_000 }).toContain("mười hai");
    await page.context().close();
  });
});
