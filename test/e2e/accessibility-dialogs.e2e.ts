import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { MessageKey } from "@dongsoan/shared/i18n";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { seriousFindings } from "../kit/axe.ts";
import { launchBrowser, leave, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { SyncLine } from "../kit/sync-line.ts";
import { words } from "./pages/words.ts";

/** Pictures of everything that is looked at, for whoever wants to see it. */
const shotsDir = process.env["SHOTS_DIR"];
const dayMs = 86_400_000;

type Role = "admin" | "coordinator" | "economy";
interface Look {
  readonly name: string;
  readonly as: Role;
  /** `:open`, `:ready` and `:sealed` stand for the three reports. */
  readonly path: string;
  readonly show: (page: Page) => Promise<unknown>;
}

const header = {
  ...emptyHeader,
  agency: "UBND XÃ SUỐI NGÀN",
  symbol: "BC-UBND",
  place: "Suối Ngàn",
  date: { day: null, month: 7, year: 2026 },
  typeName: "BÁO CÁO",
  subject: "Quý II",
  addressees: ["UBND tỉnh"],
  recipients: ["Như trên"],
  signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
};
const imported = `ỦY BAN NHÂN DÂN
XÃ SUỐI NGÀN
Số: /BC-UBND

BÁO CÁO
Kết quả sáu tháng

I. TÌNH HÌNH
Thuận lợi nhiều hơn khó khăn.
1. Kinh tế
Lúa trổ đều.
III. NHIỆM VỤ
Trồng rừng.`;

const button = (page: Page, key: MessageKey) => page.getByRole("button", { name: words(key), exact: true });
const dialog = (page: Page) => page.getByRole("dialog").first().waitFor();
const row = (page: Page) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "KINH TẾ" }) });
const atRow = async (page: Page, key: string) => {
  await row(page).focus();
  await page.keyboard.press(key);
};
const isSaved = (page: Page) => page.locator('[data-save="saved"]').waitFor();
const section = (page: Page) => page.getByRole("region", { name: "I. KINH TẾ" });
const inPreview = async (page: Page) => {
  await page.getByLabel(words("new.paste"), { exact: true }).fill(imported);
  await button(page, "new.preview").click();
  await page.getByRole("tree").waitFor();
};
const inTable = async (page: Page) => {
  await isSaved(page);
  await section(page).locator("[contenteditable=true]").click();
  await page.getByRole("button", { name: words("toolbar.table") }).click();
  await page.getByRole("menuitem").first().click();
  await page.locator("td, th").first().waitFor();
  await page.getByRole("button", { name: words("toolbar.table") }).click();
  await page.getByRole("menu").waitFor();
};
const select = (page: Page) => page.getByLabel(words("outline.select", { label: "I." })).check();

