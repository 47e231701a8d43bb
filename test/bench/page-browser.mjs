// What is measured inside the page, and how.
//
// Ready: from the navigation's start to the end of the first frame in which every section that is in the window shows
// text, the paper's head is there, and one of these sections is an editor that accepts keys (`contenteditable`). Whole:
// the same for the text of all sections.
// Key: real key events of the DevTools protocol (`Input.dispatchKeyEvent`); from the event's own time stamp (set when the
// browser takes it in) to the end of the frame that shows the letter: an urgent task posted from that frame's
// requestAnimationFrame comes after its style, layout and paint. Key to rest: a plain message posted at the same moment
// comes after what the browser and the page have in hand by then (selectionchange, key up, timers, the acknowledgement).
// A page that was at rest gets its frame at once, so there is no waiting for the screen's 60 Hz in either.
import { performance } from "node:perf_hooks";
import { launchBrowser, officeScreen } from "../kit/browser.ts";
import { Rng } from "../kit/rng.ts";
import { sleep } from "./measure.mjs";

/** Runs in the page before its own scripts. */
function watch() {
  const afterPaint = (done) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });
  const bench = { ready: null, whole: null, keys: [], rests: [] };
  window.bench = bench;
  const hasText = (section) => (section.querySelector(".section-text")?.textContent.length ?? 0) > 0;
  const isInView = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const look = () => {
    const sections = [...document.querySelectorAll("section.section")];
    // Asked first, since asking for places makes the browser lay the page out.
    const hasEditor = document.querySelector(".section-text[contenteditable=true] p") !== null;
    if (bench.ready === null && hasEditor && document.querySelector(".sheet-head")) {
      const shown = sections.filter(isInView);
      if (
        shown.length > 0 &&
        shown.every(hasText) &&
        shown.some((s) => s.querySelector(".section-text[contenteditable=true] p"))
      )
        afterPaint((now) => (bench.ready ??= now));
    }
    if (sections.length > 0 && sections.every(hasText)) afterPaint((now) => (bench.whole ??= now));
    // Of a short report all the text is there a frame before the editor.
    if (bench.ready === null || bench.whole === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const measureKey = ({ timeStamp }) => {
    afterPaint((now) => bench.rests.push(now - timeStamp));
    requestAnimationFrame(() => {
      const told = () => bench.keys.push(performance.now() - timeStamp);
      void scheduler.postTask(told, { priority: "user-blocking" });
    });
  };
  addEventListener("keydown", measureKey, { capture: true });
}

export const openBrowser = () => launchBrowser();

/** A browser profile of its own, signed in, with nothing cached. */
export async function newProfile(browser, person) {
  const context = await browser.newContext({ viewport: officeScreen, locale: "vi-VN" });
  if (person.cookie === "") await person.signIn();
  await context.addCookies(
    person.cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.url };
    }),
  );
  await context.addInitScript(watch);
  return context;
}

export async function waitForText(page) {
  await page.waitForFunction(() => window.bench?.ready !== null && window.bench?.whole !== null, null, {
    timeout: 120_000,
  });
}

/** Opens the report and says when it was ready, and what JavaScript came over the line for it. */
export async function load(context, url) {
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error("page error:", error.message));
  await page.goto(url, { waitUntil: "commit" });
  await waitForText(page);
  const { ready, whole } = await page.evaluate(() => ({ ready: bench.ready, whole: bench.whole }));
  return { page, ready, whole };
}

/** All scripts that were fetched until the page is at rest, in kB (1,000 bytes) as transferred and uncompressed. */
export async function scriptsOf(page) {
  await sleep(1_500);
  return page.evaluate(() => {
    const scripts = performance
      .getEntriesByType("resource")
      .filter((entry) => new URL(entry.name).pathname.endsWith(".js"));
    const sum = (field) => scripts.reduce((n, entry) => n + entry[field], 0) / 1_000;
    return { transferred: sum("encodedBodySize"), raw: sum("decodedBodySize"), files: scripts.length };
  });
}

/** Puts the caret into the middle of a section's text with the mouse, and checks that keys arrive there. */
export async function clickInto(page, sectionId) {
  const text = page.locator(`#section-${sectionId} .section-text[contenteditable=true]`);
  await page.evaluate((id) => document.getElementById(`section-${id}`)?.scrollIntoView(), sectionId);
  await text.waitFor();
  const paragraphs = text.locator("p");
  const middle = paragraphs.nth(Math.floor((await paragraphs.count()) / 2));
  await middle.scrollIntoViewIfNeeded();
  const { x, y, height } = await middle.boundingBox();
  // Of a paragraph longer than the window the first lines may lie under the toolbar.
  await page.mouse.click(x + 200, height > officeScreen.height ? officeScreen.height / 2 : y + 30);
  return middle;
}

const letters = "nhgctmaoieuydlv";

/** @returns ms of every key, to the paint and to the rest after it. `gapMs`: about 8 keys a second at 125, not in step with the screen. */
export async function typeKeys(page, { count, gapMs, throttle = 1, seed = 3 }) {
  const rng = new Rng(seed);
  const cdp = await page.context().newCDPSession(page);
  if (throttle !== 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  await page.evaluate(() => (bench.keys.length = bench.rests.length = 0));
  for (let i = 0; i < count; i += 1) {
    const due = performance.now() + gapMs * (0.7 + rng.int(60) / 100);
    const key = i % 6 === 5 ? " " : letters[rng.int(letters.length)];
    const code = key === " " ? "Space" : `Key${key.toUpperCase()}`;
    const virtual = { key, code, windowsVirtualKeyCode: key === " " ? 32 : key.toUpperCase().charCodeAt(0) };
    await cdp.send("Input.dispatchKeyEvent", { type: "keyDown", text: key, ...virtual });
    await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...virtual });
    await sleep(Math.max(0, due - performance.now()));
  }
  await page.waitForFunction((n) => bench.rests.length >= n, count);
  const times = await page.evaluate(() => ({ paint: bench.keys, rest: bench.rests }));
  if (throttle !== 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await cdp.detach();
  return times;
}
