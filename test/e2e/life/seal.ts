import { expect } from "vitest";
import { AckClient } from "../../kit/ack-client.ts";
import { TestPerson } from "../../kit/person.ts";
import { FinalisePage } from "../pages/finalise-page.ts";
import { OutlinePage } from "../pages/outline-page.ts";
import { Shell } from "../pages/shell.ts";
import { words } from "../pages/words.ts";
import { WritePage } from "../pages/write-page.ts";
import { accounts, type Life, signer, symbol, titles, typed } from "./life.ts";

const notApproved = (label: string) => words("finalise.obstacle.section-not-approved", { label });

/** Step 7: what stands in the way, and how it goes out of the way. */
export async function resolveObstacles(life: Life): Promise<void> {
  const coordinator = life.at("coordinator");
  const shell = new Shell(coordinator);
  const finalise = new FinalisePage(coordinator);
  const paper = new WritePage(coordinator);
  await shell.goInReport("nav.finalise");
  const missing = words("finalise.obstacle.header-missing", { field: words("header.signature") });
  const empty = words("finalise.obstacle.section-empty", { label: `3. ${titles.digital}` });
  await finalise.obstacle(missing).waitFor();
  await finalise.obstacle(empty).waitFor();
  await finalise.obstacle(notApproved(`4. ${titles.economy}`)).waitFor();
  expect(await finalise.obstacle(notApproved(`2. ${titles.culture}`)).count()).toBe(0);
  // Nine of the ten sections, the empty one, the signature.
  await finalise.obstacleCount(11).waitFor();

  await life.hand.press(finalise.obstacle(missing));
  await new OutlinePage(coordinator).fillInSignatureName(signer);
  await shell.goInReport("nav.finalise");
  await life.hand.press(finalise.obstacle(empty));
  await paper.typeAtEnd(titles.digital, typed.digital);
  await paper.isSaved();

  await new WritePage(life.at("police")).submit(titles.order);
  await paper.unlock(titles.economy);
  const { culture: _approved, order, ...mine } = titles;
  await paper.approve(order);
  for (const title of Object.values(mine)) {
    await paper.submit(title);
    await paper.approve(title);
  }
  await shell.goInReport("nav.finalise");
  await expect.poll(() => finalise.verdict()).toEqual([]);
}

/** Step 7: the symbol typed, the seal on; nothing can be written any more, not even past the screens. */
export async function sealReport(life: Life): Promise<void> {
  const coordinator = life.at("coordinator");
  const finalise = new FinalisePage(coordinator);
  await finalise.seal(symbol);
  await finalise.sealedTitle().waitFor();
  const paper = new WritePage(life.at("economy"));
  await paper.section(titles.economy).getByText(words("write.reason.reportSealed")).waitFor();
  for (const title of [titles.economy, titles.tasks])
    await expect.poll(() => paper.text(title).getAttribute("contenteditable")).toBe("false");

  await expectRefused(life);
  life.packagePath = (await coordinator.download(finalise.packageLink())).path;
}

/** A program with the session of whoever could write there, at the command and at the socket. */
async function expectRefused(life: Life): Promise<void> {
  const { page } = life.at("economy");
  const insider = new TestPerson(life.server.url, accounts.economy.username, accounts.economy.password);
  insider.cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  const frame = new WritePage(life.at("economy")).section(titles.economy);
  const id = ((await frame.getAttribute("id")) ?? "").replace("section-", "");
  expect((await insider.send("submitSection", { params: { id } })).status).toBe(423);
  const socket = new AckClient(insider, id);
  await socket.synced.catch(() => undefined);
  const before = socket.text;
  expect(before).toContain("Phiên chợ vùng biên");
  socket.type("thêm sau niêm phong");
  expect(await socket.closed).toBe(4423);
  expect(socket.acknowledged()).toEqual([]);
  const again = new AckClient(insider, id);
  await again.synced.catch(() => undefined);
  expect(again.text).toBe(before);
  again.leave();
}
