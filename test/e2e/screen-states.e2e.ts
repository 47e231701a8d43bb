import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import type { MessageKey } from "@dongsoan/shared/i18n";
import { launchBrowser, leave, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune, testPassword } from "../kit/commune.ts";
import { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";
import { words } from "./pages/words.ts";

type Role = "admin" | "coordinator" | "economy" | "office";

interface Screen {
  readonly name: string;
  readonly as: Role;
  /** `:report` and `:section` stand for the ones that were made. */
  readonly path: string;
  /** What it cannot do without. */
  readonly asks: RegExp;
  readonly title: MessageKey | RegExp;
  /** Where there may be nothing: for whom, and the words for it. */
  readonly empty?: { readonly as: Role; readonly says: MessageKey };
  /** Who may not come here, and the title that they see. */
  readonly closed?: { readonly as: Role; readonly says: MessageKey };
}

const ofReport = { as: "office", says: "notFound.title" } as const;
const ofAdministrator = { as: "coordinator", says: "forbidden.title" } as const;
const screens: readonly Screen[] = [
  {
    name: "my work",
    as: "economy",
    path: "/viec-cua-toi",
    asks: /\/api\/my-work$/,
    title: "work.title",
    empty: { as: "office", says: "work.empty" },
  },
  {
    name: "list of reports",
    as: "coordinator",
    path: "/bao-cao",
    asks: /\/api\/reports$/,
    title: "reports.title",
    empty: { as: "office", says: "reports.empty" },
  },
  {
    name: "outline",
    as: "coordinator",
    path: "/bao-cao/:report/muc",
    asks: /\/api\/reports\/[^/]+$/,
    title: "outline.title",
    closed: ofReport,
  },
  {
    name: "writing",
    as: "coordinator",
    path: "/bao-cao/:report",
    asks: /\/api\/reports\/[^/]+$/,
    title: /^Quý II$/,
    closed: ofReport,
  },
  {
    name: "history",
    as: "coordinator",
    path: "/bao-cao/:report/lich-su",
    asks: /\/api\/reports\/[^/]+\/audit$/,
    title: "history.title",
    closed: ofReport,
  },
  {
    name: "what is new",
    as: "coordinator",
    path: "/bao-cao/:report/thay-doi",
    asks: /\/api\/reports\/[^/]+$/,
    title: "reportChanges.title",
    empty: { as: "coordinator", says: "reportChanges.empty" },
    closed: ofReport,
  },
  {
    name: "versions",
    as: "coordinator",
    path: "/bao-cao/:report/lich-su/:section",
    asks: /\/api\/sections\/[^/]+\/versions$/,
    title: /^Phiên bản/,
    empty: { as: "coordinator", says: "versions.empty" },
    closed: ofReport,
  },
  {
    name: "finalising",
    as: "coordinator",
    path: "/bao-cao/:report/chot",
    asks: /\/api\/reports\/[^/]+\/finalise-check$/,
    title: "finalise.title",
    closed: ofReport,
  },
  {
    name: "new report",
    as: "coordinator",
    path: "/bao-cao/moi",
    asks: /\/api\/session$/,
    title: "new.title",
    closed: { as: "economy", says: "forbidden.title" },
  },
  {
    name: "people and units",
    as: "admin",
    path: "/quan-tri/nguoi-dung",
    asks: /\/api\/people$/,
    title: "people.title",
    closed: ofAdministrator,
  },
  {
    name: "system",
    as: "admin",
    path: "/quan-tri/he-thong",
    asks: /\/api\/system\/health$/,
    title: "system.title",
    closed: ofAdministrator,
  },
  {
    name: "account",
    as: "economy",
    path: "/tai-khoan",
    asks: /\/api\/sessions$/,
    title: "account.title",
  },
];

const problem = (status: number, code: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: "application/problem+json",
    body: JSON.stringify({ type: "about:blank", title: code, status, code }),
  });

/** All screens show a failed answer by the same component; the long run tries each of them with both. */
const failures = (
  [
    [503, "storage-unavailable"],
    [500, "internal"],
  ] as const
).slice(0, process.env["LONG"] ? 2 : 1);

