import type { Locator } from "playwright-core";
import type { Day } from "./hand.ts";
import { likeWords, words } from "./words.ts";
import type { Worker } from "./worker.ts";

type Column = "due" | "owner" | "unit";

/** The coordinator's table of sections: who writes what until when, and in which order. */
export class OutlinePage {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  row(title: string) {
    const { page } = this.#worker;
    return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: title }) });
  }

  link(title: string) {
    return this.row(title).getByRole("link", { name: title });
  }

  /** Numbers and titles in reading order. */
  async headings(): Promise<readonly string[]> {
    const texts = await this.#worker.page.getByRole("rowheader").getByRole("link").allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** A field of a row; it is named after its column and the section's number. */
  #field(title: string, column: Column) {
    const start = words("outline.field", { column: words(`outline.column.${column}`), label: "" });
    return this.row(title).getByLabel(start);
  }

  async setUnit(title: string, unit: string): Promise<void> {
    await this.#worker.hand.choose(this.#field(title, "unit"), unit);
  }

  async setOwner(title: string, name: string): Promise<void> {
    await this.#worker.hand.choose(this.#field(title, "owner"), name);
  }

  async setDue(title: string, day: Day): Promise<void> {
    await this.#worker.hand.setDay(this.#field(title, "due"), day);
  }

  async setReadScope(title: string, scope: "report" | "unit"): Promise<void> {
    await this.#inAssignment(title, (dialog) =>
      this.#worker.hand.choose(
        dialog.getByLabel(words("outline.column.readScope")),
        words(`outline.scope.${scope}`),
      ),
    );
  }

  async addContributor(title: string, unit: string): Promise<void> {
    await this.#inAssignment(title, (dialog) => {
      const contributors = dialog.getByRole("group", { name: likeWords("outline.contributors.title") });
      return this.#worker.hand.setTicked(
        contributors.getByRole("checkbox", { name: unit, exact: true }),
        true,
      );
    });
    await this.row(title)
      .getByTitle(words("outline.contributors.with", { units: unit }))
      .waitFor();
  }

  /** The dialog with the whole assignment: from the row's menu, or by Enter on the row. */
  async #inAssignment(title: string, change: (dialog: Locator) => Promise<void>): Promise<void> {
    const { hand, page } = this.#worker;
    if (hand.kind === "mouse") await this.#choose(title, words("outline.assign"));
    else {
      await this.#goToRow(title);
      await page.keyboard.press("Enter");
    }
    const dialog = page.getByRole("dialog");
    await change(dialog);
    await hand.press(dialog.getByRole("button", { name: words("common.save"), exact: true }));
    await dialog.waitFor({ state: "detached" });
  }

  /** An item of the row's menu. */
  async #choose(title: string, name: string): Promise<void> {
    const { hand, page } = this.#worker;
    if (hand.kind === "mouse")
      await hand.press(this.row(title).getByRole("button", { name: likeWords("outline.actions") }));
    else {
      await this.#goToRow(title);
      await page.keyboard.press("Shift+F10");
    }
    const menu = page.getByRole("menu");
    const item = menu.getByRole("menuitem", { name }).first();
    await hand.pick(item, menu);
    if (hand.kind === "keyboard") await page.keyboard.press("Enter");
  }

  /** Tab stops at one row of the table; the arrows lead on. */
  async #goToRow(title: string): Promise<void> {
    const { hand, page } = this.#worker;
    const table = page.getByRole("treegrid");
    await hand.reach(table.locator('tr[tabindex="0"]'));
    await hand.pick(this.row(title), table);
  }

  /** Unit, owner and contributing units of a row, as they read. */
  async assignmentOf(title: string): Promise<readonly string[]> {
    const chosen = (column: Column) =>
      this.#field(title, column).evaluate((e) =>
        e instanceof HTMLSelectElement ? (e.selectedOptions[0]?.label ?? "") : "",
      );
    const contributors = await this.row(title)
      .getByTitle(likeWords("outline.contributors.with"))
      .getAttribute("title");
    return [await chosen("unit"), await chosen("owner"), (contributors ?? "").split(/:\s/).at(-1) ?? ""];
  }

  async addInside(parent: string, title: string): Promise<void> {
    const { hand, page } = this.#worker;
    await this.#choose(parent, words("outline.addInside"));
    const dialog = page.getByRole("dialog");
    await hand.write(dialog.getByLabel(words("outline.newTitle")), title);
    await hand.press(dialog.getByRole("button", { name: words("outline.addInside"), exact: true }));
    await this.row(title).waitFor();
  }

  /** From the row's menu, or by Alt and the arrow key on the row. */
  async moveUp(title: string): Promise<void> {
    const { hand, page } = this.#worker;
    if (hand.kind === "mouse") return this.#choose(title, words("outline.up"));
    await this.#goToRow(title);
    await page.keyboard.press("Alt+ArrowUp");
  }

  originalLink() {
    return this.#worker.page.getByRole("link", { name: words("outline.original") });
  }

  wordLink() {
    return this.#worker.page.getByRole("link", { name: words("outline.word") });
  }

  /** In the form that the obstacle's link has opened, with the caret in its field. */
  async fillInSignatureName(name: string): Promise<void> {
    const { hand, page } = this.#worker;
    const dialog = page.getByRole("dialog", { name: words("header.title") });
    await hand.write(dialog.getByLabel(words("header.signatureName")), name);
    await hand.press(dialog.getByRole("button", { name: words("common.save"), exact: true }));
    await dialog.waitFor({ state: "detached" });
  }
}
