import type { Hand } from "./hand.ts";
import { two } from "./hand.ts";

export const mouseHand: Hand = {
  kind: "mouse",
  press: (target) => target.click(),
  reach: (target) => target.click(),
  pick: (item) => item.click(),
  async write(field, text) {
    await field.click();
    await field.fill(text);
  },
  async choose(select, option) {
    await select.selectOption({ label: option });
  },
  setTicked: (box, isTicked) => box.setChecked(isTicked),
  async setDay(field, { day, month, year }) {
    const isPicker = (await field.getAttribute("type")) === "date";
    await field.fill(isPicker ? `${year}-${two(month)}-${two(day)}` : `${two(day)}/${two(month)}/${year}`);
    await field.blur();
  },
};
