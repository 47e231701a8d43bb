import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright-core";
import { paragraphLabels } from "@dongsoan/shared/domain";
import { launchBrowser, leave, openAs } from "../kit/browser.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { andSaved } from "../kit/save-line.ts";

const header = {
  parentAgency: "UBND TỈNH AN BÌNH",
  agency: "UBND XÃ SUỐI NGÀN",
  number: "",
  symbol: "BC-UBND",
  place: "Suối Ngàn",
  date: { day: null, month: 7, year: 2026 },
  typeName: "BÁO CÁO",
  subject: "Quý II",
  addressees: ["UBND tỉnh An Bình"],
  opening: [],
  closing: [],
  recipients: ["Như trên"],
  signature: { lines: ["CHỦ TỊCH"], name: "" },
};
const section = (title: string, children: unknown[] = []) => ({ title, blocks: [], children });

describe("what every screen keeps to", () => {
  let server: RunningServer;
  let browser: Browser;
  let commune: Commune;
  let reportId = "";

  beforeAll(async () => {
    server = await RunningServer.start();
    browser = await launchBrowser();
    commune = await setUpCommune(server);
    ({ id: reportId } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: {
        header,
        sections: [section("TÌNH HÌNH"), section("KẾT QUẢ", [section("Kinh tế"), section("Văn hóa")])],
        dueAt: null,
        original: null,
      },
    }));
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const outline = async (): Promise<Page> => {
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}/muc`);
    await page.getByRole("treegrid").waitFor();
    return page;
  };
  const row = (page: Page, title: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: title }) });
  const titles = (page: Page) => page.getByRole("rowheader").getByRole("link").allInnerTexts();

  /** As one comes there: over the list of reports. */
  const newReport = async (way: string): Promise<Page> => {
    const { page } = await openAs(browser, commune.coordinator, "/bao-cao");
    await page.getByRole("link", { name: "Lập báo cáo mới" }).first().click();
    await page.getByRole("radio", { name: way }).check();
    return page;
  };
  const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
  /** Writes into a section of the report that was just created. @returns what its paper shows after a reload. */
  const writeIn = async (page: Page, title: string, text: string) => {
    await page.getByRole("navigation").getByRole("link", { name: "Soạn thảo" }).click();
    await page.getByRole("region", { name: title }).getByRole("textbox").click();
    await andSaved(page, () => page.keyboard.type(text));
    await page.reload();
    await page.getByRole("region", { name: title }).getByText(text).waitFor();
    return page.getByRole("region", { name: "Trang báo cáo" }).innerText();
  };

  it("[NEW1] a report starts empty, with the office's own words in its head, and is given its first section afterwards", async () => {
    const page = await newReport("Báo cáo trống");
    await press(page, "Tiếp tục");
    for (const [field, value] of [
      ["Cơ quan chủ quản", "UBND TỈNH AN BÌNH"],
      ["Cơ quan ban hành", "UBND xã Suối Ngàn"],
      ["Địa danh", "Suối Ngàn"],
    ] as const)
      expect(await page.getByLabel(field, { exact: true }).inputValue()).toBe(value);
    await page.getByText("Cây mục trống. Thêm mục đầu tiên.").waitFor();
    await page.getByLabel("Trích yếu nội dung").fill("Kết quả quý III");
    await press(page, "Lập báo cáo");
    await page.getByText("Báo cáo chưa có mục nào.").first().waitFor();
    expect(await page.getByRole("link", { name: "Tải tệp gốc đã nhập" }).count()).toBe(0);
    await page.getByLabel("Tên mục mới").fill("TÌNH HÌNH CHUNG");
    await page.keyboard.press("Enter");
    await expect.poll(() => titles(page)).toEqual(["I. TÌNH HÌNH CHUNG"]);
    const paper = await writeIn(page, "I. TÌNH HÌNH CHUNG", "Mưa thuận gió hòa.");
    for (const shown of ["UBND XÃ SUỐI NGÀN", "Kết quả quý III", "Mưa thuận gió hòa."])
      expect(paper).toContain(shown);
    await leave(page);
  });

  it("[NEW1] a report starts from an outline, to which a section is added before it is created", async () => {
    const page = await newReport("Đề cương dán vào");
    const outline = "I. ĐẶC ĐIỂM TÌNH HÌNH\n1. Thuận lợi\n2. Khó khăn\nII. KẾT QUẢ THỰC HIỆN\n";
    await page.getByLabel("Dán đề cương, mỗi đề mục một dòng").fill(outline);
    await press(page, "Xem trước");
    const rows = page.getByRole("tree", { name: "Cây mục" }).getByRole("treeitem");
    await expect
      .poll(() => rows.allInnerTexts())
      .toEqual(["I.\nĐẶC ĐIỂM TÌNH HÌNH", "1.\nThuận lợi", "2.\nKhó khăn", "II.\nKẾT QUẢ THỰC HIỆN"]);
    await rows.last().click();
    await press(page, "Thêm mục");
    await page.getByRole("dialog").getByRole("textbox").fill("KIẾN NGHỊ");
    await page.keyboard.press("Enter");
    await press(page, "Lập báo cáo");
    const created = [
      "I. ĐẶC ĐIỂM TÌNH HÌNH",
      "1. Thuận lợi",
      "2. Khó khăn",
      "II. KẾT QUẢ THỰC HIỆN",
      "III. KIẾN NGHỊ",
    ];
    await expect.poll(() => titles(page)).toEqual(created);
    await page.getByRole("link", { name: "Tải tệp gốc đã nhập" }).waitFor();
    const paper = await writeIn(page, "III. KIẾN NGHỊ", "Đề nghị cấp giống lúa.");
    for (const shown of [...created, "Đề nghị cấp giống lúa."]) expect(paper).toContain(shown);
    await leave(page);
  });

  it("[DATE1] a due date is typed as dd/mm/yyyy; what is none stays in the field and is named", async () => {
    const page = await outline();
    const due = row(page, "TÌNH HÌNH").getByLabel("Hạn nộp, mục I.");
    await due.fill("31/2/2026");
    await due.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Không có ngày 31/2/2026" }).waitFor();
    await due.fill("5.8.2026");
    const saved = page.waitForResponse((r) => r.request().method() !== "GET" && r.ok());
    await due.press("Enter");
    await saved;
    await page.reload();
    expect(await due.inputValue()).toBe("05/08/2026");
    await leave(page);
  });

  it("[OUT2] rows are walked, moved and added to by keyboard alone", async () => {
    const page = await outline();
    await row(page, "TÌNH HÌNH").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("1. Kinh tế");
    await page.keyboard.press("Alt+Shift+ArrowDown");
    await expect
      .poll(() => titles(page))
      .toEqual(["I. TÌNH HÌNH", "II. KẾT QUẢ", "1. Văn hóa", "2. Kinh tế"]);
    await page.keyboard.press("Alt+Shift+ArrowLeft");
    await expect.poll(() => titles(page)).toContain("III. Kinh tế");
    await page.keyboard.press("Insert");
    await page.getByRole("dialog").getByLabel("Tên mục mới").fill("Quốc phòng");
    await page.keyboard.press("Enter");
    await expect.poll(() => titles(page)).toContain("IV. Quốc phòng");
    await leave(page);
  });

  it("[OUT3] several sections are assigned at once, and keep what was not chosen", async () => {
    const page = await outline();
    await page.getByLabel("Chọn mục II.").check();
    await page.getByLabel("Chọn mục III.").check({ force: true });
    await page.getByRole("button", { name: "Giao mục đã chọn" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Đơn vị chủ trì").selectOption({ label: "Phòng Kinh tế" });
    await dialog.getByRole("button", { name: "Lưu" }).click();
    await dialog.waitFor({ state: "detached" });
    for (const title of ["KẾT QUẢ", "Kinh tế"])
      expect(
        await row(page, title)
          .getByLabel(/^Đơn vị chủ trì/)
          .evaluate((e) => (e as HTMLSelectElement).selectedOptions[0]?.label),
      ).toBe("Phòng Kinh tế");
    await leave(page);
  });

  it("[PART1] a reader is found without accents, named, and may read", async () => {
    const page = await outline();
    await page.getByRole("button", { name: "Người tham gia" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Tìm người").fill("do quang");
    await dialog.getByLabel("Vai trò của Đỗ Quang Huy trong báo cáo").selectOption({ label: "Người xem" });
    await dialog.getByRole("button", { name: "Lưu" }).click();
    await dialog.waitFor({ state: "detached" });
    expect((await commune.office.send("report", { params: { id: reportId } })).status).toBe(200);
    await leave(page);
  });

  it("[PART3] of one header edited by two, other fields are merged and each conflict is chosen", async () => {
    const page = await outline();
    await page.getByRole("button", { name: "Sửa phần đầu, phần cuối" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Trích yếu nội dung").fill("Quý II năm 2026");
    await dialog.getByLabel("Địa danh").fill("Bản Mây");
    const before = await commune.coordinator.call<{ version: number }>("report", {
      params: { id: reportId },
    });
    await commune.coordinator.call("changeHeader", {
      params: { id: reportId },
      body: {
        version: before.version,
        dueAt: null,
        header: { ...header, subject: "6 tháng đầu năm", place: "Suối Ngàn Hạ", recipients: ["Sở Nội vụ"] },
      },
    });
    await dialog.getByRole("button", { name: "Lưu" }).click();
    const subject = dialog.getByRole("group", { name: "Trích yếu nội dung" });
    await subject.getByText("Quý II năm 2026").waitFor();
    await subject.getByText("6 tháng đầu năm").click();
    await dialog.getByRole("group", { name: "Địa danh" }).getByText("Bản Mây").waitFor();
    await dialog.getByRole("button", { name: "Lưu các lựa chọn" }).click();
    await dialog.waitFor({ state: "detached" });
    const after = await commune.coordinator.call<{ header: typeof header }>("report", {
      params: { id: reportId },
    });
    expect(after.header).toMatchObject({
      subject: "6 tháng đầu năm",
      place: "Bản Mây",
      recipients: ["Sở Nội vụ"],
    });
    await leave(page);
  });

  it("[LIST2] points and numbers on the paper are those of the files", async () => {
    const styles = [
      "letter",
      "dash",
      "letter",
      "body",
      "letter",
      "number",
      "letter",
      "letter",
      "number",
    ] as const;
    const blocks = styles.map((style, i) => ({ style, level: 1, text: `ý ${i}` }));
    const { id } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: { header, sections: [{ title: "ĐIỂM", blocks, children: [] }], dueAt: null, original: null },
    });
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${id}`);
    await page.getByText("ý 8").waitFor();
    // Only the accessibility tree tells what a counter shows.
    const session = await page.context().newCDPSession(page);
    const { nodes } = (await session.send("Accessibility.getFullAXTree")) as {
      nodes: readonly {
        readonly role?: { readonly value?: string };
        readonly name?: { readonly value?: string };
      }[];
    };
    const texts = nodes
      .filter((n) => n.role?.value === "StaticText")
      .map((n) => (n.name?.value ?? "").trim());
    // A counter and the mark behind it are two pieces; a dash is one.
    const shown = styles.map((style, i) => {
      const at = texts.indexOf(`ý ${i}`);
      return style === "body" ? "" : texts.slice(style === "dash" ? at - 1 : at - 2, at).join("");
    });
    const expected = paragraphLabels(
      blocks.map(({ style, level }) => ({ kind: "paragraph", style, level, align: "justify", runs: [] })),
    );
    expect(shown).toEqual(expected);
    expect(expected).toEqual(["a)", "-", "b)", "", "a)", "1.", "a)", "b)", "2."]);
    await leave(page);
  });

  it("[FIND1] finds in head, headings and texts without accents, counts, and goes round", async () => {
    const blocks = [{ style: "body", level: 1, text: "Thực hiện tốt; tiếp tục thực hiện." }];
    const { id } = await commune.coordinator.call<{ id: string }>("createReport", {
      body: {
        header: { ...header, opening: ["Thực hiện kế hoạch, xã báo cáo:"], closing: ["Trân trọng."] },
        sections: [{ title: "KẾT QUẢ THỰC HIỆN", blocks, children: [] }],
        dueAt: null,
        original: null,
      },
    });
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${id}`);
    await page.getByText("tiếp tục thực hiện").waitFor();
    await page.keyboard.press("Control+f");
    const field = page.getByLabel("Tìm trong báo cáo");
    await field.fill("thuc hien");
    const count = page.getByRole("search").getByRole("status");
    for (const shown of ["1/4", "2/4", "3/4", "4/4", "1/4"]) {
      await field.press("Enter");
      await expect.poll(() => count.innerText()).toBe(shown);
    }
    await field.press("Shift+Enter");
    await expect.poll(() => count.innerText()).toBe("4/4");
    await field.fill("khong co dau");
    await expect.poll(() => count.innerText()).toBe("Không thấy");
    await field.press("Escape");
    await field.waitFor({ state: "detached" });
    await leave(page);
  });

  it("[FIELD1] what is missing or wrong is said at its field in the page's language, and its label is in sight", async () => {
    const low = { width: 1366, height: 420 };
    const { page } = await openAs(browser, commune.admin, "/quan-tri/nguoi-dung", low);
    await page.getByLabel("Thư điện tử (nếu có máy chủ thư)").fill("không phải địa chỉ");
    const submit = page.getByRole("button", { name: "Tạo đường dẫn mời" });
    await submit.scrollIntoViewIfNeeded();
    await submit.click();
    await page.getByText("Chưa điền ô này.").waitFor();
    await page.getByText("Ô này chưa đúng.").waitFor();
    const name = page.getByLabel("Họ và tên").first();
    await expect.poll(() => name.evaluate((e) => e === document.activeElement)).toBe(true);
    const headerBottom = await page.getByRole("banner").evaluate((e) => e.getBoundingClientRect().bottom);
    const label = page.locator("label", { hasText: "Họ và tên" }).first();
    expect(await label.evaluate((e) => e.getBoundingClientRect().top)).toBeGreaterThanOrEqual(headerBottom);
    await name.fill("Lò Thị Mai");
    await page.getByText("Chưa điền ô này.").waitFor({ state: "detached" });
    await leave(page);
  });

  it("[FIN1] what stands in the way of finalising leads to its field and to its section", async () => {
    const { page } = await openAs(browser, commune.coordinator, `/bao-cao/${reportId}/chot`);
    await page.getByRole("link", { name: /Thiếu phần đầu, phần cuối: Chữ ký/ }).click();
    const name = page.getByRole("dialog").getByLabel("Họ tên người ký");
    await name.waitFor();
    await expect.poll(() => name.evaluate((e) => e === document.activeElement)).toBe(true);
    await page.goto(`${server.url}/bao-cao/${reportId}/chot`);
    await page
      .getByRole("link", { name: /chưa có nội dung/ })
      .first()
      .click();
    const frame = page.getByRole("region", { name: "I. TÌNH HÌNH" });
    await frame.waitFor();
    await expect
      .poll(() => frame.evaluate((e) => e === document.activeElement || e.contains(document.activeElement)))
      .toBe(true);
    await leave(page);
  });
});
