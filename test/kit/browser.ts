import { existsSync } from "node:fs";
import { must } from "@dongsoan/shared/domain";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { TestPerson } from "./person.ts";

const executable = () => {
  const path = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
    (p) => p !== undefined && existsSync(p),
  );
  if (path === undefined)
    throw new Error(
      "Chromium is needed: apt-get install -y --no-install-recommends chromium, or set CHROMIUM_PATH",
    );
  return path;
};

/** One Chromium for a test file; every person gets a context (a browser of their own, as far as the server can tell). */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable(),
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });

export const officeScreen = { width: 1366, height: 768 };

/** Contexts that somebody has left: to make one, to fetch the code and to compile it is most of what a page costs. */
const left = new WeakMap<Browser, BrowserContext[]>();
/** The empty page that holds the window of a context while nobody has one open in it. */
const holders = new WeakMap<BrowserContext, Page>();

/** A page that is signed in as this person, with every page error collected; `prepare` comes before its first load. */
export async function openAs(
  browser: Browser,
  person: TestPerson,
  path: string,
  viewport = officeScreen,
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ page: Page; errors: string[] }> {
  const context =
    left.get(browser)?.pop() ??
    (await browser.newContext({ viewport, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" }));
  if (person.cookie === "") await person.signIn();
  await context.addCookies(
    person.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.url };
    }),
  );
  const page = await context.newPage();
  await page.setViewportSize(viewport);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await prepare(page);
  await page.goto(`${person.url}${path}`);
  return { page, errors };
}

/** The end of `openAs`: who opens a page next has this context, with nothing of what was kept in it but the code. */
export async function leave(page: Page): Promise<void> {
  const context = page.context();
  const { origin } = new URL(page.url());
  const holder = holders.get(context) ?? (await context.newPage());
  holders.set(context, holder);
  for (const each of context.pages()) if (each !== holder) await each.close();
  await context.setOffline(false);
  await context.clearPermissions();
  await context.clearCookies();
  const protocol = await context.newCDPSession(holder);
  await protocol.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await protocol.detach();
  const browser = must(context.browser(), "browser");
  left.set(browser, [...(left.get(browser) ?? []), context]);
}

/** A report's paper as this person has it, with everything saved; page errors are collected in `errors`. */
export async function openPaper(
  browser: Browser,
  person: TestPerson,
  reportId: string,
  errors: (readonly string[])[],
): Promise<Page> {
  const opened = await openAs(browser, person, `/bao-cao/${reportId}`);
  errors.push(opened.errors);
  await opened.page.locator('[data-save="saved"]').waitFor();
  return opened.page;
}
