import { words } from "./words.ts";
import type { Worker } from "./worker.ts";

/** Set-up, invitation and sign-in: the screens before one has a session. */
export class AccountPages {
  readonly #worker: Worker;
  constructor(worker: Worker) {
    this.#worker = worker;
  }

  #field(name: string) {
    return this.#worker.page.getByLabel(name, { exact: true });
  }

  async setUp(
    link: string,
    office: { name: string; parentAgency: string; place: string },
    admin: { name: string; username: string; password: string },
  ): Promise<void> {
    const { hand, page } = this.#worker;
    await page.goto(link);
    await hand.write(this.#field(words("setUp.organisationName")), office.name);
    await hand.write(this.#field(words("setUp.parentAgency")), office.parentAgency);
    await hand.write(this.#field(words("setUp.place")), office.place);
    await hand.write(this.#field(words("setUp.adminName")), admin.name);
    await this.#account(admin);
    await hand.press(page.getByRole("button", { name: words("setUp.submit") }));
  }

  async accept(link: string, account: { username: string; password: string }): Promise<void> {
    const { hand, page } = this.#worker;
    await page.goto(link);
    await this.#account(account);
    await hand.press(page.getByRole("button", { name: words("invitation.submit") }));
  }

  async signIn(account: { username: string; password: string }): Promise<void> {
    const { hand, page } = this.#worker;
    await hand.write(this.#field(words("signIn.username")), account.username);
    await hand.write(this.#field(words("signIn.password")), account.password);
    await hand.press(page.getByRole("button", { name: words("signIn.submit") }));
  }

  async #account({ username, password }: { username: string; password: string }): Promise<void> {
    const { hand } = this.#worker;
    await hand.write(this.#field(words("signIn.username")), username);
    await hand.write(this.#field(words("signIn.password")), password);
    await hand.write(this.#field(words("account.passwordAgain")), password);
  }
}
