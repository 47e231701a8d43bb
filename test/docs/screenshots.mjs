// Pictures for the README, taken from a demo installation: npm run screenshots (after npm run build).
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const port = 20_000 + Math.floor(Math.random() * 20_000);
const url = `http://127.0.0.1:${port}`;
const dataDir = mkdtempSync(join(tmpdir(), "dongsoan-shots-"));
const server = spawn(process.execPath, ["server/dist/main.js", "--demo"], {
  env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: "warn" },
  stdio: ["ignore", "pipe", "inherit"],
});
process.on("exit", () => server.kill());
let printed = "";
await new Promise((resolve) =>
  server.stdout.on("data", (chunk) => ((printed += chunk).includes(url) ? resolve() : undefined)),
);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const headers = { origin: url, "x-requested-with": "dongsoan" };

/** A browser of one of the demo's people. */
async function enter(username) {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
  });
  const page = await context.newPage();
  const password = new RegExp(`${username}\\s+(\\S+)`).exec(printed)[1];
  await page.request.post(`${url}/api/sign-in`, { data: { username, password }, headers });
  return page;
}
const page = await enter("dieuphoi");
const [{ id }] = await (await page.request.get(`${url}/api/reports`)).json();
const report = await (await page.request.get(`${url}/api/reports/${id}`)).json();
const sectionId = (title) => report.sections.find((s) => s.title.includes(title)).id;
const command = async (method, path, data) => {
  const response = await page.request.fetch(`${url}/api/${path}`, { method, headers, data });
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
};

// Some life for the pictures: one section handed in and approved, one returned, one locked.
const situation = sectionId("ĐẶC ĐIỂM");
await command("POST", `sections/${situation}/submit`);
await command("POST", `sections/${situation}/approve`);
const culture = sectionId("Văn hóa");
await command("POST", `sections/${culture}/submit`);
await command("POST", `sections/${culture}/return`, { reason: "Bổ sung số liệu học sinh quý II" });
await command("POST", `reports/${id}/lock`, { sectionIds: [sectionId("TỒN TẠI")], reason: "Chốt số liệu" });

const shoot = async (name, path, ready, prepare = async () => {}) => {
  await page.goto(`${url}${path}`);
  await page.locator(ready).first().waitFor();
  await prepare();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: `docs/screenshots/${name}.png` });
};

await shoot("import", "/bao-cao/moi", "h1", async () => {
  await page.locator("input[type=file]").setInputFiles("test/fixtures/bao-cao-suoi-ngan.txt");
  await page.getByRole("tree").waitFor();
});
await shoot("outline", `/bao-cao/${id}/muc`, "table");
await shoot("finalise", `/bao-cao/${id}/chot`, "h1");
const economist = await enter("kinhte");
await economist.goto(`${url}/bao-cao/${id}`);
await economist.locator('[data-save="saved"]').waitFor();
await shoot("writing", `/bao-cao/${id}`, '[data-save="saved"]', async () => {
  await page.locator(`#section-${sectionId("Phát triển kinh tế")}`).scrollIntoViewIfNeeded();
  const text = economist
    .locator(`#section-${sectionId("Phát triển kinh tế")} [contenteditable=true] p`)
    .first();
  await text.click();
  await economist.keyboard.press("End");
  await economist.keyboard.type(" Chăn nuôi ổn định.");
  await page.locator(".caret-label").first().waitFor();
});
await browser.close();
server.kill();
rmSync(dataDir, { recursive: true, force: true });
