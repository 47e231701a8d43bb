import { words } from "./words.ts";
import type { Worker } from "./worker.ts";

/** The frame of every screen: main navigation, the report's own pages, the account menu. */
export class Shell {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  get #main() {
    return this.#worker.page.getByRole("navigation", { name: words("app.mainNav") });
  }

  heading(text: string | RegExp) {
    return this.#worker.page.getByRole("heading", { level: 1, name: text });
  }

  async go(to: "nav.myWork" | "nav.people" | "nav.reports"): Promise<void> {
    const { hand } = this.#worker;
    await hand.press(this.#main.getByRole("link", { name: words(to), exact: true }));
  }

  async goInReport(
    to: "nav.finalise" | "nav.history" | "nav.outline" | "nav.sealed" | "nav.write",
  ): Promise<void> {
    const { hand, page } = this.#worker;
    const nav = page.getByRole("navigation", { name: words("app.reportNav") });
    await hand.press(nav.getByRole("link", { name: words(to), exact: true }));
  }

  /** From anywhere to a report that one takes part in. */
  async openReport(subject: string): Promise<void> {
    await this.go("nav.reports");
    const { hand, page } = this.#worker;
    await hand.press(page.getByRole("link", { name: subject }));
  }

  async signOut(name: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.press(page.getByRole("button", { name, exact: true }));
    await hand.press(page.getByRole("button", { name: words("app.signOut"), exact: true }));
  }
}
