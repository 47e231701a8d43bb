import { words } from "./words.ts";
import type { Worker } from "./worker.ts";

/** The administrator's page of units and people. */
export class PeoplePage {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  async addUnit(name: string, shortName: string): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.write(page.getByLabel(words("units.name"), { exact: true }), name);
    await hand.write(page.getByLabel(words("units.shortName"), { exact: true }), shortName);
    await hand.press(page.getByRole("button", { name: words("units.add"), exact: true }));
    await page.getByRole("button", { name: words("units.edit", { name }) }).waitFor();
  }

  /** @returns the one-time link, as it stands on the screen. */
  async invite(name: string, unit: string, isCoordinator: boolean): Promise<string> {
    const { hand, page } = this.#worker;
    await hand.write(page.getByRole("textbox", { name: words("people.name"), exact: true }), name);
    await hand.choose(page.getByRole("combobox", { name: words("people.unit"), exact: true }), unit);
    const coordinator = page.getByRole("checkbox", { name: words("role.coordinator"), exact: true });
    await hand.setTicked(coordinator, isCoordinator);
    await hand.press(page.getByRole("button", { name: words("people.invite.submit"), exact: true }));
    await page.getByText(words("people.invite.link", { name })).waitFor();
    return page.getByRole("textbox", { name: words("people.invite.linkLabel") }).inputValue();
  }
}
