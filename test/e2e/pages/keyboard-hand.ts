import type { Locator } from "playwright-core";
import type { Hand } from "./hand.ts";
import { two } from "./hand.ts";

/** Whoever has pressed Tab this often has not found it. The longest way is through the table of the outline. */
const maxSteps = 300;

type Where = "here" | "before" | "behind" | "in-text";

/** Where the wanted element is, seen from the one that has the focus. */
const whereIs = (target: Locator): Promise<Where> =>
  target.evaluate((wanted): Where => {
    const at = document.activeElement;
    if (at === wanted) return "here";
    if (!at || at === document.body) return "behind";
    if (at instanceof HTMLElement && at.isContentEditable) return "in-text";
    return (at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING) === 0
      ? "behind"
      : "before";
  });

/** Tab, or Shift+Tab where the eye sees it above, until it has the focus. In the text Tab is the list's key: Escape leaves it. */
async function reach(target: Locator): Promise<void> {
  const { keyboard } = target.page();
  await target.waitFor();
  for (let step = 0; step < maxSteps; step += 1) {
    // Asked for anew: the screen may draw it again meanwhile.
    const where = await whereIs(target);
    if (where === "here") return;
    await keyboard.press(where === "in-text" ? "Escape" : where === "before" ? "Shift+Tab" : "Tab");
  }
  throw new Error(`not reached by ${maxSteps} presses of Tab: ${target.toString()}`);
}

const isTicked = (box: Locator) => box.evaluate((e) => e instanceof HTMLInputElement && e.checked);

export const keyboardHand: Hand = {
  kind: "keyboard",
  reach,
  async press(target) {
    await reach(target);
    const isRadio = (await target.getAttribute("type")) === "radio";
    await target.page().keyboard.press(isRadio ? "Space" : "Enter");
  },
  async write(field, text) {
    await reach(field);
    const { keyboard } = field.page();
    await keyboard.press("Control+a");
    if (text === "") await keyboard.press("Delete");
    else await keyboard.type(text);
  },
  async choose(select, option) {
    await reach(select);
    const { keyboard } = select.page();
    // Both are seen on the screen: what is chosen, and how far the wanted one is from it.
    const way = await select.evaluate((e, label) => {
      if (!(e instanceof HTMLSelectElement)) return Number.NaN;
      return [...e.options].findIndex((each) => each.label === label) - e.selectedIndex;
    }, option);
    if (Number.isNaN(way)) throw new Error("not a list of choices");
    for (let i = 0; i < Math.abs(way); i += 1) await keyboard.press(way > 0 ? "ArrowDown" : "ArrowUp");
  },
  async setTicked(box, wanted) {
    await reach(box);
    if ((await isTicked(box)) !== wanted) await box.page().keyboard.press("Space");
  },
  async setDay(field, { day, month, year }) {
    await reach(field);
    const { keyboard } = field.page();
    await keyboard.press("Control+a");
    await keyboard.type(`${two(day)}/${two(month)}/${year}`);
    await keyboard.press("Tab");
  },
  async pick(item, group) {
    await item.waitFor();
    // A menu has the focus from its opening; into the others Tab leads, to the one item that it stops at.
    if (!(await group.evaluate((e) => e.contains(document.activeElement))))
      await reach(group.locator('[tabindex="0"]').first());
    const { keyboard } = item.page();
    for (let step = 0; step < maxSteps; step += 1) {
      const where = await whereIs(item);
      if (where === "here") return;
      await keyboard.press(where === "before" ? "ArrowUp" : "ArrowDown");
    }
    throw new Error(`not reached by ${maxSteps} arrow keys: ${item.toString()}`);
  },
};
