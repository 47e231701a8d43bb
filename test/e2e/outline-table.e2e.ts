import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { launchBrowser, leave, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { words } from "./pages/words.ts";

const longTitle = (end: string) => `Kết quả thực hiện các nhiệm vụ và giải pháp trong lĩnh vực ${end}`;
const section = (title: string, text: string | null, children: unknown[] = []) => ({
  title,
  blocks: text === null ? [] : [{ style: "body", level: 1, text }],
  children,
});

describe("outlines with long titles", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let report: ReportView;
  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [
          section("KẾT QUẢ, TỒN TẠI Ở CƠ SỞ", null, [
            section(longTitle("kinh tế"), "Đạt."),
            section(longTitle("văn hóa"), "Đạt."),
            section(longTitle("an ninh"), "Đạt."),
          ]),
        ],
        dueAt: null,
        original: null,
      },
    });
    report = await coordinator.call<ReportView>("report", { params: { id } });
    const first = must(report.sections[1], "section");
    await coordinator.call("assignSection", {
      params: { id: first.id },
      body: {
        version: first.version,
        assignment: { ...first.assignment, unitId: units.office.id, dueAt: Date.UTC(2026, 11, 1, 10) },
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const open = async (width: number): Promise<Page> => {
    const path = `/bao-cao/${report.id}/muc`;
    const { page } = await openAs(browser, commune.coordinator, path, { width, height: 768 });
    await page.getByRole("treegrid").waitFor();
    return page;
  };

  it.each([1366, 1000])("[OUT1] at %i px nothing is cut off, and unit and owner are there", async (width) => {
    const page = await open(width);
    const cut = await page.getByRole("treegrid").evaluate((table) =>
      [...table.querySelectorAll<HTMLElement>("th, td, a, input[type=text], div > span")]
        .filter((part) => part.offsetParent !== null && !part.matches(".visually-hidden"))
        .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
        .map((part) => part.textContent || (part as HTMLInputElement).value),
    );
    expect(cut).toEqual([]);
    const titles = page.getByRole("rowheader").getByRole("link");
    expect(
      await titles.evaluateAll((links) => links.filter((a) => a.scrollHeight > a.clientHeight + 1).length),
    ).toBe(0);
    for (const column of ["unit", "owner"] as const)
      expect(
        await page.getByRole("columnheader", { name: words(`outline.column.${column}`) }).isVisible(),
      ).toBe(true);
    await leave(page);
  });

  it("[OUT1] an open due date is told as an open unit is, and both get a frame where somebody is at the row", async () => {
    const page = await open(1366);
    const row = page.getByRole("row").last();
    const unit = row.getByRole("combobox").first();
    const due = row.getByRole("textbox");
    expect(await due.getAttribute("placeholder")).toBe(words("outline.noDue"));
    const frame = (field: typeof due) => field.evaluate((e) => getComputedStyle(e).borderTopColor);
    const looks = await due.evaluate((e) => {
      const { fontStyle, opacity, color } = getComputedStyle(e, "::placeholder");
      return { fontStyle, opacity, color };
    });
    const color = await row
      .getByText(words("common.nobody"))
      .first()
      .evaluate((e) => getComputedStyle(e).color);
    expect(looks).toEqual({ fontStyle: "italic", opacity: "1", color });
    expect(await frame(due)).toBe("rgba(0, 0, 0, 0)");
    await row.getByRole("rowheader").hover();
    await expect.poll(() => frame(due)).not.toBe("rgba(0, 0, 0, 0)");
    expect(await frame(due)).toBe(await frame(unit));
    await leave(page);
  });

  it("[OUT1] no capital loses its hat or its tone mark", async () => {
    const page = await open(1366);
    const title = page.getByRole("rowheader").getByRole("link").first();
    const row = page.getByRole("rowheader").first();
    const drawn = async (overflow: string) => {
      await title.evaluate((link, value) => {
        link.style.overflow = value;
      }, overflow);
      return row.screenshot({ animations: "disabled" });
    };
    await expect.poll(async () => (await drawn("")).equals(await drawn("visible"))).toBe(true);
    await leave(page);
  });

  it("[OUT5] what was handed in and headings are approved together; what is not handed in is named", async () => {
    const { coordinator } = commune;
    const [heading, first, second, third] = report.sections.map((s) => must(s, "section"));
    for (const each of [first, second])
      await coordinator.call("submitSection", { params: { id: must(each, "section").id } });
    const page = await open(1366);
    await page.getByLabel(words("outline.selectAll")).check();
    await page.getByRole("button", { name: words("outline.approve") }).click();
    const dialog = page.getByRole("dialog", { name: words("outline.approve.title", { count: 3 }) });
    await dialog.getByText(words("outline.approve.waiting", { count: 1 })).waitFor();
    expect(await dialog.getByRole("listitem").last().innerText()).toContain(must(third, "third").title);
    await dialog.getByRole("button", { name: words("outline.approve.confirm"), exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    const now = await coordinator.call<ReportView>("report", { params: { id: report.id } });
    expect(now.sections.map(({ state }) => state.kind)).toEqual([
      "approved",
      "approved",
      "approved",
      "assigned",
    ]);
    expect(must(heading, "heading").wordCount).toBe(0);
    await leave(page);
  });

  it("several sections, or all of the report, are locked together with a reason, and unlocked", async () => {
    const { coordinator } = commune;
    const locked = async () => {
      const { sections } = await coordinator.call<ReportView>("report", { params: { id: report.id } });
      return sections.map(({ lock }) => lock?.reason ?? null);
    };
    const page = await open(1366);
    const rows = page.getByRole("treegrid").getByRole("checkbox");
    const lock = async (reason: string) => {
      await page.getByRole("button", { name: words("outline.lock"), exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(words("outline.lock.reason"), { exact: true }).fill(reason);
      await dialog.getByRole("button", { name: words("outline.lock.confirm"), exact: true }).click();
      await dialog.waitFor({ state: "detached" });
    };
    await rows.nth(1).check();
    await rows.nth(2).check();
    await lock("Chốt số liệu");
    await expect.poll(locked).toEqual([null, "Chốt số liệu", "Chốt số liệu", null]);
    const chips = page.getByRole("treegrid").getByText(words("state.locked"), { exact: true });
    await expect.poll(() => chips.count()).toBe(2);
    await page.getByLabel(words("outline.selectAll")).check();
    await lock("Gửi in");
    await expect.poll(() => chips.count()).toBe(4);
    await page.getByLabel(words("outline.selectAll")).check();
    await page.getByRole("button", { name: words("outline.unlock"), exact: true }).click();
    await expect.poll(locked).toEqual([null, null, null, null]);
    await expect.poll(() => chips.count()).toBe(0);
    await leave(page);
  });

  it("[OUT6] one's own sections that have a text are handed in together", async () => {
    const { coordinator, office, units } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: [section("KINH TẾ", "Đạt."), section("VĂN HÓA", null), section("AN NINH", "Giữ vững.")],
        dueAt: null,
        original: null,
      },
    });
    const made = await coordinator.call<ReportView>("report", { params: { id } });
    const ownerId = must(
      made.people.find(({ name }) => name === "Đỗ Quang Huy"),
      "owner",
    ).id;
    for (const each of made.sections)
      await coordinator.call("assignSection", {
        params: { id: each.id },
        body: { version: each.version, assignment: { ...each.assignment, unitId: units.office.id, ownerId } },
      });
    const { page } = await openAs(browser, office, `/bao-cao/${id}/muc`);
    await page.getByRole("button", { name: words("outline.submit"), exact: true }).click();
    const dialog = page.getByRole("dialog", { name: words("outline.submit.title") });
    await expect.poll(() => dialog.getByRole("checkbox", { checked: true }).count()).toBe(2);
    await dialog.getByRole("button", { name: words("outline.submit.confirm", { count: 2 }) }).click();
    await dialog.waitFor({ state: "detached" });
    const now = await coordinator.call<ReportView>("report", { params: { id } });
    expect(now.sections.map(({ state }) => state.kind)).toEqual(["submitted", "assigned", "submitted"]);
    await leave(page);
  });

  it("[IMP28] in the preview no title lies on another, and a new section is seen behind the selected one", async () => {
    const { page } = await openAs(browser, commune.coordinator, "/bao-cao/moi");
    const text = Array.from({ length: 30 }, (_, i) => `${i + 1}. ${longTitle(`số ${i + 1}`)}\n\nĐã đạt.\n`);
    await page.getByLabel(words("new.paste"), { exact: true }).fill(`I. KẾT QUẢ\n\n${text.join("\n")}`);
    await page.getByRole("button", { name: words("new.preview"), exact: true }).click();
    const rows = page.getByRole("treeitem");
    await rows.first().waitFor();
    const overlapping = await rows.evaluateAll((items) => {
      const ranges = items.map((item) => {
        const range = document.createRange();
        range.selectNodeContents(item);
        return range.getBoundingClientRect();
      });
      return ranges.filter((box, i) => i > 0 && box.top < (ranges[i - 1]?.bottom ?? 0)).length;
    });
    expect(overlapping).toBe(0);
    await rows.nth(2).click();
    await page.getByRole("button", { name: words("preview.add"), exact: true }).click();
    await page.keyboard.type("Đối ngoại");
    await page.keyboard.press("Enter");
    const added = page.getByRole("treeitem", { name: "Đối ngoại" });
    await added.waitFor();
    expect(await added.innerText()).toMatch(/^3\.\s+Đối ngoại/);
    await expect
      .poll(() => added.evaluate((row) => row.getBoundingClientRect().bottom <= window.innerHeight))
      .toBe(true);
    await leave(page);
  });
});
