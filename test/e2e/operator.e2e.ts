import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader, must } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { launchBrowser, officeScreen, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { MailServer } from "../kit/mail-server.ts";

/** Where pictures go, for whoever looks at them; none are taken otherwise. */
const pictures = process.env["PICTURES"] ?? "";
const shoot = async (page: Page, name: string) => {
  if (pictures !== "") await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
};

describe("what an operator and a coordinator do when something is wrong", () => {
  let server: LocalServer;
  let mail: MailServer;
  let browser: Browser;
  let commune: Commune;
  let sectionId = "";

  beforeAll(async () => {
    mail = await MailServer.start();
    server = await LocalServer.start({ SMTP_URL: mail.url, MAIL_RETRY_SECONDS: "3600" });
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    const { coordinator } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...emptyHeader, subject: "Kết quả công tác quý II năm 2026" },
        sections: [
          {
            title: "KINH TẾ",
            blocks: [{ style: "body", level: 1, text: "Thu ngân sách đạt 54%." }],
            children: [],
          },
        ],
        dueAt: null,
        original: null,
      },
    });
    const report = await coordinator.call<ReportView>("report", { params: { id } });
    sectionId = must(report.sections[0], "section").id;
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await mail.close();
  });

  it("[DAMAGE2] a damaged section comes to an open My work by itself, and is repaired there", async () => {
    const { page, errors } = await openAs(browser, commune.coordinator, "/viec-cua-toi");
    await page.getByRole("heading", { name: "Việc của tôi" }).waitFor();
    const { kysely } = server.application.storage;
    await kysely
      .updateTable("section_update")
      .set({ payload: new Uint8Array([1, 2, 3]) })
      .where("section_id", "=", sectionId)
      .execute();
    await server.application.deps.documents.load(sectionId as never);
    const notice = page.getByText("Mục I. KINH TẾ: dữ liệu lưu bị hỏng");
    // Long before the page looks again by itself.
    await notice.waitFor({ timeout: 9_000 });
    await shoot(page, "my-work");
    const admin = await openAs(browser, commune.admin, "/quan-tri/he-thong");
    await admin.page.getByText("Có 1 mục hỏng dữ liệu").waitFor();
    expect(await admin.page.getByText("KINH TẾ").count()).toBe(0);
    await shoot(admin.page, "system");
    await page.getByRole("button", { name: "Dùng phần còn đọc được" }).click();
    const dialog = page.getByRole("dialog", { name: "Phục hồi mục I.?" });
    await dialog.waitFor();
    await shoot(page, "repair");
    await dialog.getByRole("button", { name: "Dùng phần còn đọc được" }).click();
    await notice.waitFor({ state: "detached" });
    expect(await server.application.deps.reports.damagedSections()).toEqual([]);
    expect([...errors, ...admin.errors]).toEqual([]);
  });

  it("[ACCESS2] an administrator makes a password link; its person chooses a new password and is in", async () => {
    const { page, errors } = await openAs(browser, commune.admin, "/quan-tri/nguoi-dung");
    await page.getByRole("button", { name: "Sửa Phạm Minh Khôi" }).click();
    const dialog = page.getByRole("dialog", { name: "Sửa Phạm Minh Khôi" });
    await dialog.getByLabel("Thư điện tử").fill("khoi@suoi-ngan.vn");
    await dialog.getByRole("button", { name: "Lưu" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Sửa Phạm Minh Khôi" }).click();
    await dialog.getByRole("button", { name: "Tạo đường dẫn đặt lại mật khẩu" }).click();
    await dialog.getByText("Đã chuyển thư cho máy chủ thư gửi đi.").waitFor();
    await shoot(page, "password-link");
    const link = await dialog.getByRole("textbox", { name: "Đường dẫn đặt lại mật khẩu" }).inputValue();
    await mail.letterTo("khoi@suoi-ngan.vn");

    const context = await browser.newContext({ viewport: officeScreen, locale: "vi-VN" });
    const fresh = await context.newPage();
    await fresh.goto(link);
    await fresh.getByText("Tên đăng nhập: kinhte").waitFor();
    await shoot(fresh, "reset");
    await fresh.getByLabel("Mật khẩu mới", { exact: true }).fill("một mật khẩu rất mới");
    await fresh.getByLabel("Nhập lại mật khẩu", { exact: true }).fill("một mật khẩu rất mới");
    await fresh.getByRole("button", { name: "Đặt mật khẩu và đăng nhập" }).click();
    await fresh.getByRole("heading", { name: "Việc của tôi" }).waitFor();
    await fresh.goto(link);
    await fresh.getByText("Đường dẫn không còn dùng được").waitFor();
    await fresh.goto(`${server.url}/tai-khoan`);
    await expect.poll(() => fresh.getByLabel("Thư điện tử").inputValue()).toBe("khoi@suoi-ngan.vn");
    await shoot(fresh, "account");
    expect(errors).toEqual([]);
  });
});
