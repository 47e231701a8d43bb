import { describe, expect, it } from "vitest";
import { openPaper } from "../kit/browser.ts";
import type { Commune } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { makeReviewed } from "../kit/reviewed-section.ts";
import { andSaved } from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";
import { caretAfter, wordsOf } from "../kit/suggested-text.ts";

describe("undo, one thing at a time", () => {
  const stage = setUpStage();
  const errors: (readonly string[])[] = [];

  it("[UNDO1] what is split, styled, cut and pasted in quick succession comes back step by step, and goes again", async () => {
    const { coordinator, units } = stage.commune;
    const { reportId } = await makeOneSection(coordinator, units.economy.id);
    const page = await openPaper(stage.browser, coordinator, reportId, errors);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const lines = () =>
      page
        .locator(".section-text p")
        .evaluateAll((all) => all.map((p) => `${p.getAttribute("data-style")} ${p.textContent}`));
    await page.locator(".section-text[contenteditable=true]").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    const states: string[][] = [];
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
      states.push(await lines());
    };
    await press(..."ban");
    await press("Enter");
    await press(..."ao");
    await press("Control+Alt+3");
    await press("Shift+Home", "Control+x");
    await press("Control+v");
    await press("Control+v");
    const shown = async () => JSON.stringify(await lines());
    for (const state of states.toReversed().slice(1)) {
      await page.keyboard.press("Control+z");
      expect(await shown()).toBe(JSON.stringify(state));
    }
    for (const state of states.slice(1)) {
      await page.keyboard.press("Control+y");
      expect(await shown()).toBe(JSON.stringify(state));
    }
  });

  it("[SUG28] a suggested split in whose right half others have written is not taken back, and nothing goes astray", async () => {
    const { commune } = stage;
    const { reportId } = await makeReviewed(commune, ["Alpha trồng lúa nước."]);
    const open = (person: Commune["culture"]) => openPaper(stage.browser, person, reportId, errors);
    const [reviewer, owner] = [await open(commune.culture), await open(commune.economy)];
    await caretAfter(reviewer, "Alpha trồng");
    await andSaved(reviewer, () => reviewer.keyboard.press("Enter"));
    await owner
      .locator(".section-text p", { hasText: "lúa nước." })
      .nth(1)
      .or(owner.locator("[data-tcsplit]"))
      .waitFor();
    await caretAfter(owner, "lúa");
    await andSaved(owner, () => owner.keyboard.type(" nếp"));
    const wanted = ["Alpha trồng", " lúa nếp nước."];
    await expect.poll(() => wordsOf(reviewer)).toEqual(wanted);
    await reviewer.locator(".section-text").focus();
    await reviewer.keyboard.press("Control+z");
    await reviewer.getByText("Không hoàn tác được").first().waitFor();
    for (const of of [reviewer, owner]) expect(await wordsOf(of)).toEqual(wanted);
    await reviewer.locator('[data-save="saved"]').waitFor();
    await reviewer.context().close();
    await owner.context().close();
  });

  it("had no error on the page", () => expect(errors.flat()).toEqual([]));
});
