// The floor: the same keys into a bare `contenteditable` with as many words, no script and no server behind it. What the
// browser itself takes on this machine, in the same run.
import { clickInto, load, newProfile } from "./page-browser.mjs";
import { longText } from "./page-report.mjs";

/** Letters of one paragraph of a generated report. */
const paragraphLength = 380;

const style = `
  p { margin: 6pt 0 0; text-align: justify; }
  .section-text { width: 165mm; margin: 0 auto; font: 14pt/1.3 Tinos, serif; white-space: pre-wrap; outline: none;
    content-visibility: auto; contain-intrinsic-block-size: auto 5000px; }`;

function html({ sections, wordsEach }) {
  const paragraphs = Math.ceil(wordsEach / 70);
  const section = (i) => {
    const text = Array.from(
      { length: paragraphs },
      (_, j) => `<p>${longText(paragraphLength, i * paragraphs + j + 1)}</p>`,
    );
    return `<section class="section" id="section-${i}"><div class="section-text" contenteditable="true" spellcheck="false">${text.join("")}</div></section>`;
  };
  const body = Array.from({ length: sections }, (_, i) => section(i)).join("");
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><div class="sheet-head">BÁO CÁO</div>${body}`;
}

/** @returns a page with the caret in the middle of the text. */
export async function openFloor(browser, person, size) {
  const context = await newProfile(browser, person);
  const url = `${person.url}/bare-text`;
  await context.route(url, (route) =>
    route.fulfill({ contentType: "text/html; charset=utf-8", body: html(size) }),
  );
  const { page } = await load(context, url);
  await clickInto(page, Math.floor(size.sections / 2));
  return { context, page };
}
