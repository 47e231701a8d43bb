import { words } from "./words.ts";
import type { Worker } from "./worker.ts";

/** Where one sees how far things are: my work, and the history. */
export class ProgressPages {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  work(title: string) {
    return this.#worker.page.getByRole("listitem").filter({ hasText: title });
  }

  /** The history of one section, newest first. */
  async chooseSection(option: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.choose(page.getByLabel(words("history.section"), { exact: true }), option);
  }

  /** What was done, with its details, newest first. */
  async entries(): Promise<readonly string[]> {
    const { page } = this.#worker;
    await page.getByRole("table").waitFor();
    const rows = await page
      .getByRole("row")
      .filter({ has: page.getByRole("cell") })
      .all();
    return Promise.all(
      rows.map(async (row) => (await row.getByRole("cell").allInnerTexts()).slice(1).join(" | ")),
    );
  }
}
