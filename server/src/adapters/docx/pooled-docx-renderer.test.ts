import { strFromU8, unzipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import { seedDocument } from "@dongsoan/shared/crdt";
import { pooledDocxRenderer } from "./pooled-docx-renderer.ts";

describe("Word files of stored texts", () => {
  const renderer = pooledDocxRenderer();
  afterAll(() => renderer.close());
  const section = { id: "1", depth: 1, label: "I.", title: "Một", blocks: [], children: [] };
  const wordsOf = (file: Uint8Array): string =>
    strFromU8(unzipSync(file)["word/document.xml"] ?? new Uint8Array());

  it.each([1, 1_000])("[WORD7] a text of %i paragraphs holds nobody up once it is large", async (count) => {
    const words = "Thu ngân sách đạt khá so với cùng kỳ năm trước.";
    const blocks = Array.from({ length: count }, () => ({ style: "body", level: 1, text: words }) as const);
    const texts = [{ sectionId: "1", updates: [seedDocument(blocks, 7)], form: { kind: "final" } as const }];
    let longestMs = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longestMs = Math.max(longestMs, now - last);
      last = now;
    }, 1);
    const file = await renderer.render({ header: emptyHeader, sections: [section] }, texts);
    clearInterval(timer);
    expect(wordsOf(file).split(words).length - 1).toBe(count);
    if (count > 1) expect(longestMs).toBeLessThan(100);
  });

  it("[WORD7] what is larger than any file may be is refused before it is read", async () => {
    const texts = [
      { sectionId: "1", updates: [new Uint8Array(90_000_000)], form: { kind: "final" } as const },
    ];
    const large = renderer.render({ header: emptyHeader, sections: [section] }, texts);
    await expect(large).rejects.toMatchObject({ code: "too-large" });
  });
});
