import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { decodeClientFrame, decodeServerFrame, encodeClientFrame } from "@dongsoan/shared/protocol";
import { AckClient } from "../kit/ack-client.ts";
import { leave } from "../kit/browser.ts";
import { testPassword } from "../kit/commune.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { TestPerson } from "../kit/person.ts";
import {
  andSaved,
  lineAtEveryWidth,
  lineWidths,
  markNow,
  recordSaveLine,
  savedSince,
  saidLines,
} from "../kit/save-line.ts";
import { setUpStage } from "../kit/stage.ts";
import { openOnLine, type SyncLine } from "../kit/sync-line.ts";

/** One page on a report of its own, its line to the server in our hand, and what its save line said. */
interface Desk {
  readonly page: Page;
  readonly line: SyncLine;
  readonly reportId: string;
  readonly sectionId: string;
  readonly errors: string[];
}

describe("the save line, at every width", () => {
  const stage = setUpStage();

  const sit = async (
    beforeLoad: (page: Page) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<Desk> => {
    const { reportId, section } = await makeOneSection(
      stage.commune.coordinator,
      stage.commune.units.economy.id,
    );
    const person = new TestPerson(stage.server.url, stage.commune.economy.username, testPassword);
    const { page, errors, line } = await openOnLine(
      stage.browser,
      person,
      `/bao-cao/${reportId}`,
      async (fresh) => {
        // Below the test's own limit, so that what was waited for is named.
        fresh.setDefaultTimeout(30_000);
        await recordSaveLine(fresh);
        await beforeLoad(fresh);
      },
    );
    return { page, line, reportId, sectionId: section.id, errors };
  };
  const editorOf = ({ page, sectionId }: Desk) => page.locator(`#section-${sectionId} .section-text`);
  const type = async (desk: Desk, text: string) => {
    await editorOf(desk).click();
    await desk.page.keyboard.press("Control+End");
    await desk.page.keyboard.type(text);
  };
  const said = (desk: Desk, kind: string) => desk.page.locator(`[data-save="${kind}"]`).waitFor();
  /** The words are the same ones at each width, with nothing over them. */
  const expectEverywhere = async (desk: Desk, words: RegExp) => {
    const seen = await lineAtEveryWidth(desk.page);
    for (const [i, text] of seen.entries()) expect(text, `${lineWidths[i]} px wide`).toMatch(words);
  };
  const onServer = async ({ sectionId }: Desk) => {
    const reader = new AckClient(stage.commune.coordinator, sectionId);
    await reader.synced;
    const { text } = reader;
    reader.leave();
    return text;
  };

  it('[SAVE2] [SAVE3] says "Đang lưu…" while an answer is due, "Chưa lưu: n thay đổi" when it is late, and "Đã lưu" by a new answer only', async () => {
    const desk = await sit();
    await said(desk, "saved");
    await expectEverywhere(desk, /^Đã lưu trên máy chủ \d\d:\d\d:\d\d$/);
    desk.line.hold();
    const mark = await markNow(desk.page);
    await type(desk, "abc");
    await said(desk, "saving");
    await expectEverywhere(desk, /^Đang lưu…$/);
    await said(desk, "unsaved");
    await expectEverywhere(desk, /^Chưa lưu: 3 thay đổi$/);
    const whileHeld = (await saidLines(desk.page)).filter((l) => l.at > mark);
    expect(whileHeld.map((l) => l.kind)).not.toContain("saved");
    desk.line.release();
    await savedSince(desk.page, mark);
    expect(await onServer(desk)).toContain("abc");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[SAVE4] [SAVE5] says that the connection is lost and that it tries again, asks before leaving, and merges afterwards", async () => {
    const desk = await sit();
    await said(desk, "saved");
    await desk.line.cut();
    await said(desk, "offline");
    await type(desk, "viết khi đứt dây");
    await expectEverywhere(desk, /^(Mất kết nối – đang giữ trên máy này|Đang kết nối lại \(lần \d+.*\))$/);
    await said(desk, "reconnecting");
    await expectEverywhere(desk, /^Đang kết nối lại \(lần \d+.*\)$/);
    const asked = desk.page.waitForEvent("dialog");
    const leaving = desk.page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await leaving;
    const words = (await saidLines(desk.page)).map((l) => l.words);
    expect(words).toContain("Mất kết nối – đang giữ trên máy này");
    const mark = await markNow(desk.page);
    desk.line.mend();
    await desk.page.getByRole("button", { name: "Thử ngay" }).click();
    await savedSince(desk.page, mark);
    expect(await onServer(desk)).toContain("viết khi đứt dây");
    // Everything is on the server: nothing is asked any more.
    await desk.page.goto("about:blank");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[SAVE8] says how many paragraphs were kept when the section was locked meanwhile", async () => {
    const desk = await sit();
    await said(desk, "saved");
    await desk.line.cut();
    await type(desk, "một câu");
    await desk.page.keyboard.press("Enter");
    await desk.page.keyboard.type("hai câu");
    await said(desk, "reconnecting");
    await stage.commune.coordinator.call("lockSections", {
      params: { id: desk.reportId },
      body: { sectionIds: [desk.sectionId], reason: "chốt số liệu" },
    });
    desk.line.mend();
    await desk.page.getByRole("button", { name: "Thử ngay" }).click();
    await said(desk, "retained");
    await expectEverywhere(desk, /^Mục đã khóa – 2 đoạn được giữ lại$/);
    await desk.page.getByRole("button", { name: "Xem", exact: true }).click();
    await desk.page.getByText("hai câu").first().waitFor();
    expect(await onServer(desk)).not.toContain("hai câu");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[RET10] a key after a lock goes into no text that is called saved, not even in the frame in which the lock comes", async () => {
    const desk = await sit((page) =>
      page.addInitScript(() => {
        // The screen's next frame comes when the test says so.
        const next = window.requestAnimationFrame.bind(window);
        const waiting: FrameRequestCallback[] = [];
        const frames = {
          isHeld: false,
          release: () => {
            frames.isHeld = false;
            for (const draw of waiting.splice(0)) next(draw);
          },
        };
        Object.assign(window, { frames_: frames });
        window.requestAnimationFrame = (draw) => (frames.isHeld ? waiting.push(draw) : next(draw));
      }),
    );
    await said(desk, "saved");
    await andSaved(desk.page, () => type(desk, " trước"));
    // Nor does the page learn of the lock by the report, which comes a moment later.
    const gate = Promise.withResolvers<void>();
    await desk.page.route("**/api/reports/**", async (route) => {
      await gate.promise;
      await route.continue();
    });
    await desk.page.evaluate(() => {
      const page = window as unknown as { frames_: { isHeld: boolean }; seen: string };
      page.frames_.isHeld = true;
      page.seen = "";
      const text = document.querySelector(".section-text");
      new MutationObserver(() => (page.seen += text?.textContent)).observe(document, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
    await stage.commune.coordinator.call("lockSections", {
      params: { id: desk.reportId },
      body: { sectionIds: [desk.sectionId], reason: "chốt số liệu" },
    });
    const isClosed = () => desk.line.received.some((frame) => decodeServerFrame(frame).kind === "close");
    await expect.poll(isClosed).toBe(true);
    await desk.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    await desk.page.keyboard.type("ωωω");
    gate.resolve();
    const seen = await desk.page.evaluate(() => {
      const page = window as unknown as { frames_: { release: () => void }; seen: string };
      page.frames_.release();
      return page.seen;
    });
    await desk.page.locator(".section-text[contenteditable=false]").waitFor();
    await said(desk, "saved");
    expect(await editorOf(desk).innerText()).toBe("Kết quả: trước");
    expect(await onServer(desk)).toContain("Kết quả: trước<");
    expect(seen).not.toContain("ω");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[RET10] of what is typed while the lock comes every letter that was to be seen is in the report or kept", async () => {
    const desk = await sit();
    await said(desk, "saved");
    await editorOf(desk).click();
    await desk.page.keyboard.press("Control+End");
    await desk.page.evaluate(() => {
      const page = window as unknown as { most: number };
      page.most = 0;
      new MutationObserver(() => {
        const text = document.querySelector(".section-text")?.textContent ?? "";
        page.most = Math.max(page.most, text.split("ω").length - 1);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    const typing = desk.page.keyboard.type("ω".repeat(60), { delay: 15 });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await stage.commune.coordinator.call("lockSections", {
      params: { id: desk.reportId },
      body: { sectionIds: [desk.sectionId], reason: "chốt số liệu" },
    });
    await typing;
    await desk.page.locator(".section-text[contenteditable=false]").waitFor();
    await desk.page.locator('[data-save="saved"], [data-save="retained"]').waitFor();
    const most = await desk.page.evaluate(() => (window as unknown as { most: number }).most);
    const count = (text: string) => text.split("ω").length - 1;
    const kept = async () =>
      (await stage.commune.economy.call<{ sectionId: string; paragraphs: { text: string }[] }[]>("retained"))
        .filter(({ sectionId }) => sectionId === desk.sectionId)
        .flatMap(({ paragraphs }) => paragraphs.map(({ text }) => count(text)));
    const stored = count(await onServer(desk));
    expect(stored).toBeGreaterThan(0);
    expect(count(await editorOf(desk).innerText())).toBe(stored);
    await expect.poll(async () => Math.max(stored, ...(await kept()))).toBe(most);
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[SAVE7] says that this machine keeps nothing where IndexedDB is refused, for as long as something is unsaved", async () => {
    const desk = await sit((page) =>
      page.addInitScript(() => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("refused by policy", "SecurityError");
        };
      }),
    );
    await said(desk, "saved");
    desk.line.hold();
    const mark = await markNow(desk.page);
    await type(desk, "không có kho");
    await said(desk, "no-local-store");
    await expectEverywhere(desk, /^Máy này không lưu tạm được – đừng đóng trang$/);
    desk.line.release();
    await savedSince(desk.page, mark);
    expect(await onServer(desk)).toContain("không có kho");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[SAVE9] says that the session has expired, keeps the text, and saves it after signing in again in place", async () => {
    const desk = await sit();
    await said(desk, "saved");
    const other = new TestPerson(stage.server.url, stage.commune.economy.username, testPassword);
    await other.signIn();
    const sessions = await other.call<{ id: string; isCurrent: boolean }[]>("openSessions");
    await desk.line.cut();
    await type(desk, "còn nguyên sau khi đăng nhập lại");
    for (const { id, isCurrent } of sessions)
      if (!isCurrent) await other.call("revokeSession", { params: { id } });
    desk.line.mend();
    await said(desk, "signed-out");
    expect(await desk.page.locator(".save-words").innerText()).toBe("Phiên đăng nhập hết hạn");
    const dialog = desk.page.getByRole("dialog");
    for (const width of lineWidths) {
      await desk.page.setViewportSize({ width, height: 768 });
      await dialog.getByText("Phiên đăng nhập hết hạn").first().waitFor();
    }
    const mark = await markNow(desk.page);
    await dialog.locator("input[type=password]").fill(testPassword);
    await desk.page.keyboard.press("Enter");
    await savedSince(desk.page, mark);
    expect(await editorOf(desk).innerText()).toContain("còn nguyên sau khi đăng nhập lại");
    expect(await onServer(desk)).toContain("còn nguyên sau khi đăng nhập lại");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });

  it("[SAVE10] says that the page must be loaded anew when the server no longer takes its schema, and keeps the text", async () => {
    const desk = await sit();
    await said(desk, "saved");
    await desk.line.cut();
    await type(desk, "viết ở bản cũ");
    desk.line.alter = (bytes) => {
      const frame = decodeClientFrame(bytes);
      return frame.kind === "open" ? Buffer.from(encodeClientFrame({ ...frame, schemaVersion: 0 })) : bytes;
    };
    desk.line.mend();
    await said(desk, "client-too-old");
    await expectEverywhere(desk, /^Cần tải lại để dùng phiên bản mới$/);
    desk.line.alter = (bytes) => bytes;
    desk.page.once("dialog", (dialog) => void dialog.accept());
    await andSaved(desk.page, async () => {
      const loaded = desk.page.waitForEvent("load");
      await desk.page.getByRole("button", { name: "Tải lại" }).click();
      await loaded;
    });
    expect(await onServer(desk)).toContain("viết ở bản cũ");
    expect(desk.errors).toEqual([]);
    await leave(desk.page);
  });
});
