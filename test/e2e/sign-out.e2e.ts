import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { AckClient } from "../kit/ack-client.ts";
import { openAs } from "../kit/browser.ts";
import { testPassword } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import type { TestPerson } from "../kit/person.ts";
import { andSaved } from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";
import { storedTexts } from "../kit/stored-texts.ts";
import { openOnLine } from "../kit/sync-line.ts";

const savedWords = "tám tấn lúa đã lưu";
const unsavedWords = "ba con đường chưa gửi";

describe("signing out of a machine that several people use", () => {
  const stage = setUpStage();

  const isSaved = (page: Page) => page.locator('[data-save="saved"]').waitFor();
  const write = async (page: Page, words: string) => {
    await page.locator(".section-text[contenteditable=true]").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText(words);
  };
  const pressSignOut = async (page: Page) => {
    await page.locator("header button[aria-expanded=false]").click();
    await page.getByRole("button", { name: "Đăng xuất", exact: true }).click();
  };
  const isSignedOut = (page: Page) => page.getByRole("heading", { level: 1, name: "Đăng nhập" }).waitFor();
  const signIn = async (page: Page, person: TestPerson) => {
    await page.getByLabel("Tên đăng nhập").fill(person.username);
    await page.locator("input[type=password]").fill(testPassword);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Việc của tôi" }).waitFor();
  };
  const kept = async (page: Page) => Object.values(await storedTexts(page)).join("\n");

  it("[SIGN1] [SIGN2] empties what the server has; the rest stays for its writer and for nobody else", async () => {
    const { coordinator, economy, units } = stage.commune;
    const first = await makeOneSection(coordinator, units.economy.id);
    const second = await makeOneSection(coordinator, units.economy.id);
    const { page, errors, line } = await openOnLine(stage.browser, economy, `/bao-cao/${first.reportId}`);
    await isSaved(page);
    await andSaved(page, () => write(page, savedWords));
    await page.goto(`${stage.server.url}/bao-cao/${second.reportId}`);
    await isSaved(page);
    await line.cut();
    await write(page, unsavedWords);
    await page.locator('[data-save="offline"], [data-save="reconnecting"]').waitFor();

    await pressSignOut(page);
    const question = page.getByRole("dialog", { name: "Còn nội dung chưa lưu trên máy chủ" });
    await question.getByText("chỉ hiện cho tài khoản của bạn").waitFor();
    await question.getByRole("button", { name: "Ở lại" }).click();
    await page.getByText(unsavedWords).waitFor();
    expect(await kept(page)).toContain(savedWords);
    await page.getByRole("button", { name: "Đăng xuất", exact: true }).click();
    await question.getByRole("button", { name: "Vẫn đăng xuất" }).click();
    await isSignedOut(page);
    const left = await kept(page);
    expect(left).not.toContain(savedWords);
    expect(left).toContain(unsavedWords);

    // Another person at the same machine: reads what the server has, and leaves without a question.
    line.mend();
    await signIn(page, coordinator);
    await page.goto(`${stage.server.url}/bao-cao/${second.reportId}`);
    await isSaved(page);
    expect(await page.locator("main").innerText()).not.toContain(unsavedWords);
    await pressSignOut(page);
    await isSignedOut(page);
    expect(await kept(page)).toContain(unsavedWords);

    // Its writer again: the text is back, goes to the server, and leaves nothing behind.
    await signIn(page, economy);
    await page.goto(`${stage.server.url}/bao-cao/${second.reportId}`);
    await page.getByText(unsavedWords).waitFor();
    await isSaved(page);
    const reader = new AckClient(coordinator, second.section.id);
    await reader.synced;
    expect(reader.text).toContain(unsavedWords);
    reader.leave();
    await pressSignOut(page);
    await isSignedOut(page);
    expect(await kept(page)).not.toContain(unsavedWords);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("[SIGN3] says that the server cannot be reached, and stays as it is", async () => {
    const { coordinator, units } = stage.commune;
    const { reportId } = await makeOneSection(coordinator, units.economy.id);
    const { page } = await openAs(stage.browser, coordinator, `/bao-cao/${reportId}`);
    await isSaved(page);
    await andSaved(page, () => write(page, savedWords));
    await page.route("**/api/**", (route) => route.abort());
    await pressSignOut(page);
    await page.getByRole("alert").filter({ hasText: "Không kết nối được với máy chủ" }).waitFor();
    await page.getByText(savedWords).waitFor();
    expect(await kept(page)).toContain(savedWords);
    await page.context().close();
  });
});
