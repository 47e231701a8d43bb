import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const sentence =
  "Báo cáo kết quả công tác: thu ngân sách đạt 54%, độ che phủ rừng giữ vững, đồng bào phấn khởi.";
const tcvn3 = Buffer.from(
  "42b8 6f 20 63 b8 6f 20 6b d5 74 20 71 75 b6 20 63 ab 6e 67 20 74 b8 63 3a 20 74 68 75 20 6e 67 a9 6e 20 73 b8 63 68 20 ae 1e"
    .replaceAll(" ", "")
    .replace(/1e$/, "b9742e"),
  "hex",
);

describe("decoding an imported file", () => {
  it("[IMP12] recognises UTF-8, with and without a mark, and decomposed letters", () => {
    for (const bytes of [
      Buffer.from(sentence),
      Buffer.from(`\ufeff${sentence}`),
      Buffer.from(sentence.normalize("NFD")),
    ])
      expect(decodeText(bytes)).toEqual({ ok: true, value: { text: sentence, encoding: "utf-8" } });
  });
  it("[IMP12] recognises UTF-16 with and without a mark", () => {
    const long = `${sentence} Plain words follow here to make the pattern clear.`;
    expect(decodeText(Buffer.from(`\ufeff${sentence}`, "utf16le"))).toMatchObject({
      value: { text: sentence, encoding: "utf-16le" },
    });
    expect(decodeText(Buffer.from(long, "utf16le"))).toMatchObject({
      value: { text: long, encoding: "utf-16le" },
    });
    const swapped = Buffer.from(`\ufeff${sentence}`, "utf16le").swap16();
    expect(decodeText(swapped)).toMatchObject({ value: { text: sentence, encoding: "utf-16be" } });
  });
  it("[IMP12] recognises windows-1258, whose marks are letters of their own", () => {
    // "Độ che phủ" as windows-1258: Ð, o-circumflex, combining dot below …
    const bytes = Buffer.from([
      0xd0, 0xf4, 0xf2, 0x20, 0x63, 0x68, 0x65, 0x20, 0x70, 0x68, 0x75, 0xd2, 0x20, 0x72, 0xfd, 0xcc, 0x6e,
      0x67, 0x2e,
    ]);
    expect(decodeText(bytes)).toEqual({
      ok: true,
      value: { text: "Độ che phủ rừng.", encoding: "windows-1258" },
    });
  });
  it("[IMP12] recognises TCVN3", () => {
    expect(decodeText(tcvn3)).toEqual({
      ok: true,
      value: { text: "Báo cáo kết quả công tác: thu ngân sách đạt.", encoding: "tcvn3" },
    });
  });
  it("[IMP13] refuses what is empty, binary or too large", () => {
    expect(decodeText(new Uint8Array())).toEqual({ ok: false, reason: "empty-file" });
    expect(decodeText(Buffer.from(" \n\t "))).toEqual({ ok: false, reason: "empty-file" });
    expect(decodeText(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 1, 2, 3]))).toEqual({
      ok: false,
      reason: "unsupported-file",
    });
    expect(decodeText(new Uint8Array(20_000_001))).toEqual({ ok: false, reason: "too-large" });
  });
});
