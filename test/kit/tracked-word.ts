import * as Y from "yjs";
import { contentOf, plainBlock, readWithRevisions, traceFragment } from "@dongsoan/shared/crdt";
import { type Block, emptyHeader, type SectionModel } from "@dongsoan/shared/domain";
import { renderWord } from "../../server/src/adapters/docx/render-word.ts";
import { plainParagraph, plainTable, suggestAnything } from "./random-suggestion.ts";
import { Rng } from "./rng.ts";

const fileOf = (blocks: readonly Block[]): Promise<Uint8Array> => {
  const section: SectionModel = { id: "1", depth: 1, label: "I.", title: "Một", blocks, children: [] };
  return renderWord({ header: emptyHeader, sections: [section] });
};

/** A text with 25 suggestions of three people, in the three forms of a file. */
export async function filesOf(seed: number) {
  const rng = new Rng(seed);
  const doc = new Y.Doc();
  doc.clientID = 7;
  const content = contentOf(doc);
  const text = "Đến hết quý III, xã có hai mươi mốt bản";
  const listed = [1, 2, 3].map((i) => {
    const item = plainParagraph(`${text} số ${i}`);
    item.setAttribute("style", "letter");
    item.setAttribute("align", i === 2 ? "left" : "justify");
    if (i === 3) item.setAttribute("level", 2 as unknown as string);
    return item;
  });
  const centred = plainParagraph(text);
  centred.setAttribute("align", "center");
  content.insert(0, [plainParagraph(text), centred, ...listed, plainTable(3, 3), plainParagraph(text)]);
  for (let i = 0; i < 25; i += 1) {
    doc.clientID = 10 + (i % 3);
    doc.transact(() => suggestAnything(rng, content, `u${i % 3}`, `s${i}`));
  }
  const authors: string[] = [];
  const revised = readWithRevisions(content, (record) => {
    const author = record?.by ?? "nobody";
    return { id: authors.push(author), author, at: 1_700_000_000_000 };
  });
  return {
    authors,
    revised,
    tracked: await fileOf(revised),
    clean: await fileOf(traceFragment(content, "final").map(plainBlock)),
    original: await fileOf(traceFragment(content, "base").map(plainBlock)),
  };
}
