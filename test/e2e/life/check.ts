import { fileURLToPath } from "node:url";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect } from "vitest";
import { FinalisePage } from "../pages/finalise-page.ts";
import { OutlinePage } from "../pages/outline-page.ts";
import { words } from "../pages/words.ts";
import { type Life, signer, symbol, titles, typed } from "./life.ts";

interface Ended {
  readonly code: number;
  readonly output: string;
}

const run = (command: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, [...args], { encoding: "utf8" }, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === "number" ? error.code : error ? 1 : 0,
        output: stdout + stderr,
      }),
    );
  });

/** Step 8: the Word file, as LibreOffice lays it out. */
export async function readWordFile(life: Life): Promise<void> {
  const coordinator = life.at("coordinator");
  const word = await coordinator.download(new FinalisePage(coordinator).wordLink());
  const dir = mkdtempSync(join(tmpdir(), "dongsoan-word-"));
  try {
    const file = join(dir, "bao-cao.docx");
    writeFileSync(file, readFileSync(word.path));
    const profile = `-env:UserInstallation=file://${join(dir, "profile")}`;
    const made = await run("soffice", [profile, "--headless", "--convert-to", "pdf", "--outdir", dir, file]);
    expect(made.code, made.output).toBe(0);
    const read = await run("pdftotext", ["-layout", join(dir, "bao-cao.pdf"), "-"]);
    const text = read.output.normalize("NFC").replace(/\s+/g, " ");
    for (const wanted of [
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      `/${symbol}`,
      `I. ${titles.situation}`,
      `1. ${titles.difficulties}`,
      `II. ${titles.results}`,
      `1. ${titles.order}`,
      `2. ${titles.culture}`,
      `3. ${titles.digital}`,
      `4. ${titles.economy}`,
      `III. ${titles.foreign}`,
      typed.order.trim(),
      typed.economyEnd.trim(),
      typed.participants.trim(),
      typed.digital,
      "Nơi nhận:",
      signer,
    ])
      expect(text).toContain(wanted);
    expect(text).not.toContain(typed.offline.trim());
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const dongsoan = fileURLToPath(new URL("../../../server/bin/dongsoan.mjs", import.meta.url));
const verify = (file: string): Promise<Ended> =>
  run(process.execPath, ["--conditions=source", dongsoan, "verify", file]);

/** Step 9: the package is sound; a copy with one word changed is not, and the section is named. */
export async function verifyPackage(life: Life): Promise<void> {
  await life.server.kill();
  const dir = mkdtempSync(join(tmpdir(), "dongsoan-package-"));
  try {
    const sound = await verify(life.packagePath);
    expect(sound.output).toContain("NGUYÊN VẸN");
    expect(sound.output).not.toContain("KHÔNG NGUYÊN VẸN");
    expect(sound.code).toBe(0);
    const files = unzipSync(readFileSync(life.packagePath));
    const content = strFromU8(files["content.json"] ?? new Uint8Array());
    expect(content).toContain("12 phiên");
    const changed = { ...files, "content.json": strToU8(content.replace("12 phiên", "21 phiên")) };
    const copy = join(dir, "ban-sua.zip");
    writeFileSync(copy, zipSync(changed));
    const altered = await verify(copy);
    expect(altered.output).toContain(`Mục 4. ${titles.economy}: nội dung đã bị sửa.`);
    expect(altered.code).toBe(1);
  } finally {
    rmSync(dir, { recursive: true, force: true });
    await life.server.launch();
  }
}

/** The end: a new revision is a copy that names what it replaces; the sealed one names it too. */
export async function startRevision(life: Life): Promise<void> {
  const coordinator = life.at("coordinator");
  const { page } = coordinator;
  const finalise = new FinalisePage(coordinator);
  await finalise.revise();
  const outline = new OutlinePage(coordinator);
  await page.getByText(words("sealed.replaces")).waitFor();
  await expect.poll(() => outline.headings()).toContain(`4. ${titles.economy}`);
  await life.hand.press(page.getByRole("link", { name: words("sealed.replaces.link") }));
  await finalise.sealedTitle().waitFor();
  await page.getByText(words("sealed.replacedBy")).waitFor();
}
