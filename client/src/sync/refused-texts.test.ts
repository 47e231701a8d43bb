import { seedDocument } from "@dongsoan/shared/crdt";
import { retainedLimits, unitsOf } from "@dongsoan/shared/domain";
import { retainedBody } from "@dongsoan/shared/http-api";
import { describe, expect, it } from "vitest";
import { memoryRecords } from "./local-store.ts";
import { RefusedTexts, type HandInResult, type RefusedText } from "./refused-texts.ts";
import type { RefusedParagraph } from "./retained-diff.ts";

const refusedText = (id: string): RefusedText => ({
  id,
  reportId: "r",
  sectionId: "5b0f6a52-7c80-4f4e-9d43-5b7c0d7f1c11",
  reason: "section-locked",
  at: 1,
  lineage: 1,
  ownState: new Uint8Array([0, 0]),
  paragraphs: null,
});

async function handIn(
  paragraphs: readonly RefusedParagraph[],
  answer: (nth: number) => HandInResult = () => "kept",
) {
  const handed: RefusedText[] = [];
  const records = memoryRecords<RefusedText>();
  const refused = new RefusedTexts(records, (text) => {
    handed.push(text);
    return Promise.resolve(answer(handed.length));
  });
  const text = refusedText("1c6c2ca4-98a2-4c1b-8a0e-0a1f0b5f6a01");
  await refused.add(text);
  await refused.settle(text.sectionId, () => paragraphs);
  return { handed, refused, text };
}
const allOf = (texts: readonly RefusedText[]) => texts.flatMap(({ paragraphs }) => paragraphs ?? []);
const joined = (texts: readonly RefusedText[]) =>
  allOf(texts)
    .map((p) => p.text)
    .join("");

describe("refused texts", () => {
  it("[RET9] a long one is handed in whole, in several that the server takes", async () => {
    const paragraphs = Array.from({ length: 2 * retainedLimits.paragraphCount + 3 }, (_, i) => ({
      text: `Đoạn ${i}. ${"Xã có 21 bản. ".repeat(40)}`,
      before: i % 2 === 0 ? null : "Xã có 20 bản.",
    }));
    const { handed, refused, text } = await handIn(paragraphs);
    expect(allOf(handed)).toEqual(paragraphs);
    expect(new Set(handed.map(({ id }) => id)).size).toBe(handed.length);
    expect(handed[0]?.id).toBe(text.id);
    for (const one of handed) {
      expect(retainedBody.safeParse({ ...one, paragraphs: one.paragraphs }).success).toBe(true);
      expect(unitsOf({ paragraphs: one.paragraphs ?? [] })).toBeLessThanOrEqual(retainedLimits.units);
    }
    expect(refused.texts).toEqual([]);
  });
  it("[RET9] a long paragraph is parted between words, and no letter is lost or torn", async () => {
    const words = "Bản Nà Sài 🌾 ".repeat(4_000);
    const solid = "🌾".repeat(retainedLimits.paragraphUnits);
    for (const text of [words, `a${solid}`]) {
      const { handed } = await handIn([{ text, before: text.slice(0, 30_000) }]);
      expect(joined(handed)).toBe(text);
      expect(allOf(handed).every((p) => p.text.isWellFormed() && p.before !== null)).toBe(true);
      expect(allOf(handed).every((p) => p.text.length <= retainedLimits.paragraphUnits)).toBe(true);
    }
  });
  it("[RET11] of a section that can be read no longer all that was written is handed in, of others nothing yet", async () => {
    const handed: RefusedText[] = [];
    const refused = new RefusedTexts(memoryRecords<RefusedText>(), (text) => {
      handed.push(text);
      return Promise.resolve("kept");
    });
    const ownState = seedDocument([{ style: "body", level: 1, text: "Chữ của tôi" }], 7);
    await refused.add({ ...refusedText("1"), sectionId: "hidden", ownState });
    await refused.add({ ...refusedText("2"), sectionId: "open", ownState });
    await refused.settleAlone(({ sectionId }) => sectionId === "hidden");
    expect(handed).toMatchObject([{ id: "1", paragraphs: [{ text: "Chữ của tôi", before: null }] }]);
    expect(refused.texts.map(({ id }) => id)).toEqual(["2"]);
  });
  it("[RET9] what the server has not kept stays here", async () => {
    const paragraphs = Array.from({ length: retainedLimits.paragraphCount + 1 }, (_, i) => ({
      text: `Đoạn ${i}`,
      before: null,
    }));
    const { handed, refused } = await handIn(paragraphs, (nth) => (nth === 1 ? "impossible" : "kept"));
    expect(handed).toHaveLength(2);
    expect(allOf(refused.texts)).toEqual(handed[0]?.paragraphs);
  });
});
