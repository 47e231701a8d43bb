import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { seriousFindings } from "../kit/axe.ts";
import { launchBrowser, openAs, openPaper } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { markNow, savedSince } from "../kit/save-line.ts";
import { words } from "./pages/words.ts";

const first = "Gieo trồng được 95 ha lúa, đạt kế hoạch.";
const second = "Thu nhập bình quân 42 triệu đồng.";
const shotsDir = process.env["SHOTS_DIR"];

describe("comments, in three browsers", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";
  let section: SectionView;
  let reader: Page;
  let writer: Page;
  let coordinator: Page;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { units } = commune;
    const child = (title: string, texts: readonly string[]) => ({
      title,
      blocks: texts.map((text) => ({ style: "body", level: 1, text })),
      children: [],
    });
    ({ id: reportId } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Kết quả quý II" },
        sections: [child("KINH TẾ", [first, second]), child("VĂN HÓA", ["Mở 12 phiên chợ."])],
        dueAt: null,
        original: null,
      },
    }));
    const { sections } = await commune.coordinator.call<ReportView>("report", { params: { id: reportId } });
    for (const [i, unitId] of [units.economy.id, units.culture.id].entries())
      await commune.coordinator.call("assignSection", {
        params: { id: must(sections[i], "section").id },
        body: {
          version: must(sections[i], "section").version,
          assignment: {
            unitId,
            ownerId: null,
            dueAt: null,
            contributingUnitIds: [],
            readScope: "inherit",
          },
        },
      });
    section = must(sections[0], "section");
    const open = (person: Commune["coordinator"]) => openPaper(browser, person, reportId, errors);
    reader = await open(commune.culture);
    writer = await open(commune.economy);
    coordinator = await open(commune.coordinator);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const text = (page: Page) => page.locator(`#section-${section.id} .section-text`);
  /** What is underlined, a bar between paragraphs. */
  const commented = (page: Page) =>
    text(page)
      .locator("p")
      .evaluateAll((paragraphs) =>
        paragraphs
          .map((p) => [...p.querySelectorAll(".commented")].map((span) => span.textContent).join(""))
          .filter((words) => words !== "")
          .join("|"),
      );
  const panel = (page: Page) => page.getByRole("complementary", { name: words("comments.title") });
  const openPanel = async (page: Page) => {
    if (!(await panel(page).isVisible())) await page.keyboard.press("Control+Alt+y");
    await panel(page).waitFor();
  };
  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);
  const thread = (page: Page, says: string) => panel(page).getByRole("article").filter({ hasText: says });
  /** Selects words of the section's text, as a mouse does, also where nobody may write. */
  const select = (page: Page, wanted: string, isCaret = false) =>
    text(page).evaluate(
      (root, { sought, toStart }) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const nodes: Text[] = [];
        while (walker.nextNode()) nodes.push(walker.currentNode as Text);
        const from = nodes
          .map((node) => node.data)
          .join("")
          .indexOf(sought);
        if (from < 0) throw new Error(`not in the text: ${sought}`);
        const placeOf = (offset: number, isEnd: boolean): [Text, number] => {
          let start = 0;
          for (const node of nodes) {
            const end = start + node.length;
            if (isEnd ? offset <= end : offset < end) return [node, offset - start];
            start = end;
          }
          throw new Error("beyond the text");
        };
        const [anchor, anchorAt] = placeOf(from, false);
        const [focus, focusAt] = toStart ? [anchor, anchorAt] : placeOf(from + sought.length, true);
        getSelection()?.setBaseAndExtent(anchor, anchorAt, focus, focusAt);
      },
      { sought: wanted, toStart: isCaret },
    );
  const caretAt = async (page: Page, before: string) => {
    // No click: it may land on commented words, and open their thread instead.
    await text(page).focus();
    await select(page, before, true);
    await page.evaluate(() => document.dispatchEvent(new Event("selectionchange")));
  };
  const shot = async (page: Page, name: string) => {
    if (shotsDir) await page.screenshot({ path: `${shotsDir}/${name}.png` });
  };

  it("[COM1] [COM12] a reader comments on a locked section by keyboard, and mentions a unit", async () => {
    await commune.coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id], reason: "chốt số" },
    });
    await text(reader).and(reader.locator("[contenteditable=false]")).waitFor();
    await select(reader, "95 ha lúa");
    await reader.keyboard.press("Control+Alt+m");
    const box = panel(reader).getByRole("textbox", { name: words("comments.new") });
    await box.waitFor();
    await expect.poll(() => hasFocus(box)).toBe(true);
    await box.pressSequentially("Số này khác báo cáo tháng, @kinh");
    await panel(reader).getByRole("option").first().waitFor();
    await shot(reader, "comment-new");
    // Typed on at once, as quick hands do.
    await Promise.all([reader.keyboard.press("Enter"), reader.keyboard.type("xem giúp")]);
    expect(await box.inputValue()).toBe("Số này khác báo cáo tháng, @Phòng Kinh tế xem giúp");
    await reader.keyboard.press("Control+Enter");
    for (const page of [reader, writer, coordinator]) {
      await openPanel(page);
      await thread(page, "Số này khác").waitFor();
      await expect.poll(() => commented(page)).toBe("95 ha lúa");
    }
    expect(await seriousFindings(reader)).toEqual([]);
    await commune.coordinator.call("unlockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id] },
    });
    await text(writer).and(writer.locator("[contenteditable=true]")).waitFor();
  });

  it("[COM9] whoever is mentioned finds it in my work, and the way leads to the words", async () => {
    const { page, errors: found } = await openAs(browser, commune.economy, "/viec-cua-toi");
    errors.push(found);
    await page.getByText(words("inbox.unread"), { exact: true }).waitFor();
    await page
      .getByRole("navigation")
      .getByText(`${words("nav.myWork")} (1)`)
      .waitFor();
    await shot(page, "inbox");
    await page
      .getByRole("link", { name: /KINH TẾ/ })
      .first()
      .click();
    const card = thread(page, "Số này khác");
    await card.and(page.locator("[aria-current=true]")).waitFor();
    await card.getByRole("button", { name: words("comments.answer") }).click();
    await page.keyboard.type("Đã đối chiếu, 95 là đúng.");
    await page.keyboard.press("Control+Enter");
    await thread(reader, "Đã đối chiếu").waitFor();
    await expect.poll(() => page.getByText(`${words("nav.myWork")} (1)`).count()).toBe(0);
    await page.context().close();
  });

  it("[COM5] [COM11] stands at its words through split, join, cut and paste, undo and a reload", async () => {
    const everywhere = async (expected: string) => {
      for (const page of [writer, reader]) await expect.poll(() => commented(page)).toBe(expected);
    };
    const step = async (change: () => Promise<void>) => {
      const mark = await markNow(writer);
      await change();
      await savedSince(writer, mark);
    };
    await step(async () => {
      await caretAt(writer, "ha lúa");
      await writer.keyboard.press("Enter");
    });
    await everywhere("95 |ha lúa");
    await step(() => writer.keyboard.press("Backspace"));
    await everywhere("95 ha lúa");
    await step(async () => {
      await select(writer, "Gieo trồng được 95 ha lúa");
      await writer.keyboard.press("Control+x");
      await writer.keyboard.press("Control+End");
    });
    await step(() => writer.keyboard.press("Control+v"));
    await everywhere("95 ha lúa");
    expect(await text(writer).locator("p").last().innerText()).toContain("95 ha lúa");
    const firstLine = () => text(writer).locator("p").first().innerText();
    // The paste, then the cut (UNDO1).
    await step(() => writer.keyboard.press("Control+z"));
    await step(() => writer.keyboard.press("Control+z"));
    await expect.poll(firstLine).toBe(first);
    await everywhere("95 ha lúa");
    await writer.reload();
    await writer.locator('[data-save="saved"]').waitFor();
    await everywhere("95 ha lúa");
  });

  it("[COM6] keeps the quote when its words are gone", async () => {
    await openPanel(writer);
    await caretAt(writer, "95 ha lúa");
    await select(writer, "95 ha lúa");
    await writer.keyboard.press("Delete");
    for (const page of [writer, reader]) {
      await thread(page, "95 ha lúa").getByText(words("comments.orphan")).waitFor();
      expect(await commented(page)).toBe("");
    }
    await shot(writer, "orphan");
  });

  it("[COM7] [COM12] is settled, filtered and opened again", async () => {
    await thread(writer, "Số này khác")
      .getByRole("button", { name: words("comments.resolve") })
      .click();
    await thread(coordinator, "Số này khác").waitFor({ state: "detached" });
    await panel(coordinator)
      .getByRole("button", { name: words("comments.filter.resolved") })
      .click();
    await thread(coordinator, "Số này khác")
      .getByRole("button", { name: words("comments.reopen") })
      .click();
    await panel(coordinator)
      .getByRole("button", { name: words("comments.filter.open") })
      .click();
    await thread(coordinator, "Số này khác").waitFor();
  });

  it("[PLACE5] calling off an answer or a change goes back to the button that began it", async () => {
    const card = thread(coordinator, "Số này khác");
    const answer = card.getByRole("button", { name: words("comments.answer") });
    await answer.click();
    await coordinator.keyboard.press("Escape");
    await expect.poll(() => hasFocus(answer)).toBe(true);
    const own = thread(reader, "Số này khác");
    const change = own.getByRole("button", { name: words("comments.change") });
    await change.click();
    await own.getByRole("button", { name: words("common.cancel") }).click();
    await expect.poll(() => hasFocus(change)).toBe(true);
    await change.click();
    await reader.keyboard.press("Control+Enter");
    await expect.poll(() => hasFocus(change)).toBe(true);
  });

  it("[COM10] [COM12] a comment on a whole section is changed and deleted by its writer", async () => {
    await coordinator.locator(`#section-${section.id}`).hover();
    await coordinator
      .locator(`#section-${section.id}`)
      .getByRole("button", { name: words("comments.beginOn", { label: "I." }) })
      .click();
    await coordinator.keyboard.type("Cần thêm số quý trước.");
    await panel(coordinator)
      .getByRole("button", { name: words("comments.send") })
      .click();
    const card = thread(coordinator, "Cần thêm số quý trước.");
    await card.getByText(words("comments.wholeSection")).waitFor();
    await shot(coordinator, "threads");
    await card.getByRole("button", { name: words("comments.change") }).click();
    await panel(coordinator)
      .getByRole("textbox", { name: words("comments.change") })
      .fill("Cần thêm số quý I.");
    await panel(coordinator)
      .getByRole("button", { name: words("common.save") })
      .click();
    await thread(reader, "Cần thêm số quý I.").getByText(words("comments.edited")).waitFor();
    await thread(coordinator, "Cần thêm số quý I.")
      .getByRole("button", { name: words("comments.delete") })
      .click();
    await coordinator
      .getByRole("dialog")
      .getByRole("button", { name: words("comments.delete") })
      .click();
    for (const page of [coordinator, reader]) await thread(page, "số quý I").waitFor({ state: "detached" });
    expect(errors.flat()).toEqual([]);
  });
});
