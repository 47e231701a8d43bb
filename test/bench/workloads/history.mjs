// The past of a section: many single characters by several authors whose carets wander, a quarter of the edits deletions.
// Such a past does not melt into a few long runs, which is what makes old documents slow to join.
import * as Y from "yjs";

const authorCount = 6;
const turnEdits = 40;
const sentence =
  "Trong kỳ, các phòng của xã Bình Yên đã phối hợp rà soát số liệu, báo cáo đúng hạn và không để tồn đọng. ";

/** Repeatable chance. */
function chance(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What the authors wrote, as one string; what a server put there before them is left out. */
export function textOf(doc, first) {
  return doc
    .getXmlFragment("content")
    .toArray()
    .filter(({ _item }) => _item.id.client === first)
    .map(String)
    .join("\n");
}

/**
 * @returns `start`, the first author's paragraphs; `turns`, each the edits of one author, who knows all turns before it;
 * and what must come out: `text`, and the size of the `state`.
 */
export function makeHistory(edits, seed = 7) {
  const next = chance(seed);
  const doc = new Y.Doc();
  const authors = Array.from({ length: authorCount }, (_, i) => 500_000_001 + i * 7_919);
  doc.clientID = authors[0];
  const texts = Array.from({ length: 20 }, () => new Y.XmlText());
  doc.transact(() => {
    const paragraphs = texts.map((text) => {
      const paragraph = new Y.XmlElement("paragraph");
      paragraph.insert(0, [text]);
      return paragraph;
    });
    doc.getXmlFragment("content").push(paragraphs);
    for (const text of texts) text.insert(0, sentence);
  });
  const start = Y.encodeStateAsUpdate(doc);
  const carets = authors.map(() => ({ text: texts[0], at: 0 }));
  const turns = [];
  let updates = [];
  doc.on("update", (update) => updates.push(update));
  for (let made = 0; made < edits;) {
    const author = Math.floor(next() * authorCount);
    doc.clientID = authors[author];
    updates = [];
    for (let i = 0; i < turnEdits && made < edits; i += 1, made += 1) {
      const caret = carets[author];
      if (next() < 0.02) caret.text = texts[Math.floor(next() * texts.length)];
      if (next() < 0.7) caret.at += Math.floor(next() * 41) - 20;
      caret.at = Math.max(0, Math.min(caret.text.length, caret.at));
      if (next() < 0.25 && caret.at > 0) caret.text.delete((caret.at -= 1), 1);
      else {
        caret.text.insert(caret.at, "aăâeêioôơuưynghtc"[Math.floor(next() * 17)]);
        caret.at += 1;
      }
    }
    turns.push({ author, updates, reached: Y.getState(doc.store, authors[author]) });
  }
  return {
    authors,
    start,
    turns,
    text: textOf(doc, authors[0]),
    stateBytes: Y.encodeStateAsUpdate(doc).length,
  };
}
