// An hour of five people typing, at an accelerated pace: what of it stays in one page's memory.
import { createRequire } from "node:module";
import { WebSocket } from "ws";
import { Rng } from "../kit/rng.ts";
import { sleep } from "./measure.mjs";
import { clickInto } from "./page-browser.mjs";

// The unmodified client of y-websocket, which the page's workspace brings.
const fromClient = createRequire(new URL("../../client/package.json", import.meta.url));
const Y = await import(fromClient.resolve("yjs"));
const { WebsocketProvider } = await import(fromClient.resolve("y-websocket"));

/** A colleague on the plain endpoint: types words, goes elsewhere, takes some back, tells its caret. */
class Colleague {
  #rng;
  #provider;
  #at = null;
  doc = new Y.Doc();

  constructor(person, sectionId, seed) {
    this.#rng = new Rng(seed);
    class SignedInSocket extends WebSocket {
      constructor(url) {
        super(url, { headers: { cookie: person.cookie, origin: person.url } });
      }
    }
    this.#provider = new WebsocketProvider(`${person.url.replace("http", "ws")}/sync`, sectionId, this.doc, {
      WebSocketPolyfill: SignedInSocket,
      disableBc: true,
    });
  }

  synced() {
    return new Promise((resolve) => this.#provider.once("sync", resolve));
  }

  /** One key: mostly a letter at the caret, sometimes Backspace, now and then another place or a new paragraph. */
  key() {
    const rng = this.#rng;
    const content = this.doc.getXmlFragment("content");
    if (this.#at === null || rng.int(60) === 0) {
      const paragraphs = content.toArray().filter((n) => n.get?.(0) instanceof Y.XmlText);
      const text = rng.pick(paragraphs).get(0);
      this.#at = { text, index: rng.int(text.length + 1) };
    }
    const at = this.#at;
    at.index = Math.min(at.index, at.text.length);
    if (rng.int(10) === 0 && at.index > 0) at.text.delete(--at.index, 1);
    else if (rng.int(300) === 0) {
      const element = new Y.XmlElement("paragraph");
      element.setAttribute("style", "body");
      element.setAttribute("level", 1);
      element.setAttribute("align", "justify");
      const text = new Y.XmlText("m");
      element.insert(0, [text]);
      content.push([element]);
      this.#at = { text, index: 1 };
    } else at.text.insert(at.index++, "nhgctmaoieu "[rng.int(12)]);
    const { text, index } = this.#at;
    const position = Y.createRelativePositionFromTypeIndex(text, index);
    this.#provider.awareness.setLocalStateField("cursor", { anchor: position, head: position });
  }

  leave() {
    this.#provider.destroy();
    this.doc.destroy();
  }
}

/** Writes a long text into the first paragraph of a section and waits until it is durable for others. */
export async function fillParagraph(person, sectionId, text) {
  const writer = new Colleague(person, sectionId, 1);
  await writer.synced();
  writer.doc.getXmlFragment("content").get(0).get(0).insert(0, text);
  const reader = new Colleague(person, sectionId, 2);
  await reader.synced();
  const arrived = () => reader.doc.getXmlFragment("content").get(0).get(0).length > text.length;
  while (!arrived()) await new Promise((resolve) => reader.doc.once("update", resolve));
  writer.leave();
  reader.leave();
}

async function memoryOf(cdp) {
  for (let i = 0; i < 3; i += 1) {
    await cdp.send("HeapProfiler.collectGarbage");
    await sleep(300);
  }
  const {
    usedSize,
    backingStorageSize = 0,
    embedderHeapUsedSize = 0,
  } = await cdp.send("Runtime.getHeapUsage");
  const { nodes } = await cdp.send("Memory.getDOMCounters");
  return { mb: (usedSize + backingStorageSize + embedderHeapUsedSize) / 1e6, nodes };
}

/**
 * Four colleagues and the page itself, each `keysEach` keys (7,200 = two a second for an hour), two of them in the page's
 * own section, at some 80 keys a second.
 * @returns memory of the page before and after, in MB: JavaScript heap, array buffers and the DOM's own heap, after
 * garbage collections. Undo steps, the text itself and its history are part of it.
 */
export async function hourOfTyping({ page, person, sections, keysEach }) {
  const middle = Math.floor(sections.length / 2);
  await clickInto(page, sections[middle]);
  const cdp = await page.context().newCDPSession(page);
  const places = [sections[middle], sections[middle], sections[0], sections.at(-1)];
  const colleagues = places.map((id, i) => new Colleague(person, id, i + 11));
  await Promise.all(colleagues.map((c) => c.synced()));
  const before = await memoryOf(cdp);
  const rng = new Rng(5);
  const startedAt = Date.now();
  for (let i = 0; i < keysEach; i += 1) {
    for (const colleague of colleagues) colleague.key();
    const key = i % 6 === 5 ? " " : "nhgctmaoieu"[rng.int(11)];
    if (rng.int(12) === 0)
      await cdp.send("Input.dispatchKeyEvent", {
        type: "keyDown",
        key: "Backspace",
        windowsVirtualKeyCode: 8,
      });
    else await cdp.send("Input.dispatchKeyEvent", { type: "keyDown", text: key, key });
    await sleep(Math.max(0, startedAt + (i + 1) * 12.5 - Date.now()));
  }
  const seconds = (Date.now() - startedAt) / 1_000;
  await page.locator('[data-save="saved"]').waitFor({ timeout: 60_000 });
  await sleep(3_000);
  const after = await memoryOf(cdp);
  // The page has what all have written: otherwise nothing was measured.
  const own = await page
    .locator(`#section-${sections[middle]} .section-text`)
    .evaluate((e) => e.textContent.length);
  const theirs = colleagues[0].doc
    .getXmlFragment("content")
    .toString()
    .replace(/<[^>]+>/g, "").length;
  for (const colleague of colleagues) colleague.leave();
  await cdp.detach();
  if (Math.abs(own - theirs) > 60)
    throw new Error(`the page shows ${own} letters, a colleague has ${theirs}`);
  return { before, after, seconds };
}
