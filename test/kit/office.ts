import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Verdict } from "./read-word.ts";

/** Runs LibreOffice, with a directory of its own for files and profile. */
async function withOffice<Result>(
  work: (dir: string, run: (...args: readonly string[]) => Promise<unknown>) => Promise<Result>,
): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), "dongsoan-office-"));
  try {
    return await work(dir, (...args) =>
      promisify(execFile)("soffice", [`-env:UserInstallation=file://${dir}/profile`, "--headless", ...args], {
        timeout: 60_000,
      }),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What LibreOffice makes of a Word file: its own flat format, with tracked changes and annotations spelled out. */
export function openedByLibreOffice(file: Uint8Array): Promise<string> {
  return withOffice(async (dir, run) => {
    const path = join(dir, "report.docx");
    writeFileSync(path, file);
    await run("--convert-to", "fodt", "--outdir", dir, path);
    return readFileSync(join(dir, "report.fodt"), "utf8");
  });
}

/** A Word file that was opened in LibreOffice and stored again, its tracked changes undecided. */
export function storedByLibreOffice(file: Uint8Array): Promise<Uint8Array> {
  return withOffice(async (dir, run) => {
    const path = join(dir, "report.docx");
    writeFileSync(path, file);
    await run("--convert-to", "docx:MS Word 2007 XML", "--outdir", join(dir, "stored"), path);
    return readFileSync(join(dir, "stored", "report.docx"));
  });
}

/** The Word file that LibreOffice makes of a page. */
export function wordFromHtml(html: string): Promise<Uint8Array> {
  return withOffice(async (dir, run) => {
    const path = join(dir, "page.html");
    writeFileSync(path, html);
    await run("--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", "--outdir", dir, path);
    return readFileSync(join(dir, "page.docx"));
  });
}

/**
 * Word files as LibreOffice writes them again once all their tracked changes are decided, each as its menu does it.
 * A file without any is only written again, for comparison.
 */
export function decidedByLibreOffice(
  files: readonly Uint8Array[],
  verdict: Verdict,
): Promise<readonly Uint8Array[]> {
  return withOffice(async (dir, run) => {
    for (const [i, file] of files.entries()) writeFileSync(join(dir, `${i}.docx`), file);
    // The first start fills the profile, over what stands there.
    await run("--terminate_after_init");
    addMacro(dir, decideAll(dir, files.length, verdict));
    await run("macro:///Standard.Decide.DecideAll()");
    return files.map((_file, i) => readFileSync(join(dir, `${i}.decided.docx`)));
  });
}

const decideAll = (dir: string, count: number, verdict: Verdict): string => `
Sub DecideAll
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim word(0) As New com.sun.star.beans.PropertyValue
  word(0).Name = "FilterName"
  word(0).Value = "MS Word 2007 XML"
  menu = createUnoService("com.sun.star.frame.DispatchHelper")
  command = ".uno:${verdict === "accept" ? "Accept" : "Reject"}AllTrackedChanges"
  For i = 0 To ${count - 1}
    path = "file://${dir}/" + i
    text = StarDesktop.loadComponentFromURL(path + ".docx", "_blank", 0, hidden())
    menu.executeDispatch(text.CurrentController.Frame, command, "", 0, Array())
    text.storeToURL(path + ".decided.docx", word())
    text.close(True)
  Next i
End Sub
`;

/** A macro of the profile's own library. */
function addMacro(dir: string, source: string): void {
  const head = (root: string, dtd: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE ${root} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "${dtd}.dtd">`;
  const library = join(dir, "profile", "user", "basic", "Standard");
  writeFileSync(
    join(library, "script.xlb"),
    `${head("library:library", "library")}
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard">
<library:element library:name="Decide"/></library:library>`,
  );
  writeFileSync(
    join(library, "Decide.xba"),
    `${head("script:module", "module")}
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Decide" script:language="StarBasic">${source}</script:module>`,
  );
}
