import type { Locator, Page } from "playwright-core";
import { words } from "./words.ts";

/** Where one is on the writing page: what stands at which height, what has the focus, what the outline marks. */
export class Paper {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  section(title: string): Locator {
    return this.page.getByRole("region", { name: title });
  }

  text(title: string): Locator {
    return this.section(title).getByRole("textbox");
  }

  get outline(): Locator {
    return this.page.getByRole("navigation", { name: words("write.outline") });
  }

  /** The entry that the outline marks. */
  current(): Promise<string> {
    return this.outline.locator("[aria-current] .outline-title").innerText({ timeout: 5_000 });
  }

  scrollY(): Promise<number> {
    return this.page.evaluate(() => scrollY);
  }

  /** From the foot of the bars down to this, in pixels. */
  async belowBars(target: Locator): Promise<number> {
    const top = await target.evaluate((element) => element.getBoundingClientRect().top);
    return top - (await this.#footOfBars());
  }

  #footOfBars(): Promise<number> {
    return this.page.locator(".write-top").evaluate((bars) => bars.getBoundingClientRect().bottom);
  }

  /** How high the bars are. */
  barsHeight(): Promise<number> {
    return this.page.locator(".write-top").evaluate((bars) => bars.getBoundingClientRect().height);
  }

  hasFocus(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element.contains(document.activeElement));
  }

  /** Until the page has drawn what it knows. */
  drawn(): Promise<void> {
    return this.page.evaluate(
      () => new Promise<void>((go) => requestAnimationFrame(() => requestAnimationFrame(() => go()))),
    );
  }
}