const looks: readonly Look[] = [
  { name: "import preview", as: "coordinator", path: "/bao-cao/moi", show: inPreview },
  {
    name: "renaming in the preview",
    as: "coordinator",
    path: "/bao-cao/moi",
    show: async (page) => {
      await inPreview(page);
      await page.getByRole("treeitem").first().click();
      await button(page, "preview.rename").click();
      await dialog(page);
    },
  },
  { name: "outline", as: "coordinator", path: "/bao-cao/:open/muc", show: (page) => row(page).waitFor() },
  {
    name: "outline, as a writer",
    as: "economy",
    path: "/bao-cao/:open/muc",
    show: (page) => row(page).waitFor(),
  },
  ...(
    [
      ["menu of a row", "Shift+F10", (page: Page) => page.getByRole("menu").waitFor()],
      ["assigning", "Enter", dialog],
      ["renaming", "F2", dialog],
      ["adding a section", "Insert", dialog],
      ["removing a section", "Delete", dialog],
    ] as const
  ).map(([name, key, ready]): Look => ({
    name,
    as: "coordinator",
    path: "/bao-cao/:open/muc",
    show: async (page) => {
      await atRow(page, key);
      await ready(page);
    },
  })),
  ...(
    [
      ["assigning several", "outline.assign.chosen"],
      ["locking several", "outline.lock"],
    ] as const
  ).map(([name, key]): Look => ({
    name,
    as: "coordinator",
    path: "/bao-cao/:open/muc",
    show: async (page) => {
      await select(page);
      await button(page, key).click();
      await dialog(page);
    },
  })),
  ...(
    [
      ["people of the report", "participants.open"],
      ["head and foot of the report", "header.edit"],
    ] as const
  ).map(([name, key]): Look => ({
    name,
    as: "coordinator",
    path: "/bao-cao/:open/muc",
    show: async (page) => {
      await button(page, key).click();
      await dialog(page);
    },
  })),
  {
    name: "calendar",
    as: "coordinator",
    path: "/bao-cao/:open/muc",
    show: async (page) => {
      await row(page)
        .getByRole("button", { name: words("date.choose") })
        .click();
      await page.getByRole("grid").last().waitFor();
    },
  },
  { name: "table menu of the editor", as: "economy", path: "/bao-cao/:open", show: inTable },
  {
    name: "find bar",
    as: "economy",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      await page.keyboard.press("Control+f");
      await page.getByRole("search").getByRole("textbox").fill("ket qua");
    },
  },
  {
    name: "authors and retained texts",
    as: "economy",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      await page.getByRole("button", { name: words("write.authors") }).click();
      await page.getByRole("button", { name: words("write.showPanel") }).click();
    },
  },
  {
    name: "handing in",
    as: "coordinator",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      await section(page).hover();
      await section(page)
        .getByRole("button", { name: words("write.submit"), exact: true })
        .click();
      await dialog(page);
    },
  },
  {
    name: "locking a section",
    as: "coordinator",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      await section(page).hover();
      await section(page)
        .getByRole("button", { name: words("write.lock"), exact: true })
        .click();
      await dialog(page);
    },
  },
  {
    name: "returning a section",
    as: "coordinator",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      const handedIn = page.getByRole("region", { name: "II. VĂN HÓA" });
      await handedIn.hover();
      await handedIn.getByRole("button", { name: words("write.return"), exact: true }).click();
      await dialog(page);
    },
  },
  {
    name: "keys",
    as: "economy",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      await page.keyboard.press("Control+/");
      await dialog(page);
    },
  },
  {
    name: "history",
    as: "coordinator",
    path: "/bao-cao/:open/lich-su",
    show: (page) => page.getByRole("table").first().waitFor(),
  },
  {
    name: "versions",
    as: "coordinator",
    path: "/bao-cao/:open/lich-su/:section",
    show: (page) => page.getByText("Bản góp ý").first().waitFor(),
  },
  ...(
    [
      ["naming a version", "versions.name"],
      ["restoring a version", "versions.restoreLabel"],
    ] as const
  ).map(([name, key]): Look => ({
    name,
    as: "economy",
    path: "/bao-cao/:open/lich-su/:section",
    show: async (page) => {
      await page
        .getByRole("button", { name: words(key).split("{")[0] ?? "" })
        .first()
        .click();
      await dialog(page);
    },
  })),
  {
    name: "what stands in the way of finalising",
    as: "coordinator",
    path: "/bao-cao/:open/chot",
    show: (page) =>
      page
        .getByRole("link", { name: /chưa được duyệt/ })
        .first()
        .waitFor(),
  },
  {
    name: "ready to finalise",
    as: "coordinator",
    path: "/bao-cao/:ready/chot",
    show: (page) => button(page, "finalise.submit").waitFor(),
  },
  {
    name: "sealed report",
    as: "coordinator",
    path: "/bao-cao/:sealed/chot",
    show: (page) => page.getByRole("heading", { level: 1, name: words("sealed.title") }).waitFor(),
  },
  {
    name: "sealed report, on paper",
    as: "coordinator",
    path: "/bao-cao/:sealed",
    show: (page) => page.getByText(words("write.reason.reportSealed")).first().waitFor({ state: "attached" }),
  },
  {
    name: "replacing a sealed report",
    as: "coordinator",
    path: "/bao-cao/:sealed/chot",
    show: async (page) => {
      await button(page, "sealed.revise").click();
      await dialog(page);
    },
  },
  {
    name: "my work",
    as: "economy",
    path: "/viec-cua-toi",
    show: (page) => page.locator("main").getByRole("listitem").first().waitFor(),
  },
  {
    name: "a person's roles",
    as: "admin",
    path: "/quan-tri/nguoi-dung",
    show: async (page) => {
      await page.getByRole("button", { name: words("people.edit", { name: "Vi Thị Mận" }) }).click();
      await dialog(page);
    },
  },
  {
    name: "disabling a person",
    as: "admin",
    path: "/quan-tri/nguoi-dung",
    show: async (page) => {
      await page.getByRole("button", { name: words("people.edit", { name: "Vi Thị Mận" }) }).click();
      await button(page, "people.disable").click();
      await page.getByRole("dialog", { name: /Ngừng tài khoản/ }).waitFor();
    },
  },
  {
    name: "a unit",
    as: "admin",
    path: "/quan-tri/nguoi-dung",
    show: async (page) => {
      await page.getByRole("button", { name: words("units.edit", { name: "Phòng Kinh tế" }) }).click();
      await dialog(page);
    },
  },
  {
    name: "system",
    as: "admin",
    path: "/quan-tri/he-thong",
    show: (page) => page.locator("main dd, main td").first().waitFor(),
  },
  {
    name: "help",
    as: "economy",
    path: "/tro-giup",
    show: (page) => page.getByRole("table").first().waitFor(),
  },
  {
    name: "account menu",
    as: "economy",
    path: "/bao-cao",
    show: async (page) => {
      await page.getByRole("button", { name: "Phạm Minh Khôi" }).click();
      await button(page, "app.signOut").waitFor();
    },
  },
  {
    name: "signing out with something unsaved",
    as: "economy",
    path: "/bao-cao/:open",
    show: async (page) => {
      await isSaved(page);
      // A line that is cut for good: every new socket ends, and the one that is there with the next reload.
      const line = await SyncLine.of(page);
      await line.cut();
      await page.reload();
      await section(page).locator("[contenteditable=true]").click();
      await page.keyboard.insertText("chưa gửi");
      await page.getByRole("button", { name: "Phạm Minh Khôi" }).click();
      await button(page, "app.signOut").click();
      await page.getByRole("dialog", { name: words("signOut.title") }).waitFor();
    },
  },
  {
    name: "expired session",
    as: "economy",
    path: "/viec-cua-toi",
    show: async (page) => {
      await page.locator("main").getByRole("listitem").first().waitFor();
      await page.context().clearCookies();
      const dialog = page.getByRole("dialog", { name: words("expired.title") });
      const link = page.getByRole("link", { name: words("nav.reports"), exact: true });
      // What the page asks by itself may tell it first: then the dialog is over the link.
      await Promise.race([dialog.waitFor(), link.click().catch(() => undefined)]);
      await dialog.waitFor();
    },
  },
];

