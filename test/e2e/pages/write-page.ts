import type { Locator } from "playwright-core";
import { likeWords, words } from "./words.ts";
import type { Worker } from "./worker.ts";

/** The paper that everybody writes at once. A section is found by its title. */
export class WritePage {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** A section is a region named by its heading: number and title. */
  section(title: string): Locator {
    return this.#worker.page.getByRole("region", { name: title }).last();
  }

  heading(text: string): Locator {
    return this.#worker.page
      .getByRole("region", { name: words("write.paper") })
      .getByRole("heading", { name: text, exact: true });
  }

  text(title: string): Locator {
    return this.section(title).getByRole("textbox");
  }

  /** The text of a section without the carets of others. */
  textOf(title: string): Promise<string> {
    return this.text(title).evaluate((box) => {
      const copy = box.cloneNode(true) as HTMLElement;
      for (const caret of copy.querySelectorAll("[class*=caret]")) caret.remove();
      return copy.textContent ?? "";
    });
  }

  /** By a click into the text, or by the keys that go from section to section; then to the text's end. */
  async goToEnd(title: string): Promise<void> {
    const { hand, page } = this.#worker;
    const text = this.text(title);
    await text.waitFor();
    if (hand.kind === "mouse") await text.click();
    else {
      await this.#stepTo(title);
      // A link leads to the frame of a section; Enter goes into its text.
      if (!(await text.evaluate((box) => box === document.activeElement))) await page.keyboard.press("Enter");
    }
    await page.keyboard.press("Control+End");
  }

  async #stepTo(title: string): Promise<void> {
    const { page } = this.#worker;
    const section = await this.section(title).elementHandle();
    for (let step = 0; step < 60; step += 1) {
      const way = await section?.evaluate((wanted) => {
        const at = document.activeElement;
        if (at && wanted.contains(at)) return "here";
        const from = at?.closest("section[aria-labelledby]") ?? null;
        const isAbove =
          from !== null && (from.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
        return isAbove ? "up" : "down";
      });
      if (way === "here") return;
      await page.keyboard.press(way === "up" ? "Control+Alt+ArrowUp" : "Control+Alt+ArrowDown");
    }
    throw new Error(`no way by keys to ${title}`);
  }

  async typeAtEnd(title: string, text: string): Promise<void> {
    await this.goToEnd(title);
    await this.#worker.page.keyboard.type(text);
    await this.text(title).getByText(text.trim()).waitFor();
  }

  isSaved(): Promise<void> {
    return this.#worker.page.getByText(likeWords("save.saved")).last().waitFor();
  }

  isOffline(): Promise<void> {
    return this.#worker.page.getByText(words("save.offline")).last().waitFor();
  }

  async submit(title: string): Promise<void> {
    await this.#act(title, words("write.submit"));
    await this.#confirm(words("write.submit"));
  }

  async approve(title: string): Promise<void> {
    await this.#act(title, words("write.approve"));
    await this.section(title).getByText(words("state.approved"), { exact: true }).waitFor();
  }

  async giveBack(title: string, reason: string): Promise<void> {
    await this.#act(title, words("write.return"));
    await this.#confirm(words("write.return"), reason);
  }

  async lock(title: string, reason: string): Promise<void> {
    await this.#act(title, words("write.lock"));
    await this.#confirm(words("write.lock"), reason);
    await this.section(title).getByText(words("state.locked"), { exact: true }).waitFor();
  }

  async unlock(title: string): Promise<void> {
    await this.#act(title, words("write.unlock"));
    await this.section(title)
      .getByText(words("state.locked"), { exact: true })
      .waitFor({ state: "detached" });
  }

  async #act(title: string, name: string): Promise<void> {
    const { hand } = this.#worker;
    const button = this.section(title).getByRole("button", { name, exact: true });
    await button.waitFor();
    // What can be done with a section comes to sight when one points at it or goes to it.
    if (hand.kind === "keyboard") await this.#stepTo(title);
    else {
      await button.scrollIntoViewIfNeeded();
      await this.section(title).getByRole("heading").hover();
    }
    await hand.press(button);
  }

  async #confirm(name: string, reason = ""): Promise<void> {
    const { hand, page } = this.#worker;
    const dialog = page.getByRole("dialog");
    if (reason !== "") await hand.write(dialog.getByRole("textbox"), reason);
    await hand.press(dialog.getByRole("button", { name, exact: true }));
    await dialog.waitFor({ state: "detached" });
  }

  /** The panel of texts that were not accepted. */
  async openKept(): Promise<Locator> {
    const { hand, page } = this.#worker;
    const panel = page.getByRole("complementary", { name: words("write.retained") });
    if (!(await panel.isVisible()))
      await hand.press(page.getByRole("button", { name: new RegExp(`^${words("write.showPanel")}`) }));
    await panel.waitFor();
    return panel;
  }

  async sendKept(text: string): Promise<void> {
    const panel = await this.openKept();
    const card = panel.getByRole("article").filter({ hasText: text });
    await this.#worker.hand.press(card.getByRole("button", { name: words("write.sendRetained") }));
    await card.getByText(words("write.retainedSent")).waitFor();
  }
}
