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
let printed = "";
await new Promise((resolve) =>
  server.stdout.on("data", (chunk) => ((printed += chunk).includes(url) ? resolve() : undefined)),
);
const password = /dieuphoi\s+(\S+)/.exec(printed)[1];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const context = await browser.newContext({
  viewport: { width: 1366, height: 768 },
  locale: "vi-VN",
  timezoneId: "Asia/Ho_Chi_Minh",
});
const page = await context.newPage();
await page.request.post(`${url}/api/sign-in`, {
  data: { username: "dieuphoi", password },
  headers: { origin: url },
});
const [report] = await (await page.request.get(`${url}/api/reports`)).json();
const shoot = async (name, path, ready) => {
  await page.goto(`${url}${path}`);
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: `docs/screenshots/${name}.png` });
};
await shoot("writing", `/bao-cao/${report.id}`, '[data-save="saved"]');
await shoot("outline", `/bao-cao/${report.id}/muc`, "table");
await shoot("finalise", `/bao-cao/${report.id}/chot`, "h1");
await browser.close();
server.kill();
rmSync(dataDir, { recursive: true, force: true });
