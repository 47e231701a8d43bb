import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";

/** Cuts a page's line, surely: the browser's own "offline" leaves open sockets alone at times. */
async function lineOf(page: Page) {
  const sockets = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/sync$/, (socket) => {
    if (isCut) return void socket.close({ code: 1013 });
    socket.connectToServer();
    sockets.add(socket);
  });
  await page.reload();
  await page.locator('[data-save="saved"]').waitFor();
  return {
    cut: async () => {
      isCut = true;
      for (const socket of sockets) await socket.close({ code: 1013 });
      sockets.clear();
    },
    mend: () => (isCut = false),
  };
}

describe("writing in a paragraph that another takes away, in two browsers", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let section: SectionView;
  let writer: Page;
  let other: Page;
  let line: Awaited<ReturnType<typeof lineOf>>;
  const errors: (readonly string[])[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator, culture, units } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Kết quả văn hóa" },
        sections: [
          {
            title: "VĂN HÓA",
            blocks: ["Toàn xã có 21 bản.", "Dân số tăng đều.", "Thu ngân sách đạt kế hoạch."].map((text) => ({
              style: "body",
              level: 1,
              text,
            })),
            children: [],
          },
        ],
        dueAt: null,
        original: null,
      },
    });
    const [first] = (await coordinator.call<ReportView>("report", { params: { id } })).sections;
    section = first as SectionView;
    await coordinator.call("assignSection", {
      params: { id: section.id },
      body: {
        version: section.version,
        assignment: {
          unitId: units.culture.id,
          ownerId: null,
          dueAt: null,
          contributingUnitIds: [],
          readScope: "inherit",
        },
      },
    });
    const opened = [
      await openAs(browser, culture, `/bao-cao/${id}`),
      await openAs(browser, coordinator, `/bao-cao/${id}`),
    ] as const;
    for (const one of opened) errors.push(one.errors);
    writer = opened[0].page;
    other = opened[1].page;
    line = await lineOf(writer);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const paragraph = (page: Page, text: string) =>
    page.locator(`#section-${section.id} .section-text p`).filter({ hasText: text });
  const paragraphs = (page: Page) =>
    page.locator(`#section-${section.id} .section-text p`).evaluateAll((all) =>
      all.map((p) => {
        const copy = p.cloneNode(true) as HTMLElement;
        for (const caret of copy.querySelectorAll("[class*=caret]")) caret.remove();
        return copy.textContent;
      }),
    );
  /** Types behind a word of a paragraph, as somebody would whose line is gone. */
  const typeOffline = async (text: string, words: string) => {
    await line.cut();
    await paragraph(writer, text).click();
    await writer.keyboard.press("End");
    for (let i = 0; i < "đều.".length; i += 1) await writer.keyboard.press("ArrowLeft");
    await writer.keyboard.type(words);
    await writer.locator('[data-save]:not([data-save="saved"])').waitFor();
  };
  const whoWrote = (page: Page, words: string) =>
    page.locator(`#section-${section.id} .author`).filter({ hasText: words }).first().getAttribute("title");

  it("[RESC2] [RESC3] puts the words where the joined text stands now, under their writer's name", async () => {
    await typeOffline("Dân số tăng đều.", "nhanh và ");
    await andSaved(other, async () => {
      await paragraph(other, "Dân số tăng").click();
      await other.keyboard.press("Home");
      await other.keyboard.press("Backspace");
    });
    await paragraph(other, "Toàn xã có 21 bản.Dân số tăng đều.").waitFor();
    line.mend();
    const expected = ["Toàn xã có 21 bản.Dân số tăng nhanh và đều.", "Thu ngân sách đạt kế hoạch."];
    for (const page of [writer, other])
      await expect.poll(() => paragraphs(page), { timeout: 40_000 }).toEqual(expected);
    await writer.locator('[data-save="saved"]').waitFor();
    await other.getByRole("button", { name: "Ai viết" }).click();
    await expect.poll(() => whoWrote(other, "nhanh và"), { timeout: 20_000 }).toContain("Vi Thị Mận (VHXH)");
    await other.getByRole("button", { name: "Ai viết" }).click();
  });

  it("[RESC3] keeps the words in a paragraph of their own when the paragraph is deleted", async () => {
    await line.cut();
    await paragraph(writer, "Thu ngân sách").click();
    await writer.keyboard.press("End");
    await writer.keyboard.type(" Riêng quý II vượt 4%.");
    await writer.locator('[data-save]:not([data-save="saved"])').waitFor();
    await andSaved(other, async () => {
      await paragraph(other, "Thu ngân sách").click();
      await other.keyboard.press("End");
      await other.keyboard.press("Shift+Home");
      await other.keyboard.press("Backspace");
      await other.keyboard.press("Backspace");
    });
    line.mend();
    const expected = ["Toàn xã có 21 bản.Dân số tăng nhanh và đều.", " Riêng quý II vượt 4%."];
    for (const page of [writer, other])
      await expect.poll(() => paragraphs(page), { timeout: 40_000 }).toEqual(expected);
    await writer.reload();
    await expect.poll(() => paragraphs(writer), { timeout: 40_000 }).toEqual(expected);
  });

  it("had no error on any page", () => expect(errors.flat()).toEqual([]));
});
