import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What LibreOffice makes of a Word file: its own flat format, with tracked changes and annotations spelled out. */
export function openedByLibreOffice(file: Uint8Array): string {
  const dir = mkdtempSync(join(tmpdir(), "dongsoan-office-"));
  try {
    writeFileSync(join(dir, "report.docx"), file);
    const profile = `-env:UserInstallation=file://${dir}/profile`;
    execFileSync(
      "soffice",
      [profile, "--headless", "--convert-to", "fodt", "--outdir", dir, join(dir, "report.docx")],
      {
        timeout: 60_000,
        stdio: "ignore",
      },
    );
    return readFileSync(join(dir, "report.fodt"), "utf8");
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