describe.concurrent("every dialog, menu and panel, as axe sees it", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  const ids: Record<string, string> = {};

  const make = async (titles: readonly string[]): Promise<readonly SectionView[]> => {
    const { id } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: {
        header,
        sections: titles.map((title) => ({
          title,
          blocks: [{ style: "body", level: 1, text: "Kết quả: khá." }],
          children: [],
        })),
        dueAt: Date.now() + 9 * dayMs,
        original: null,
      },
    });
    ids["last"] = id;
    const { sections } = await commune.coordinator.call<ReportView>("report", { params: { id } });
    return sections;
  };
  const approve = async ({ id }: SectionView) => {
    await commune.coordinator.call("submitSection", { params: { id } });
    await commune.coordinator.call("approveSection", { params: { id } });
  };

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, economy, units } = commune;
    const [first, second, third] = await make(["KINH TẾ", "VĂN HÓA", "ĐỐI NGOẠI"]);
    ids["open"] = must(ids["last"], "report");
    const unitIds = [units.economy.id, units.economy.id, units.economy.id];
    for (const [i, each] of [first, second, third].entries())
      await coordinator.call("assignSection", {
        params: { id: must(each, "section").id },
        body: {
          version: must(each, "section").version,
          assignment: {
            unitId: unitIds[i],
            ownerId: null,
            dueAt: Date.now() + (i - 1) * dayMs,
            contributingUnitIds: [units.culture.id],
            readScope: "inherit",
          },
        },
      });
    ids["section"] = must(first, "section").id;
    await economy.call("nameVersion", { params: { id: ids["section"] }, body: { name: "Bản góp ý" } });
    await coordinator.call("submitSection", { params: { id: must(second, "section").id } });
    await coordinator.call("submitSection", { params: { id: must(third, "section").id } });
    await coordinator.call("returnSection", {
      params: { id: must(third, "section").id },
      body: { reason: "Thiếu số liệu quý trước" },
    });
    for (const name of ["ready", "sealed"]) {
      for (const each of await make(["TỔNG HỢP"])) await approve(each);
      ids[name] = must(ids["last"], "report");
    }
    await coordinator.call("finalise", {
      params: { id: must(ids["sealed"], "report") },
      body: { confirmation: "BC-UBND" },
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each(looks)("$name", async ({ name, as, path, show }) => {
    const filled = path.replace(/:(\w+)/g, (_, key: string) => must(ids[key], key));
    const { page, errors } = await openAs(browser, commune[as], filled);
    page.setDefaultTimeout(20_000);
    await show(page);
    if (shotsDir) await page.screenshot({ path: `${shotsDir}/${name.replaceAll(" ", "-")}.png` });
    expect(await seriousFindings(page)).toEqual([]);
    expect(errors).toEqual([]);
    await leave(page);
  });
});
