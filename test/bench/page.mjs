// node test/bench/page.mjs [--quick] [--rounds 5] [--only big,many,paragraph,suggestions,hour] [--no-build] [--write]
// The page in Chromium: the built page from the built server, a report of 60,000 words. How each figure is taken stands in
// page-browser.mjs and page-hour.mjs.
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, quantile } from "./measure.mjs";
import { build } from "./build.mjs";
import { FigureTable } from "./figure-table.mjs";
import { startBuiltServer } from "./page-server.mjs";
import { writeSection } from "./report.mjs";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string", default: "big,many,paragraph,suggestions,hour" },
    "no-build": { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
if (!options["no-build"]) build();
// These import built packages.
const { setUpCommune } = await import("../kit/commune.ts");
const { longText, makeReport } = await import("./page-report.mjs");
const { clickInto, load, newProfile, openBrowser, scriptsOf, typeKeys } = await import("./page-browser.mjs");
const { openFloor } = await import("./page-floor.mjs");
const { hourOfTyping } = await import("./page-hour.mjs");

const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
const keyCount = 200;
const gapMs = options.quick ? 70 : 125;
const parts = options.only.split(",");
const figures = new FigureTable();
const report = (...figure) => figures.add(...figure);
const middleOf = (list) => list[Math.floor(list.length / 2)];
const over = (list, field) => median(list.map((entry) => entry[field]));

const server = await startBuiltServer();
const browser = await openBrowser();
const { coordinator } = await setUpCommune({ url: server.url, setUpToken: server.setUpToken });
const urlOf = ({ id }) => `${server.url}/bao-cao/${id}`;

/** Loads in fresh profiles, then once more in the same one; types in the last. */
async function loads(made) {
  const first = [];
  const again = [];
  for (let i = 0; i < rounds; i += 1) {
    const context = await newProfile(browser, coordinator);
    const one = await load(context, urlOf(made));
    const scripts = await scriptsOf(one.page);
    first.push({ ...one, ...scripts });
    // The service worker takes over from the second visit on.
    await one.page.close();
    const two = await load(context, urlOf(made));
    again.push(two);
    await context.close();
  }
  return { first, again };
}

/** @param floorSize null: without the bare text beside it. */
async function keys(made, throttles, floorSize = null, mode = "write") {
  const out = new Map(throttles.map((t) => [t, []]));
  const floor = new Map(throttles.map((t) => [t, []]));
  for (let i = 0; i < Math.min(rounds, 3); i += 1) {
    if (floorSize !== null) {
      const bare = await openFloor(browser, coordinator, floorSize);
      for (const throttle of throttles)
        floor
          .get(throttle)
          .push(await typeKeys(bare.page, { count: keyCount, gapMs, throttle, seed: i + 3 }));
      await bare.context.close();
    }
    const context = await newProfile(browser, coordinator);
    const { page } = await load(context, urlOf(made));
    const middle = await clickInto(page, middleOf(made.sections));
    if (mode === "suggest") {
      await page.keyboard.press("Control+Alt+e");
      await page.locator(".suggest-toggle[aria-pressed=true]").waitFor();
      await clickInto(page, middleOf(made.sections));
    }
    const before = (await middle.textContent()).length;
    for (const throttle of throttles)
      out.get(throttle).push(await typeKeys(page, { count: keyCount, gapMs, throttle, seed: i + 3 }));
    const typed = (await middle.textContent()).length - before;
    if (typed !== keyCount * throttles.length) throw new Error(`${typed} letters arrived`);
    await page.locator('[data-save="saved"]').waitFor();
    await context.close();
  }
  return { ours: out, floor };
}
const figure = (runs, q, what = "paint") => median(runs.map((times) => quantile(times[what], q)));

if (parts.includes("big")) {
  const name = "20 sections of 3,000 words";
  const size = { sections: 20, wordsEach: 3_000 };
  const made = await makeReport(coordinator, size);
  const { first, again } = await loads(made);
  report(`${name}: ready to type, first visit`, over(first, "ready"), 700, "ms");
  report(`${name}: text of all sections there`, over(first, "whole"), null, "ms");
  report(`${name}: ready to type, second visit`, over(again, "ready"), 700, "ms");
  report(`JavaScript of the first load, as transferred`, over(first, "transferred"), 290, "kB");
  const { ours, floor } = await keys(made, [1, 6], size);
  const bare = "the same keys in a bare contenteditable of as many words";
  for (const [throttle, goal] of [
    [1, 12],
    [6, 65],
  ]) {
    const slow = throttle === 1 ? "" : `, ${throttle} × slower processor`;
    report(`${name}: key to paint${slow}, p50`, figure(ours.get(throttle), 0.5), null, "ms");
    report(`${bare}${slow}, p50`, figure(floor.get(throttle), 0.5), null, "ms");
    report(`${name}: key to paint${slow}, p95`, figure(ours.get(throttle), 0.95), goal, "ms");
    report(`${bare}${slow}, p95`, figure(floor.get(throttle), 0.95), null, "ms");
    report(`${name}: key to rest${slow}, p95`, figure(ours.get(throttle), 0.95, "rest"), null, "ms");
  }
}
if (parts.includes("many")) {
  const name = "200 sections of 300 words";
  const made = await makeReport(coordinator, { sections: 200, wordsEach: 300, seed: 2 });
  const { first, again } = await loads(made);
  report(`${name}: ready to type, first visit`, over(first, "ready"), 1_500, "ms");
  report(`${name}: text of all sections there`, over(first, "whole"), null, "ms");
  report(`${name}: ready to type, second visit`, over(again, "ready"), 1_500, "ms");
  const { ours: typed } = await keys(made, [1, 6]);
  report(`${name}: key to paint, p50`, figure(typed.get(1), 0.5), null, "ms");
  report(`${name}: key to paint, p95`, figure(typed.get(1), 0.95), 12, "ms");
  report(`${name}: key to rest, p95`, figure(typed.get(1), 0.95, "rest"), null, "ms");
  report(`${name}: key to paint, 6 × slower processor, p95`, figure(typed.get(6), 0.95), 65, "ms");
}
if (parts.includes("paragraph")) {
  const name = "one paragraph of 270 kB";
  const made = await makeReport(coordinator, { sections: 1, wordsEach: 70 });
  const { fillParagraph } = await import("./page-hour.mjs");
  await fillParagraph(coordinator, made.sections[0], longText(200_000));
  const { first } = await loads(made);
  report(`${name}: ready to type`, over(first, "ready"), null, "ms");
  const { ours: typed } = await keys(made, [1]);
  report(`${name}: key to paint, p95`, figure(typed.get(1), 0.95), null, "ms");
}
if (parts.includes("suggestions")) {
  const name = "a section of 5,000 words with 2,000 open suggestions";
  const size = { sections: 1, wordsEach: 5_000, seed: 5 };
  const plain = await makeReport(coordinator, size);
  const made = await makeReport(coordinator, size);
  const { suggestMany } = await import("./page-suggestions.mjs");
  const count = await suggestMany(coordinator, made.sections[0], 2_000);
  if (count !== 2_000) throw new Error(`${count} suggestions`);
  const { first: without, again: withoutAgain } = await loads(plain);
  const { first, again } = await loads(made);
  report(
    `the same section without suggestions: ready to type, first visit`,
    over(without, "ready"),
    null,
    "ms",
  );
  report(`${name}: ready to type, first visit`, over(first, "ready"), null, "ms");
  report(
    `${name}: what they add to the opening`,
    over(again, "ready") - over(withoutAgain, "ready"),
    500,
    "ms",
  );
  const { ours: typed } = await keys(made, [1]);
  report(`${name}: key to paint, p50`, figure(typed.get(1), 0.5), null, "ms");
  report(`${name}: key to paint, p95`, figure(typed.get(1), 0.95), 16, "ms");
  const { ours: suggested } = await keys(made, [1], null, "suggest");
  report(`${name}: key to rest, p95`, figure(typed.get(1), 0.95, "rest"), null, "ms");
  report(`${name}: key to paint while suggesting, p95`, figure(suggested.get(1), 0.95), 16, "ms");
}
if (parts.includes("hour")) {
  const made = await makeReport(coordinator, { sections: 20, wordsEach: 3_000, seed: 4 });
  const context = await newProfile(browser, coordinator);
  const { page } = await load(context, urlOf(made));
  const keysEach = options.quick ? 720 : 7_200;
  const { before, after, seconds } = await hourOfTyping({
    page,
    person: coordinator,
    sections: made.sections,
    keysEach,
  });
  const what = `five people, ${keysEach.toLocaleString("en")} keys each in ${Math.round(seconds)} s`;
  report(`${what}: memory before`, before.mb, null, "MB");
  report(`${what}: growth`, after.mb - before.mb, 30, "MB");
  console.log(`DOM nodes ${before.nodes} -> ${after.nodes}`);
  await context.close();
}
await browser.close();
await server.stop();

console.log(`\n${figures.toMarkdown()}`);

if (options.write) {
  const facts =
    `\`npm run bench -- --only page\`: production build, Chromium ${browser.version()}, server on the same ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; ` +
    `medians of ${rounds} loads in fresh profiles (nothing cached) and of ${Math.min(rounds, 3)} × ${keyCount} keys, about ${Math.round(1_000 / gapMs)} a second. ` +
    "Ready: from the navigation to the end of the frame with all visible text and an editor that takes keys. Key to paint: from the event's time stamp to the end of the frame with the letter, in a section in the middle; the page is at rest before it, so the frame comes at once. Key to rest: until what the browser and the page do after that frame is done as well. " +
    "The bare text is the browser's own floor: the same keys, measured alike, turn about with ours, without script or server. " +
    "The hour is simulated at some 80 keys a second and person; memory is JavaScript heap, buffers and DOM after garbage collection.";
  const file = fileURLToPath(new URL("../../docs/bench.md", import.meta.url));
  await writeSection(file, "page", `### The page\n\n${facts}\n\n${figures.toMarkdown()}`);
}
