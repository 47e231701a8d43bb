import { expect } from "vitest";
import { ProgressPages } from "../pages/progress-pages.ts";
import { Shell } from "../pages/shell.ts";
import { words } from "../pages/words.ts";
import { WritePage } from "../pages/write-page.ts";
import { accounts, type Life, titles, typed } from "./life.ts";

const reason = "Bổ sung số người của bản Nà Khoang.";

/** Step 6: handed in, returned with a reason that its author finds, mended, handed in again, approved, locked. */
export async function handInAndReturn(life: Life): Promise<void> {
  const author = life.at("culture");
  const coordinator = new WritePage(life.at("coordinator"));
  await new WritePage(author).submit(titles.culture);
  await coordinator.giveBack(titles.culture, reason);

  const shell = new Shell(author);
  const progress = new ProgressPages(author);
  await shell.go("nav.myWork");
  const item = progress.work(titles.culture);
  await item.getByText(words("work.reason", { reason })).waitFor();
  await item.getByText(words("state.returned"), { exact: true }).waitFor();
  await life.hand.press(item.getByRole("link"));
  await new WritePage(author).text(titles.culture).waitFor();
  await shell.goInReport("nav.history");
  await progress.chooseSection(`2. ${titles.culture}`);
  await expect
    .poll(() => progress.entries())
    .toEqual(
      expect.arrayContaining([
        `${accounts.coordinator.name} | ${words("history.action.section.return")} | ${words("history.detail.reason", { reason })}`,
        expect.stringContaining(`${accounts.culture.name} | ${words("history.action.section.submit")}`),
      ]),
    );

  await shell.goInReport("nav.write");
  const paper = new WritePage(author);
  await paper.typeAtEnd(titles.culture, typed.participants);
  await paper.isSaved();
  await paper.submit(titles.culture);
  await coordinator.text(titles.culture).getByText(typed.participants.trim()).waitFor();
  await coordinator.approve(titles.culture);
  await coordinator.lock(titles.culture, "đã duyệt");
}

/** Step 6: who was offline when the section was locked finds the text again beside it, and sends it to the coordinator. */
export async function keepWhatWasRefused(life: Life): Promise<void> {
  const author = life.at("economy");
  const paper = new WritePage(author);
  const coordinator = new WritePage(life.at("coordinator"));
  await author.cutLine();
  await paper.typeAtEnd(titles.economy, typed.offline);
  await paper.isOffline();
  await coordinator.lock(titles.economy, "chốt số liệu");
  await author.mendLine();
  await paper.section(titles.economy).getByText(words("state.locked"), { exact: true }).waitFor();
  const kept = (await paper.openKept()).getByRole("article");
  await kept.getByText(typed.offline.trim()).first().waitFor({ timeout: 60_000 });
  expect(await paper.textOf(titles.economy)).not.toContain(typed.offline.trim());
  await paper.sendKept(typed.offline.trim());
  const received = (await coordinator.openKept()).getByRole("article");
  await received.getByText(typed.offline.trim()).first().waitFor();
  await received.getByText(accounts.economy.name).waitFor();
  expect(await coordinator.textOf(titles.economy)).not.toContain(typed.offline.trim());
}
