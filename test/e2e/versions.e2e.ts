import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";
import { wordsOf } from "../kit/suggested-text.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env["SHOTS_DIR"];

describe("versions of a section, in two browsers", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";
  let section: SectionView;
  let economy: Page;
  let coordinator: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const created = await commune.coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, symbol: "BC-UBND", subject: "Kết quả quý II" },
        sections: [
          {
            title: "KINH TẾ",
            blocks: [
              { style: "body", level: 1, text: "Gieo trồng được 95 ha lúa." },
              { style: "body", level: 1, text: "Thu ngân sách đạt khá." },
            ],
            children: [],
          },
        ],
        dueAt: null,
        original: null,
      },
    });
    reportId = created.id;
    const view = await commune.coordinator.call<ReportView>("report", { params: { id: reportId } });
    section = must(view.sections[0], "section");
    await commune.coordinator.call("assignSection", {
      params: { id: section.id },
      body: {
        version: section.version,
        assignment: {
          unitId: commune.units.economy.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          readScope: "inherit",
        },
      },
    });
    const open = async (person: Commune["economy"]) => {
      const opened = await openAs(browser, person, `/bao-cao/${reportId}`);
      opened.page.on("pageerror", (error) => errors.push(error.message));
      return opened.page;
    };
    economy = await open(commune.economy);
    coordinator = await open(commune.coordinator);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const editor = (page: Page) => page.locator(`#section-${section.id} .section-text`);
  const isSaved = (page: Page) => page.locator('[data-save="saved"]').waitFor();
  const openVersions = async (page: Page) => {
    await page.goto(`${server.url}/bao-cao/${reportId}/lich-su/${section.id}`);
    await page.getByRole("heading", { level: 1, name: /Phiên bản/ }).waitFor();
  };
  const shoot = async (page: Page, name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  };

  it("[VER4] [VER8] edit, name, edit: the difference says what, word by word, and who", async () => {
    await editor(economy).click();
    await economy.keyboard.press("Control+Home");
    await isSaved(economy);
    await openVersions(coordinator);
    await coordinator.getByRole("button", { name: "Đặt tên phiên bản" }).click();
    await coordinator.getByLabel("Tên phiên bản", { exact: true }).fill("Bản gửi lấy ý kiến");
    await coordinator.keyboard.press("Enter");
    await coordinator.getByText("Phiên bản 1: Bản gửi lấy ý kiến", { exact: true }).waitFor();
    await editor(economy).click();
    await economy.keyboard.press("Control+Home");
    for (let i = 0; i < "Gieo trồng được ".length; i += 1) await economy.keyboard.press("ArrowRight");
    for (let i = 0; i < "95".length; i += 1) await economy.keyboard.press("Shift+ArrowRight");
    await andSaved(economy, () => economy.keyboard.type("97"));
    await editor(economy).click();
    await economy.keyboard.press("Control+End");
    await andSaved(economy, async () => {
      await economy.keyboard.press("Enter");
      await economy.keyboard.type("Nuôi 300 con lợn.");
    });
    await expect.poll(() => editor(economy).innerText()).toContain("97 ha");
    await coordinator.getByRole("button", { name: "So với hiện tại: Phiên bản 1" }).click();
    const text = coordinator.getByRole("group", { name: "Chỗ khác nhau" });
    await expect.poll(() => text.locator("ins").allInnerTexts(), { timeout: 15_000 }).not.toEqual([]);
    expect((await text.locator("del").first().innerText()).replace(/\s+/g, " ")).toContain("95");
    expect((await text.locator("ins").first().innerText()).replace(/\s+/g, " ")).toContain("97");
    expect(await text.locator("del").first().getAttribute("title")).toBe("Phạm Minh Khôi bỏ");
    expect(await text.innerText()).toContain("Thêm: Phạm Minh Khôi");
    await shoot(coordinator, "difference");
  });

  it("[VER8] [VER12] changes are gone through by keyboard, and the page holds WCAG 2.2 AA", async () => {
    await coordinator.getByRole("button", { name: "Thay đổi sau (F7)" }).press("Enter");
    const focused = () => coordinator.evaluate(() => document.activeElement?.getAttribute("data-change"));
    await expect.poll(focused).toBe("deleted");
    await coordinator.keyboard.press("F7");
    await expect.poll(focused).toBe("inserted");
    await coordinator.keyboard.press("Shift+F7");
    await expect.poll(focused).toBe("deleted");
    await coordinator.evaluate(axeSource);
    const violations = await coordinator.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
    });
    expect(violations).toEqual([]);
  });

  it("[VER9] [VER10] restores into the open page of somebody else, says so first, and a reload agrees", async () => {
    await coordinator.getByRole("button", { name: "Khôi phục: Phiên bản 1" }).click();
    const dialog = coordinator.getByRole("dialog");
    await dialog.getByText("được giữ thành một phiên bản").waitFor();
    await shoot(coordinator, "restore");
    await dialog.getByRole("button", { name: "Khôi phục" }).click();
    await coordinator.getByText("Phiên bản 2: trước khi khôi phục", { exact: true }).waitFor();
    await expect.poll(() => editor(economy).innerText(), { timeout: 15_000 }).toContain("95 ha");
    expect(await editor(economy).innerText()).not.toContain("Nuôi 300");
    // The page goes on being written in.
    await editor(economy).click();
    await economy.keyboard.press("Control+End");
    await andSaved(economy, () => economy.keyboard.type(" Đạt 102%."));
    await economy.reload();
    await expect.poll(() => editor(economy).innerText(), { timeout: 15_000 }).toContain("Đạt 102%.");
    expect(await editor(economy).innerText()).toContain("95 ha");
    await coordinator.reload();
    await coordinator.getByRole("button", { name: "So với hiện tại: Phiên bản 2" }).click();
    const text = coordinator.getByRole("group", { name: "Chỗ khác nhau" });
    await expect.poll(() => text.locator("del").allInnerTexts(), { timeout: 15_000 }).not.toEqual([]);
    expect((await text.locator("del").allInnerTexts()).join(" ")).toContain("Nuôi 300 con lợn.");
    await shoot(coordinator, "after-restore");
  });

  it("[VER17] what a restoring took out is brought back by piece: copied from the difference, pasted into the text", async () => {
    await coordinator.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const text = coordinator.getByRole("group", { name: "Chỗ khác nhau" });
    const lost = text.locator("div").filter({ hasText: "Nuôi 300 con lợn." });
    const copy = lost.getByRole("button", { name: "Sao chép đoạn cũ" });
    await copy.click();
    await lost.getByRole("button", { name: "Đã sao chép" }).waitFor();
    await coordinator.goto(`${server.url}/bao-cao/${reportId}`);
    await editor(coordinator).click();
    await coordinator.keyboard.press("Control+End");
    await coordinator.keyboard.press("Enter");
    await andSaved(coordinator, () => coordinator.keyboard.press("Control+v"));
    const lines = ["Gieo trồng được 95 ha lúa.", "Thu ngân sách đạt khá. Đạt 102%.", "Nuôi 300 con lợn."];
    for (const page of [coordinator, economy]) await expect.poll(() => wordsOf(page)).toEqual(lines);
  });

  it("[VER11] the outline marks what others changed since one's last visit, and leads to it", async () => {
    await coordinator.goto(`${server.url}/bao-cao/${reportId}`);
    await editor(coordinator).click();
    await isSaved(coordinator);
    await coordinator.goto(`${server.url}/bao-cao`);
    await editor(economy).click();
    await economy.keyboard.press("Control+End");
    await andSaved(economy, () => economy.keyboard.type(" Mới thêm."));
    await coordinator.goto(`${server.url}/bao-cao/${reportId}`);
    const news = coordinator.getByRole("link", { name: /có thay đổi từ lần xem trước/ });
    await news.waitFor();
    await shoot(coordinator, "outline");
    await news.click();
    const text = coordinator.getByRole("group", { name: "Chỗ khác nhau" });
    await expect.poll(() => text.locator("ins").allInnerTexts(), { timeout: 15_000 }).not.toEqual([]);
    expect(await text.locator("ins").first().innerText()).toContain("Mới thêm.");
  });

  it("[VER14] a page of the report says in which sections there is something new, and what", async () => {
    await coordinator.goto(`${server.url}/bao-cao/${reportId}/thay-doi`);
    await coordinator.getByText("1 mục có thay đổi.").waitFor();
    const changed = coordinator.getByRole("region", { name: /KINH TẾ/ });
    await expect
      .poll(() => changed.locator("ins").allInnerTexts())
      .toEqual([expect.stringContaining("Mới thêm.")]);
    await shoot(coordinator, "report-changes");
    await coordinator.getByLabel("Từ", { exact: true }).selectOption("last-approved");
    await coordinator.getByText("Không có gì thay đổi kể từ lúc đó.").waitFor();
    expect(errors).toEqual([]);
  });
});
