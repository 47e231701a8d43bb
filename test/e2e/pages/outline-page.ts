import type { Day } from "./hand.ts";
import { words } from "./words.ts";
import type { Worker } from "./worker.ts";

type Column = "contributors" | "due" | "owner" | "readScope" | "unit";

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
    await this.#worker.hand.choose(this.#field(title, "readScope"), words(`outline.scope.${scope}`));
  }

  async addContributor(title: string, unit: string): Promise<void> {
    const { hand } = this.#worker;
    const row = this.row(title);
    const box = row.getByRole("checkbox", { name: unit, exact: true });
    await hand.press(row.locator("summary"));
    await hand.setTicked(box, true);
    await row.locator("summary").filter({ hasText: unit }).waitFor();
    await hand.press(row.locator("summary"));
  }

  /** Unit, owner and contributing units of a row, as they read. */
  async assignmentOf(title: string): Promise<readonly string[]> {
    const chosen = (column: Column) =>
      this.#field(title, column).evaluate((e) =>
        e instanceof HTMLSelectElement ? (e.selectedOptions[0]?.label ?? "") : "",
      );
    const contributors = await this.row(title).locator("summary").innerText();
    return [await chosen("unit"), await chosen("owner"), contributors.split(/:\s/).at(-1) ?? ""];
  }

  async addInside(parent: string, title: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.press(this.row(parent).getByRole("button", { name: words("outline.addInside") }));
    const dialog = page.getByRole("dialog");
    await hand.write(dialog.getByLabel(words("outline.newTitle")), title);
    await hand.press(dialog.getByRole("button", { name: words("outline.addInside"), exact: true }));
    await this.row(title).waitFor();
  }

  /** By the arrow of the row, or by Alt and the arrow key anywhere in it. */
  async moveUp(title: string): Promise<void> {
    const { hand, page } = this.#worker;
    if (hand.kind === "mouse")
      await hand.press(this.row(title).getByRole("button", { name: words("outline.up"), exact: true }));
    else {
      await hand.reach(this.link(title));
      await page.keyboard.press("Alt+ArrowUp");
    }
  }

  originalLink() {
    return this.#worker.page.getByRole("link", { name: words("outline.original") });
  }

  wordLink() {
    return this.#worker.page.getByRole("link", { name: words("outline.word") });
  }

  async setSignatureName(name: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.press(page.getByRole("button", { name: words("header.edit") }));
    const dialog = page.getByRole("dialog");
    await hand.write(dialog.getByLabel(words("header.signatureName")), name);
    await hand.press(dialog.getByRole("button", { name: words("common.save"), exact: true }));
    await dialog.waitFor({ state: "detached" });
  }
}
