import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";

/** As long as the pages' own regular look; a timer that long never fires here, so that only the server's word is left. */
const regularLookMs = 15_000;

describe("what changes in a report, on every open screen", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";
  let sections: SectionView[] = [];
  const pages = new Map<string, Page>();
  const errors: string[][] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, economy, units } = commune;
    const child = (title: string) => ({ title, blocks: [], children: [] });
    ({ id: reportId } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Quý II" },
        sections: [child("AN NINH"), child("KINH TẾ"), child("VĂN HÓA")],
        dueAt: null,
        original: null,
      },
    }));
    ({ sections } = await coordinator.call<ReportView>("report", { params: { id: reportId } }));
    const economic = sections[1] as SectionView;
    await coordinator.call("assignSection", {
      params: { id: economic.id },
      body: { version: economic.version, assignment: { ...economic.assignment, unitId: units.economy.id } },
    });
    const open = async (name: string, person: Commune["coordinator"], path: string) => {
      const opened = await openAs(browser, person, path, undefined, (page) =>
        page.addInitScript((limitMs) => {
          const begin = window.setInterval.bind(window);
          Object.assign(window, {
            setInterval: (run: TimerHandler, ms?: number, ...rest: unknown[]) =>
              (ms ?? 0) >= limitMs ? 0 : begin(run, ms, ...rest),
          });
        }, regularLookMs),
      );
      errors.push(opened.errors);
      pages.set(name, opened.page);
    };
    await open("writing", economy, `/bao-cao/${reportId}`);
    await open("outline", coordinator, `/bao-cao/${reportId}/muc`);
    await open("history", coordinator, `/bao-cao/${reportId}/lich-su`);
    await open("finalising", coordinator, `/bao-cao/${reportId}/chot`);
    await open("versions", coordinator, `/bao-cao/${reportId}/lich-su/${economic.id}`);
    await open("my work", economy, "/viec-cua-toi");
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  /** Waits on all screens at once, and tells how long each took. */
  const expectEverywhere = async (words: string) => {
    const began = Date.now();
    const took = await Promise.all(
      [...pages].map(async ([name, page]) => {
        await page.locator("main").getByText(words).first().waitFor({ state: "attached", timeout: 20_000 });
        return `${name} ${Date.now() - began} ms`;
      }),
    );
    console.info(`"${words}" on every screen after: ${took.join(", ")}`); // oxlint-disable-line no-console -- a figure for the reader of the log
  };

  it("[NEWS1] a section that is inserted or moved renumbers all of them at once, without a reload", async () => {
    await expectEverywhere("II. KINH TẾ");
    for (const page of pages.values())
      await page.evaluate(() => Object.assign(window, { wasNeverLoadedAnew: true }));
    const { coordinator } = commune;
    await coordinator.call("addSection", {
      params: { id: reportId },
      body: { parentId: null, position: 0, title: "ĐỐI NGOẠI" },
    });
    await expectEverywhere("III. KINH TẾ");
    const now = await coordinator.call<ReportView>("report", { params: { id: reportId } });
    const economic = now.sections.find((s) => s.title === "KINH TẾ") as SectionView;
    await coordinator.call("moveSection", {
      params: { id: economic.id },
      body: { version: economic.version, parentId: null, position: 0 },
    });
    await expectEverywhere("I. KINH TẾ");
    for (const [name, page] of pages)
      expect(await page.evaluate(() => Reflect.get(window, "wasNeverLoadedAnew")), name).toBe(true);
  });

  it("[NEWS3] many changes cancel no request, cost each page few, and the last one is shown", async () => {
    const { coordinator } = commune;
    const asked = new Map<string, number>();
    const cancelled: string[] = [];
    for (const [name, page] of pages) {
      page.on("request", () => asked.set(name, (asked.get(name) ?? 0) + 1));
      page.on("requestfailed", (request) => cancelled.push(`${name} ${request.url()}`));
    }
    const changeCount = 30;
    for (let i = 1; i <= changeCount; i++) {
      const now = await coordinator.call<ReportView>("report", { params: { id: reportId } });
      const economic = now.sections.find((s) => s.title.startsWith("KINH TẾ")) as SectionView;
      await coordinator.call("renameSection", {
        params: { id: economic.id },
        body: { version: economic.version, title: `KINH TẾ ${i}` },
      });
    }
    await expectEverywhere(`KINH TẾ ${changeCount}`);
    expect(cancelled).toEqual([]);
    console.info(`asked for ${changeCount} changes: ${[...asked].map((each) => each.join(" ")).join(", ")}`); // oxlint-disable-line no-console -- a figure for the reader of the log
  });

  it("[NEWS2] only who has the paper open is shown as present", async () => {
    const writing = pages.get("writing") as Page;
    const present = async () => (await writing.locator(".people").getAttribute("title"))?.split("\n").sort();
    // The coordinator has four other pages of this report open.
    expect(await present()).toEqual(["Phạm Minh Khôi (Phòng Kinh tế)"]);
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`);
    await expect
      .poll(present)
      .toEqual(["Phạm Minh Khôi (Phòng Kinh tế)", "Trần Thị Hà (Văn phòng HĐND và UBND)"]);
    expect(errors.flat()).toEqual([]);
    await page.context().close();
  });
});