describe.concurrent("what a screen says when it cannot show what was asked for", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, typeName: "BÁO CÁO", subject: "Quý II" },
        sections: [{ title: "KINH TẾ", blocks: [], children: [] }],
        dueAt: null,
        original: null,
      },
    });
    const { sections } = await coordinator.call<ReportView>("report", { params: { id } });
    const first = must(sections[0], "section");
    await coordinator.call("assignSection", {
      params: { id: first.id },
      body: { version: first.version, assignment: { ...first.assignment, unitId: units.economy.id } },
    });
    Object.assign(ids, { report: id, section: first.id });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const fill = (path: string) => path.replace(/:(\w+)/g, (_, key: string) => must(ids[key], key));
  const heading = (page: Page, title: MessageKey | RegExp) =>
    page.getByRole("heading", { level: 1, name: typeof title === "string" ? words(title) : title }).first();
  const open = async (person: TestPerson, path: string, prepare?: (page: Page) => Promise<unknown>) => {
    const { page } = await openAs(browser, person, path, undefined, prepare);
    page.setDefaultTimeout(25_000);
    return page;
  };
  const main = (page: Page) => page.locator("main");

  it.each(screens)("[STATE1] $name: loading", async (screen) => {
    const held: Route[] = [];
    const page = await open(commune[screen.as], fill(screen.path), (fresh) =>
      fresh.route(screen.asks, (route) => void held.push(route)),
    );
    const loading = main(page).getByText(/^(Đang tải…|Đang mở báo cáo…)$/);
    await loading.first().waitFor({ state: "attached" });
    // Said to those who do not see it, too.
    expect(await loading.first().evaluate((e) => e.closest("[role=status], output") !== null)).toBe(true);
    await page.unroute(screen.asks);
    // The page may have asked anew meanwhile, and taken back what it asked first.
    for (const route of held) await route.continue().catch(() => undefined);
    await heading(page, screen.title).waitFor();
    await expect.poll(() => loading.count()).toBe(0);
    await leave(page);
  });

  it.each(screens)("[STATE1] $name: the server fails, and comes back", async (screen) => {
    for (const [status, code] of failures) {
      const page = await open(commune[screen.as], fill(screen.path), (fresh) =>
        fresh.route(screen.asks, problem(status, code)),
      );
      const said = main(page)
        .getByRole("alert")
        .filter({ hasText: /[Mm]áy chủ/ });
      await said.first().waitFor();
      await page.unroute(screen.asks);
      await said
        .getByRole("button", { name: words("common.retry") })
        .first()
        .click();
      await said.first().waitFor({ state: "detached" });
      await heading(page, screen.title).waitFor();
      await leave(page);
    }
  });

  it.each(screens)("[STATE1] $name: no line to the server, and again one", async (screen) => {
    const page = await open(commune[screen.as], fill(screen.path), (fresh) =>
      fresh.route(screen.asks, (route) => route.abort()),
    );
    await page.getByText(words("app.offline")).waitFor();
    await main(page).getByRole("alert").first().waitFor();
    await page.unroute(screen.asks);
    await page
      .getByRole("button", { name: words("app.tryNow") })
      .first()
      .click();
    await heading(page, screen.title).waitFor();
    await expect.poll(() => page.getByText(words("app.offline")).count()).toBe(0);
    await leave(page);
  });

  it.each(screens)("[STATE1] $name: the session has ended", async (screen) => {
    const page = await open(commune[screen.as], fill(screen.path));
    await heading(page, screen.title).waitFor();
    const person = commune[screen.as];
    await page.context().clearCookies();
    await page.goto(`${server.url}${fill(screen.path)}`);
    await heading(page, "signIn.title").waitFor();
    await page.getByLabel(words("signIn.username")).fill(person.username);
    await page.locator("input[type=password]").fill(testPassword);
    await page.keyboard.press("Enter");
    // Back to what was asked for.
    await heading(page, screen.title).waitFor();
    await leave(page);
  });

  it.each(screens.flatMap((s) => (s.empty ? [{ ...s, empty: s.empty }] : [])))(
    "[STATE1] $name: there is nothing",
    async ({ path, empty }) => {
      const page = await open(commune[empty.as], fill(path));
      await main(page).getByText(words(empty.says)).first().waitFor();
      await leave(page);
    },
  );

  it("[WORK2] my work, with nothing in it, leads those who may to a new report", async () => {
    const link = (page: Page) => main(page).getByRole("link", { name: words("reports.new"), exact: true });
    const office = await open(commune.office, "/viec-cua-toi");
    await main(office).getByText(words("work.empty")).waitFor();
    expect(await link(office).count()).toBe(0);
    await leave(office);
    const page = await open(commune.coordinator, "/viec-cua-toi");
    await main(page).getByText(words("work.empty")).waitFor();
    await link(page).click();
    await heading(page, "new.title").waitFor();
    await leave(page);
  });

  it.each(screens.flatMap((s) => (s.closed ? [{ ...s, closed: s.closed }] : [])))(
    "[STATE1] $name: not for this person, and not there at all",
    async ({ path, closed }) => {
      const page = await open(commune[closed.as], fill(path));
      await heading(page, closed.says).waitFor();
      const forbidden = await main(page).innerText();
      expect(forbidden).toMatch(/[Hh]ỏi /);
      if (path.includes(":report")) {
        const nowhere = path.replace(":report", "00000000-0000-4000-8000-000000000000");
        await page.goto(`${server.url}${fill(nowhere)}`);
        await heading(page, closed.says).waitFor();
        await expect.poll(() => main(page).innerText()).toBe(forbidden);
      }
      await leave(page);
    },
  );

  it("[STATE1] new report: an administrator is not sent to an administrator, but to the page of roles", async () => {
    const page = await open(commune.admin, "/bao-cao/moi");
    await main(page).getByText(words("new.forbidden.administrator")).waitFor();
    await main(page)
      .getByRole("link", { name: words("nav.people"), exact: true })
      .click();
    await heading(page, "people.title").waitFor();
    await leave(page);
  });

  it("[STATE3] code that the line does not bring: a screen says so and is fetched again", async () => {
    const code = /\/assets\/history-page-.*\.js$/;
    const page = await open(commune.coordinator, fill("/bao-cao/:report/muc"), (fresh) =>
      fresh.route(code, (route) => route.abort()),
    );
    await page.getByRole("link", { name: words("nav.history"), exact: true }).click();
    const said = main(page)
      .getByRole("alert")
      .filter({ hasText: words("common.partNotFetched") });
    await said.waitFor();
    await page.unroute(code);
    await said.getByRole("button", { name: words("common.retry") }).click();
    await heading(page, "history.title").waitFor();
    await leave(page);
  });

  it("[STATE3] code that the line does not bring: the paper stays, and a panel comes by itself later", async () => {
    const code = /\/assets\/comments-panel-.*\.js$/;
    const page = await open(commune.economy, fill("/bao-cao/:report"), (fresh) =>
      fresh.route(code, (route) => route.abort()),
    );
    const text = page.locator(".section-text[contenteditable=true]").first();
    await text.click();
    await page.keyboard.type("Lúa xanh.");
    await page.getByRole("button", { name: words("comments.show"), exact: true }).click();
    const said = page.getByRole("alert").filter({ hasText: words("common.partNotFetched") });
    await said.waitFor();
    expect(await text.innerText()).toContain("Lúa xanh.");
    await page.unroute(code);
    await page.getByText(words("comments.empty.open")).waitFor();
    expect(await said.count()).toBe(0);
    await leave(page);
  });

  it.each([
    {
      name: "a new report's text",
      as: "coordinator",
      path: "/bao-cao/moi",
      field: (page: Page) => page.getByLabel(words("new.paste"), { exact: true }),
      rest: () => Promise.resolve(),
      button: (page: Page) => page.getByRole("button", { name: words("new.preview"), exact: true }),
      done: (page: Page) => page.getByRole("tree").waitFor(),
    },
    {
      name: "a report's head",
      as: "coordinator",
      path: "/bao-cao/:report/muc?sua=subject",
      field: (page: Page) => page.getByRole("dialog").getByLabel(words("header.subject"), { exact: true }),
      rest: () => Promise.resolve(),
      button: (page: Page) => page.getByRole("button", { name: words("common.save"), exact: true }),
      done: (page: Page) =>
        page
          .getByRole("dialog")
          .getByLabel(words("header.subject"), { exact: true })
          .waitFor({ state: "detached" }),
    },
    {
      name: "a new unit",
      as: "admin",
      path: "/quan-tri/nguoi-dung",
      field: (page: Page) => page.getByLabel(words("units.name"), { exact: true }),
      rest: (page: Page) => page.getByLabel(words("units.shortName"), { exact: true }).fill("TT"),
      button: (page: Page) => page.getByRole("button", { name: words("units.add"), exact: true }),
      done: (page: Page) => page.getByText("I. MỤC ĐÃ GÕ").first().waitFor(),
    },
  ] as const)("[STATE2] $name: typed, the session ends, signed in again in place, sent", async (form) => {
    const person = commune[form.as];
    // A session of its own: what the others do with theirs is their affair.
    const typist = new TestPerson(server.url, person.username, testPassword);
    const page = await open(typist, fill(form.path));
    await form.rest(page);
    await form.field(page).fill("I. MỤC ĐÃ GÕ");
    await page.context().clearCookies();
    // The page may notice by itself first, and its dialog then lies over the button.
    await form.button(page).dispatchEvent("click");
    const dialog = page.getByRole("dialog", { name: words("expired.title") });
    await dialog.getByText(words("expired.text")).waitFor();
    expect(await dialog.getByLabel(words("signIn.username")).inputValue()).toBe(person.username);
    // The user name stands: the focus waits in the other field.
    await page.waitForFunction(() => document.activeElement?.getAttribute("type") === "password");
    await page.keyboard.type(testPassword);
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    expect(await form.field(page).inputValue()).toBe("I. MỤC ĐÃ GÕ");
    await form.button(page).click();
    await form.done(page);
    await leave(page);
  });
});
