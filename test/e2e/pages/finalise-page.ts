import { likeWords, words } from "./words.ts";
import type { Worker } from "./worker.ts";

/** What stands in the way, the seal, and the sealed report. */
export class FinalisePage {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  obstacle(text: string) {
    return this.#worker.page.getByRole("main").getByRole("link", { name: text, exact: true });
  }

  /** The heading over the list says how many there are. */
  obstacleCount(count: number) {
    return this.#worker.page.getByRole("heading", { name: words("finalise.obstacles", { count }) });
  }

  /** What is said once the server has been asked: what stands in the way, or that nothing does. */
  async verdict(): Promise<readonly string[]> {
    const { page } = this.#worker;
    const ready = page.getByText(words("finalise.ready"));
    const list = page.getByRole("heading", { name: likeWords("finalise.obstacles") }).locator("..");
    await ready.or(list).waitFor();
    return (await ready.isVisible()) ? [] : list.getByRole("link").allInnerTexts();
  }

  async seal(symbol: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.write(page.getByLabel(words("finalise.confirm", { symbol })), symbol);
    await hand.press(page.getByRole("button", { name: words("finalise.submit"), exact: true }));
  }

  sealedTitle() {
    return this.#worker.page.getByRole("heading", { level: 1, name: words("sealed.title") });
  }

  packageLink() {
    return this.#worker.page.getByRole("link", { name: words("sealed.package") });
  }

  wordLink() {
    return this.#worker.page.getByRole("link", { name: words("sealed.word") });
  }

  async revise(): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.press(page.getByRole("button", { name: words("sealed.revise"), exact: true }));
    const dialog = page.getByRole("dialog");
    await hand.press(dialog.getByRole("button", { name: words("sealed.revise"), exact: true }));
    await page.getByRole("heading", { level: 1, name: words("outline.title") }).waitFor();
  }
}
