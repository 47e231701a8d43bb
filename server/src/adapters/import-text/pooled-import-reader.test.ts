import { afterAll, describe, expect, it } from "vitest";
import { pooledImportReader } from "./pooled-import-reader.ts";

describe("imports on a thread", () => {
  const reader = pooledImportReader();
  afterAll(() => reader.close());
  const textOf = (count: number) =>
    Buffer.from(`I. KINH TẾ\n\n${Array.from({ length: count }, (_, i) => `Câu số ${i}.`).join("\n\n")}`);

  it.each([10, 20_000])(
    "[IMP8] a file of %i paragraphs is read, and holds nobody up once it is large",
    async (count) => {
      let longestMs = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longestMs = Math.max(longestMs, performance.now() - last);
        last = performance.now();
      }, 1);
      const read = await reader.read(textOf(count));
      clearInterval(timer);
      expect(read).toMatchObject({
        ok: true,
        value: { encoding: "utf-8", draft: { nodes: [{ title: "KINH TẾ" }] } },
      });
      expect(longestMs).toBeLessThan(250);
    },
  );

  it.each([1, 20_000])(
    "[IMP10] [IMP13] a file that is not read says why, on the thread too (%i times)",
    async (times) => {
      const pdf = Buffer.from(`%PDF-1.7 ${"x ".repeat(times * 10)}`);
      expect(await reader.read(pdf)).toEqual({ ok: false, reason: "unsupported-file" });
      const secret = Buffer.from(`TUYỆT MẬT\n\nI. KINH TẾ\n\n${"Câu. ".repeat(times)}`);
      expect(await reader.read(secret)).toEqual({ ok: false, reason: "secrecy-stamp" });
    },
  );
});
