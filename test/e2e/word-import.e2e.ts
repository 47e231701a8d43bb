import { describe, expect, it } from "vitest";
import { openAs } from "../kit/browser.ts";
import { setUpStage } from "../kit/stage.ts";
import { by, p, run, struck, wordFile } from "../kit/word-file.ts";
import { words } from "./pages/words.ts";

const an = by("Lò Văn An");
const file = wordFile(
  [
    p(run("I. KINH TẾ")),
    p(
      `${run("Gieo trồng được ")}<w:del ${an}>${struck("95")}</w:del><w:ins ${an}>${run("97")}</w:ins>${run(" ha lúa.")}`,
    ),
    p(run("II. VĂN HÓA")),
    p(`<w:ins ${by("Vi Thị Bình")}>${run("Lễ hội đông vui.")}</w:ins>`),
  ].join(""),
  { comments: `<w:comment ${by("Vi Thị Bình")}>${p(run("Xem lại."))}</w:comment>` },
);

describe("a Word file with tracked changes", () => {
  const stage = setUpStage();

  it("[IMP29] [IMP30] is read as accepted, and the preview says of whom, and what is not taken", async () => {
    const { page, errors } = await openAs(stage.browser, stage.commune.coordinator, "/bao-cao/moi");
    await page.locator("input[type=file]").setInputFiles({
      name: "bao-cao.docx",
      mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      buffer: Buffer.from(file),
    });
    await page.getByRole("treeitem", { name: "KINH TẾ" }).click();
    await page.getByText("Gieo trồng được 97 ha lúa.", { exact: true }).waitFor();
    await page.getByText(words("preview.word.revisions.accepted")).waitFor();
    const counts = { insertions: 1, deletions: 1, looks: 0 };
    await page.getByText(words("preview.word.revisions.of", { author: "Lò Văn An", ...counts })).waitFor();
    await page
      .getByText(words("preview.word.revisions.of", { author: "Vi Thị Bình", ...counts, deletions: 0 }))
      .waitFor();
    await page.getByText(words("preview.word.comments", { count: 1, authors: "Vi Thị Bình" })).waitFor();
    await page
      .getByRole("button", { name: words("preview.create"), exact: true })
      .first()
      .click();
    await page.waitForURL(/\/bao-cao\/[^/]+\/muc$/);
    await page.getByRole("rowheader", { name: "VĂN HÓA" }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
