import { afterAll, beforeAll, describe, it } from "vitest";
import { mouseHand } from "./pages/mouse-hand.ts";
import { NewReportPage } from "./pages/new-report-page.ts";
import { assignSections, insertAndMove } from "./life/assign.ts";
import { readWordFile, startRevision, verifyPackage } from "./life/check.ts";
import { handInAndReturn, keepWhatWasRefused } from "./life/hand-in.ts";
import { createReport, expectPreview, fileName, putInOrder } from "./life/import.ts";
import { importedText, Life } from "./life/life.ts";
import { resolveObstacles, sealReport } from "./life/seal.ts";
import { setUpOffice, signOutAndIn } from "./life/set-up.ts";
import { expectHidden, writeAtOnce } from "./life/write.ts";

// One story: a step of it cannot be tried again.
describe("the life of a report, by mouse", { retry: 0 }, () => {
  const life = new Life(mouseHand);
  beforeAll(() => life.begin());
  afterAll(() => life.end());

  it("starts with the printed link: an office, its units, its people", () => setUpOffice(life));
  it("lets one out, and in again by password", () => signOutAndIn(life));
  it("reads a file that is dropped on the page", async () => {
    const start = new NewReportPage(life.at("coordinator"));
    await start.open();
    await start.dropFile(fileName, importedText);
    await expectPreview(life);
  });
  it("is put in order by buttons and by dragging before it is created", () => putInOrder(life));
  it("is created, and keeps the file as it came", () => createReport(life, fileName));
  it("is given out to units and people", () => assignSections(life));
  it("takes a new section, and renumbers every open screen", () => insertAndMove(life));
  it("is written by four at once, two in one paragraph, and saved", () => writeAtOnce(life));
  it("[PERM6] shows number and owner of what one may not read", () => expectHidden(life));
  it("is handed in, returned with a reason, mended, approved and locked", () => handInAndReturn(life));
  it("[RET1] gives back what was written offline into a locked section", () => keepWhatWasRefused(life));
  it("[SEAL1] says what stands in the way of the seal", () => resolveObstacles(life));
  it("[SEAL6] is sealed, and cannot be written any more", () => sealReport(life));
  it("becomes a Word file that LibreOffice lays out", () => readWordFile(life));
  it("[SEAL7] is checked without a server; an altered section is named", () => verifyPackage(life));
  it("[SEAL8] goes on as a revision that names what it replaces", () => startRevision(life));
  it("had no error on any page", () => life.expectCleanHands());
});
