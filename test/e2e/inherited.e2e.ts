import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs, openPaper } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { draftSection } from "../kit/draft-section.ts";
import { openAssignment } from "../kit/permission-table.ts";
import { RunningServer } from "../kit/running-server.ts";
import { words } from "./pages/words.ts";

describe("what a section has from above, on the page", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let id = "";
  const errors: (readonly string[])[] = [];
  const due = Date.UTC(2026, 11, 1, 10);
  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, units } = commune;
    const sections = [
      draftSection("AN NINH, TRẬT TỰ", [draftSection("Lễ hội đầu năm"), draftSection("Phòng cháy")]),
    ];
    ({ id } = await coordinator.call<{ id: string }>("createReport", {
      body: { header: emptyHeader, sections, dueAt: null, original: null },
    }));
    const report = await now();
    const above = must(report.sections[0], "section");
    const owner = must(
      report.people.find(({ name }) => name === "Nguyễn Văn An"),
      "owner",
    );
    await coordinator.call("assignSection", {
      params: { id: above.id },
      body: {
        version: above.version,
        assignment: {
          ...openAssignment,
          unitId: units.police.id,
          ownerId: owner.id,
          dueAt: due,
          contributingUnitIds: [units.economy.id],
          reviewingUnitIds: [units.office.id],
        },
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    expect(errors.flat()).toEqual([]);
  });
  const now = () => commune.coordinator.call<ReportView>("report", { params: { id } });
  const nameIn = (list: readonly { readonly id: string; readonly name: string }[], of: string | null) =>
    list.find((each) => each.id === of)?.name;

  it("[PERM19] [OUT1] the outline shows of a section given to another unit what the server makes of it, and an owner missing", async () => {
    const opened = await openAs(browser, commune.coordinator, `/bao-cao/${id}/muc`);
    errors.push(opened.errors);
    const { page } = opened;
    const row = (title: string) =>
      page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: title }) });
    const chosen = (field: Locator) =>
      field.evaluate((e) => (e instanceof HTMLSelectElement ? (e.selectedOptions[0]?.label ?? "") : ""));
    const shown = async (title: string) => ({
      unit: await chosen(row(title).getByRole("combobox").nth(0)),
      owner: await chosen(row(title).getByRole("combobox").nth(1)),
      with: await row(title).getByText("+1").count(),
    });
    const fromAbove = (value: string) => words("outline.inheritValue", { value });
    const asAbove = { unit: fromAbove("Công an xã"), owner: fromAbove("Nguyễn Văn An"), with: 1 };
    await row("Lễ hội").waitFor();
    expect([await shown("Lễ hội"), await shown("Phòng cháy")]).toEqual([asAbove, asAbove]);

    await row("Lễ hội").getByRole("combobox").nth(0).selectOption("Phòng Văn hóa – Xã hội");
    const alone = { unit: "Phòng Văn hóa – Xã hội", owner: words("outline.noOwner"), with: 0 };
    await expect.poll(() => shown("Lễ hội")).toEqual(alone);
    await page.getByText(words("outline.summary.unowned")).waitFor();
    expect(await shown("Phòng cháy")).toEqual(asAbove);
    const { sections, people, units } = await now();
    const { effective } = must(sections[1], "section");
    expect([nameIn(units, effective.unitId), nameIn(people, effective.ownerId)]).toEqual([
      alone.unit,
      undefined,
    ]);
    expect(effective).toMatchObject({ dueAt: due, contributingUnitIds: [], reviewingUnitIds: [] });

    await row("Lễ hội").focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText(words("outline.otherUnit")).waitFor();
    expect(await dialog.getByRole("checkbox", { checked: true }).count()).toBe(0);
    expect(await chosen(dialog.getByLabel(words("outline.column.owner")))).toBe(words("outline.noOwner"));
    await dialog.getByLabel(words("outline.column.unit")).selectOption("");
    expect(await dialog.getByRole("checkbox", { checked: true }).count()).toBe(2);
    expect(await chosen(dialog.getByLabel(words("outline.column.owner")))).toBe(asAbove.owner);
    await page.context().close();
  });

  it("[PERM20] [PAPER1] beside the paper its unit reads that nobody answers for it, and whoever is named above only reads", async () => {
    const { sections } = await now();
    const inner = must(sections[1], "section");
    const own = await openPaper(browser, commune.culture, id, errors);
    const strip = own.locator(`#section-${inner.id} .section-strip`);
    await strip.getByText(words("write.noOwner")).waitFor();
    expect(await strip.getByRole("button", { name: words("write.submit") }).count()).toBe(0);
    await own.context().close();
    const above = await openPaper(browser, commune.police, id, errors);
    const stripAbove = above.locator(`#section-${inner.id} .section-strip`);
    await stripAbove.getByText(words("write.readOnly"), { exact: true }).waitFor();
    expect(await stripAbove.getByText(words("write.noOwner")).count()).toBe(0);
    await above.context().close();
  });
});
