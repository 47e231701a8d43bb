import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openAs } from "../kit/browser.ts";
import { reviewedSection } from "../kit/reviewed-section.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";

const standing = "Gieo trồng được 95 ha lúa.";
const second = "Thu nhập bình quân 42 triệu đồng.";

describe("suggesting and deciding, in two browsers", () => {
  let server: RunningServer;
  let browser: Browser;
  let reviewer: Page;
  let coordinator: Page;
  const errors: string[][] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    const { commune, reportId } = await reviewedSection(server, [standing, second]);
    const opened = [
      await openAs(browser, commune.culture, `/bao-cao/${reportId}`),
      await openAs(browser, commune.coordinator, `/bao-cao/${reportId}`),
    ];
    errors.push(...opened.map((o) => o.errors));
    [reviewer, coordinator] = opened.map(({ page }) => page) as [Page, Page];
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const patience = { timeout: 20_000 };
  const text = (page: Page) => page.getByRole("textbox", { name: /KINH TẾ/ });
  /** What stands, with insertions in {+ } and deletions in {- }. */
  const shown = (page: Page) =>
    text(page)
      .locator("p")
      .evaluateAll((paragraphs) =>
        paragraphs.map((p) => {
          const walk = (node: Node): string => {
            if (node instanceof Text) return node.data;
            if (node instanceof Element && node.matches(".ProseMirror-separator, [class*=caret]")) return "";
            const inside = [...node.childNodes].map(walk).join("");
            if (!(node instanceof Element)) return inside;
            if (node.matches("ins[data-record]")) return `{+${inside}}`;
            return node.matches("del[data-record]") ? `{-${inside}}` : inside;
          };
          return [...p.childNodes].map(walk).join("");
        }),
      );
  /** Selects these words with the mouse's own means, the browser's selection, and the editor knows it at once. */
  async function select(page: Page, words: string): Promise<void> {
    await text(page).click();
    await text(page).evaluate((root, wanted) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node.textContent ?? "").indexOf(wanted);
        if (at < 0) continue;
        getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length);
        document.dispatchEvent(new Event("selectionchange"));
        return;
      }
      throw new Error(`no ${wanted}`);
    }, words);
  }
  const panel = (page: Page) => page.getByRole("complementary", { name: "Các góp ý" });

  it("[SUG10] a reviewer replaces a figure: struck and underlined on both screens, nothing of the text that stands is gone", async () => {
    await expect.poll(() => shown(reviewer), patience).toEqual([standing, second]);
    await reviewer.getByText("Chỉ góp ý", { exact: true }).waitFor();
    await select(reviewer, "95");
    await andSaved(reviewer, () => reviewer.keyboard.type("97"));
    const expected = ["Gieo trồng được {-95}{+97} ha lúa.", second];
    await expect.poll(() => shown(reviewer), patience).toEqual(expected);
    await text(coordinator).click();
    await expect.poll(() => shown(coordinator), patience).toEqual(expected);
    await reviewer.reload();
    await text(reviewer).click();
    await expect.poll(() => shown(reviewer), patience).toEqual(expected);
  });

  it("[SUG11] Enter, Backspace at the start of a paragraph, bold and a list are suggestions too", async () => {
    await select(reviewer, "Thu nhập");
    await reviewer.keyboard.press("Control+b");
    await reviewer.keyboard.press("Home");
    await reviewer.keyboard.press("Backspace");
    await select(reviewer, "42");
    await reviewer.keyboard.press("ArrowLeft");
    await reviewer.keyboard.press("Enter");
    await andSaved(reviewer, () => reviewer.keyboard.press("Control+Alt+3"));
    await expect.poll(() => text(coordinator).locator("p[data-tcsplit]").count(), patience).toBe(1);
    expect(await text(coordinator).locator("p[data-tcjoin]").allInnerTexts()).toEqual([
      "Thu nhập bình quân ",
    ]);
    await expect.poll(() => text(coordinator).locator('[data-record="fmt"]').count(), patience).toBe(1);
    expect(await shown(coordinator)).toEqual([
      "Gieo trồng được {-95}{+97} ha lúa.",
      "Thu nhập bình quân ",
      "42 triệu đồng.",
    ]);
  });

  it("[SUG16] [SUG17] the coordinator accepts one and rejects another from the margin, and the reviewer sees it", async () => {
    await coordinator.keyboard.press("Control+Alt+k");
    await panel(coordinator).getByText("Vi Thị Mận").first().waitFor();
    await panel(coordinator)
      .getByRole("button", { name: /^Nhận góp ý của Vi Thị Mận: 97/ })
      .click();
    await expect
      .poll(() => shown(reviewer), patience)
      .toEqual(["Gieo trồng được 97 ha lúa.", "Thu nhập bình quân ", "42 triệu đồng."]);
    await panel(coordinator).getByRole("button", { name: "Không nhận gì ở mục này" }).click();
    await coordinator.getByRole("dialog").getByRole("button", { name: "Không nhận" }).click();
    await expect.poll(() => shown(reviewer), patience).toEqual(["Gieo trồng được 97 ha lúa.", second]);
    const records = text(reviewer).locator("[data-record], [data-tcsplit], [data-tcjoin]");
    await expect.poll(() => records.count(), patience).toBe(0);
  });

  it("[SUG18] a decision is taken back: what was rejected waits again", async () => {
    await panel(coordinator).getByText("Đã quyết định gần đây").click();
    await panel(coordinator).getByRole("button", { name: "Hoàn tác" }).first().click();
    await expect.poll(() => text(reviewer).locator("p[data-tcsplit]").count(), patience).toBe(1);
    await panel(coordinator).getByText("đã hoàn tác").waitFor();
  });

  it("[SUG9] a writer switches to suggesting and back; what is typed then is plain again", async () => {
    await coordinator.getByRole("toolbar").getByRole("button", { name: "Chế độ góp ý", exact: true }).click();
    await select(coordinator, "ha lúa");
    await coordinator.keyboard.press("ArrowRight");
    await andSaved(coordinator, () => coordinator.keyboard.type(" nước"));
    await expect
      .poll(async () => (await shown(reviewer))[0], patience)
      .toBe("Gieo trồng được 97 ha lúa{+ nước}.");
    await coordinator.getByRole("toolbar").getByRole("button", { name: "Chế độ góp ý", exact: true }).click();
    await expect
      .poll(
        () =>
          coordinator
            .getByRole("toolbar")
            .getByRole("button", { name: "Chế độ góp ý", exact: true })
            .getAttribute("aria-pressed"),
        patience,
      )
      .toBe("false");
    await select(coordinator, "nước");
    await coordinator.keyboard.press("ArrowRight");
    await andSaved(coordinator, () => coordinator.keyboard.type(" thuần"));
    await expect
      .poll(async () => (await shown(reviewer))[0], patience)
      .toBe("Gieo trồng được 97 ha lúa{+ nước} thuần.");
  });

  it("[COM3] a suggestion is talked about in a thread of its own", async () => {
    const talk = (page: Page) => page.getByRole("complementary", { name: "Ý kiến" });
    if (!(await panel(coordinator).isVisible())) await coordinator.keyboard.press("Control+Alt+k");
    await panel(coordinator).getByRole("button", { name: "Trao đổi", exact: true }).last().click();
    await talk(coordinator).getByText("Về một góp ý").waitFor();
    await coordinator.keyboard.type("Thêm chữ này để làm gì?");
    await coordinator.keyboard.press("Control+Enter");
    await talk(coordinator).getByRole("article").filter({ hasText: "Thêm chữ này" }).waitFor();
    await reviewer.keyboard.press("Control+Alt+k");
    await panel(reviewer).getByRole("button", { name: "Trao đổi (1)" }).click();
    const thread = talk(reviewer).getByRole("article").filter({ hasText: "Thêm chữ này" });
    await thread.getByRole("button", { name: "Trả lời" }).click();
    await reviewer.keyboard.type("Cho rõ loại đất.");
    await reviewer.keyboard.press("Control+Enter");
    await talk(coordinator).getByText("Cho rõ loại đất.").waitFor();
  });

  it("[SUG12] Telex by composition, over a selected word too: no letter doubled or lost, nothing of the text that stands is gone", async () => {
    await reviewer.reload();
    await select(reviewer, "triệu");
    const session = await reviewer.context().newCDPSession(reviewer);
    const compose = async (steps: readonly string[], done: string) => {
      for (const step of steps)
        await session.send("Input.imeSetComposition", {
          text: step,
          selectionStart: step.length,
          selectionEnd: step.length,
        });
      await session.send("Input.insertText", { text: done });
    };
    await session.send("Input.dispatchKeyEvent", {
      type: "rawKeyDown",
      windowsVirtualKeyCode: 229,
      key: "Process",
    });
    await andSaved(reviewer, () => compose(["t", "ty", "tyr", "tỷ"], "tỷ"));
    const words = async () => (await shown(coordinator)).join(" ");
    await expect.poll(words, patience).toMatch(/42 (\{-triệu\}\{\+tỷ\}|\{\+tỷ\}\{-triệu\}) đồng\./);
    await select(reviewer, "đồng");
    await reviewer.keyboard.press("ArrowRight");
    await compose([" ", " V", " Vi", " Viê", " Việ", " Việt"], " Việt");
    await andSaved(reviewer, () => compose([" N", " Na", " Nam"], " Nam"));
    await expect.poll(words, patience).toContain("đồng{+ Việt Nam}.");
  });

  it("had no error on any page", () => {
    expect(errors.flat()).toEqual([]);
  });
});
