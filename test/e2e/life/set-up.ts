import { expect } from "vitest";
import { AccountPages } from "../pages/account-pages.ts";
import { PeoplePage } from "../pages/people-page.ts";
import { Shell } from "../pages/shell.ts";
import { words } from "../pages/words.ts";
import { accounts, type Life, office, type Role, units } from "./life.ts";

const unitOf: Readonly<Record<Exclude<Role, "admin">, string>> = {
  coordinator: units.office,
  police: units.police,
  economy: units.economy,
  culture: units.culture,
};
const shortNames = { police: "CA", economy: "KT", culture: "VHXH", office: "VP" } as const;

/** Step 1: the printed link makes office and administrator; units and people; everybody at a browser of their own. */
export async function setUpOffice(life: Life): Promise<void> {
  const printed = /\bhttp\S+\/thiet-lap#\S+/.exec(life.server.output)?.[0];
  if (printed === undefined) throw new Error(`no set-up link was printed:\n${life.server.output}`);
  const admin = await life.sitDown("admin");
  await new AccountPages(admin).setUp(printed, office, accounts.admin);
  const shell = new Shell(admin);
  await shell.heading(words("people.title")).waitFor();

  const people = new PeoplePage(admin);
  for (const [key, name] of Object.entries(units))
    await people.addUnit(name, shortNames[key as keyof typeof units]);
  for (const role of ["coordinator", "police", "economy", "culture"] as const) {
    const link = await people.invite(accounts[role].name, unitOf[role], role === "coordinator");
    const worker = await life.sitDown(role);
    await new AccountPages(worker).accept(link, accounts[role]);
    await new Shell(worker).heading(words("work.title")).waitFor();
  }
}

/** Step 1, the end: out, and in again by password. */
export async function signOutAndIn(life: Life): Promise<void> {
  const coordinator = life.at("coordinator");
  const shell = new Shell(coordinator);
  await shell.signOut(accounts.coordinator.name);
  await shell.heading(words("signIn.title")).waitFor();
  await new AccountPages(coordinator).signIn({ ...accounts.coordinator, password: "không phải câu này" });
  await coordinator.page.getByText(words("signIn.wrong")).waitFor();
  await new AccountPages(coordinator).signIn(accounts.coordinator);
  await shell.heading(words("work.title")).waitFor();
  expect(coordinator.page.url()).toBe(`${life.server.url}/viec-cua-toi`);
}
