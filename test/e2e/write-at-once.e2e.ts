import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { CuttableLine } from "../kit/cuttable-line.ts";
import type { TestPerson } from "../kit/person.ts";
import { RunningServer } from "../kit/running-server.ts";
import { markNow, savedSince } from "../kit/save-line.ts";

const header = {
  parentAgency: "UBND TỈNH AN BÌNH",
  agency: "UBND XÃ SUỐI NGÀN",
  number: "",
  symbol: "BC-UBND",
  place: "Suối Ngàn",
  date: { day: null, month: 7, year: 2026 },
  typeName: "BÁO CÁO",
  subject: "Kết quả quý II",
  addressees: ["UBND tỉnh"],
  opening: ["Xã báo cáo như sau:"],
  closing: ["Trên đây là báo cáo."],
  recipients: ["Như trên"],
  signature: { lines: ["CHỦ TỊCH"], name: "Hà Công Trực" },
};

describe("departments write at once, in browsers of their own", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";
  let sections: SectionView[] = [];
  const errors: string[] = [];
  const pages = new Map<TestPerson, Page>();

  const editor = (page: Page, section: SectionView) => page.locator(`#section-${section.id} .section-text`);
  const typeAtEnd = async (page: Page, section: SectionView, text: string) => {
    await editor(page, section).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(text);
  };
  /** The last paragraph as its writer sees it, without the carets of others. */
  const paragraphOf = (page: Page, section: SectionView) =>
    editor(page, section)
      .locator("p")
      .last()
      .evaluate((p) => {
        const copy = p.cloneNode(true) as HTMLElement;
        for (const caret of copy.querySelectorAll("[class*=caret]")) caret.remove();
        return copy.textContent;
      });
  const isSaved = (page: Page) => page.locator('[data-save="saved"]').waitFor();

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, police, economy, culture, office, units } = commune;
    const child = (title: string) => ({
      title,
      blocks: [{ style: "body", level: 1, text: `${title}: ` }],
      children: [],
    });
    const created = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header,
        sections: ["AN NINH", "KINH TẾ", "VĂN HÓA", "ĐỐI NGOẠI"].map(child),
        dueAt: null,
        original: null,
      },
    });
    reportId = created.id;
    sections = (await coordinator.call<ReportView>("report", { params: { id: reportId } })).sections;
    const unitIds = [units.police.id, units.economy.id, units.culture.id, units.office.id];
    for (const [i, section] of sections.entries())
      await coordinator.call("assignSection", {
        params: { id: section.id },
        body: {
          version: section.version,
          assignment: {
            unitId: unitIds[i],
            ownerId: null,
            dueAt: null,
            contributingUnitIds: [],
            readScope: i === 0 ? "unit" : "inherit",
          },
        },
      });
    for (const person of [coordinator, police, economy, culture, office]) {
      const opened = await openAs(browser, person, `/bao-cao/${reportId}`);
      pages.set(person, opened.page);
      opened.page.on("pageerror", (error) => errors.push(error.message));
    }
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  const pageOf = (person: TestPerson): Page => {
    const page = pages.get(person);
    if (!page) throw new Error("no page");
    return page;
  };

  it("carries every text everywhere it may be read, and nowhere else", async () => {
    const { coordinator, police, economy, culture, office } = commune;
    const [anNinh, kinhTe, vanHoa, doiNgoai] = sections as [
      SectionView,
      SectionView,
      SectionView,
      SectionView,
    ];
    const marks = new Map<Page, number>();
    for (const page of pages.values()) marks.set(page, await markNow(page));
    await Promise.all([
      typeAtEnd(pageOf(police), anNinh, "kín đến khi trình."),
      typeAtEnd(pageOf(economy), kinhTe, "thu đạt 54,1%."),
      typeAtEnd(pageOf(culture), vanHoa, "ngày hội lần hai."),
      typeAtEnd(pageOf(office), doiNgoai, "đón hai đoàn khách."),
    ]);
    // Two in one paragraph, at the same time.
    await Promise.all([
      typeAtEnd(pageOf(coordinator), kinhTe, "ABCDEFGH"),
      typeAtEnd(pageOf(economy), kinhTe, "12345678"),
    ]);
    // Each by an acknowledgement of what was typed just now, not by the one from before.
    for (const [page, mark] of marks) await savedSince(page, mark);
    for (const person of [coordinator, economy, culture, office]) {
      await editor(pageOf(person), vanHoa).getByText("ngày hội lần hai.").waitFor();
      await editor(pageOf(person), doiNgoai).getByText("đón hai đoàn khách.").waitFor();
    }
    await editor(pageOf(coordinator), anNinh).getByText("kín đến khi trình.").waitFor();
    const mixed = await editor(pageOf(coordinator), kinhTe)
      .locator("p")
      .first()
      .evaluate((p) =>
        [...p.childNodes]
          .filter((n) => n.nodeType === 3 || !(n as Element).matches?.("[class*=caret]"))
          .map((n) => n.textContent)
          .join(""),
      );
    expect(
      [...mixed.replace("KINH TẾ: thu đạt 54,1%.", "")]
        .filter((c) => /[A-H1-8]/.test(c))
        .sort()
        .join(""),
    ).toBe("12345678ABCDEFGH");
    for (const person of [economy, culture, office]) {
      const text = await pageOf(person).content();
      expect(text).not.toContain("kín đến khi trình");
      expect(text).not.toContain("AN NINH");
    }
  });

  it("renumbers every open screen when a section moves", async () => {
    const { coordinator, culture } = commune;
    const vanHoa = sections[2] as SectionView;
    const current = (
      await coordinator.call<ReportView>("report", { params: { id: reportId } })
    ).sections.find((s) => s.id === vanHoa.id) as SectionView;
    await coordinator.call("moveSection", {
      params: { id: vanHoa.id },
      body: { version: current.version, parentId: null, position: 0 },
    });
    await pageOf(culture).locator(`#heading-${vanHoa.id}`).getByText("I. VĂN HÓA").waitFor();
  });

  it("keeps what was written offline into a section locked meanwhile, on another machine too", async () => {
    const { coordinator, economy } = commune;
    const kinhTe = sections[1] as SectionView;
    const page = pageOf(economy);
    const line = await CuttableLine.of(page);
    await page.reload();
    await isSaved(page);
    await line.cut();
    await typeAtEnd(page, kinhTe, " Viết lúc mất mạng.");
    await page.locator('[data-save]:not([data-save="saved"])').waitFor();
    await coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [kinhTe.id], reason: "chốt số liệu" },
    });
    line.mend();
    const kept = async () =>
      (await economy.call<{ paragraphs: { text: string }[] }[]>("retained")).flatMap((r) =>
        r.paragraphs.map((p) => p.text),
      );
    await expect.poll(kept, { timeout: 40_000 }).toEqual([expect.stringContaining("Viết lúc mất mạng.")]);
    // The locked text itself is untouched, and the page shows it read-only.
    await editor(pageOf(coordinator), kinhTe).waitFor();
    expect(await editor(pageOf(coordinator), kinhTe).innerText()).not.toContain("Viết lúc mất mạng.");
    await page.locator(`#section-${kinhTe.id} .section-text[contenteditable=false]`).waitFor();
    const elsewhere = await openAs(browser, economy, `/bao-cao/${reportId}`);
    await elsewhere.page.getByRole("button", { name: /Bản giữ lại/ }).click();
    await elsewhere.page.getByText("Viết lúc mất mạng.").first().waitFor();
    await coordinator.call("unlockSections", { params: { id: reportId }, body: { sectionIds: [kinhTe.id] } });
  });

  it("takes Vietnamese by composition and by backspace-retype, letter for letter", async () => {
    const { culture, coordinator } = commune;
    const vanHoa = sections[2] as SectionView;
    const page = pageOf(culture);
    const mark = await markNow(page);
    await editor(page, vanHoa).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    const cdp = await page.context().newCDPSession(page);
    const compose = async (steps: readonly string[]) => {
      for (const text of steps)
        await cdp.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        });
      await cdp.send("Input.insertText", { text: steps.at(-1) ?? "" });
    };
    await compose(["t", "ti", "tie", "tiê", "tiến", "tiếng"]);
    await page.keyboard.type(" ");
    await compose(["v", "vi", "viê", "việ", "việt"]);
    // UniKey's way: takes back what it had written and writes it anew.
    await page.keyboard.type(" bao");
    for (let i = 0; i < 2; i += 1) await page.keyboard.press("Backspace");
    await page.keyboard.insertText("áo");
    await page.keyboard.type(" nha");
    // Over a selected word, while somebody else writes into the same paragraph.
    for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift+ArrowLeft");
    await cdp.send("Input.imeSetComposition", { text: "n", selectionStart: 1, selectionEnd: 1 });
    const other = pageOf(coordinator);
    await editor(other, vanHoa).locator("p").last().click();
    await other.keyboard.press("Home");
    await other.keyboard.type("X ");
    // It is in the paragraph before the composition has ended, and the half-written word still stands.
    await editor(page, vanHoa).locator("p").last().filter({ hasText: /^X / }).waitFor();
    expect(await paragraphOf(page, vanHoa)).toBe("X tiếng việt báo n");
    await compose(["nh", "nhà"]);
    await savedSince(page, mark);
    for (const each of [page, other])
      await expect.poll(() => paragraphOf(each, vanHoa)).toBe("X tiếng việt báo nhà");
  });

  it("had no error on any page", () => expect(errors).toEqual([]));
});
