import fc from "fast-check";
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

  /** Bytes as glibc's iconv writes them, shown as Latin-1. */
  const people = "Từ năm 2021, xã Suối Ngàn có 512 hộ; tỷ lệ giảm nghèo đạt 5,2%. Cả bản Đá Đỏ phấn khởi.";
  it.each([
    [
      "tcvn3",
      "T\xf5 n\xa8m 2021, x\xb7 Su\xe8i Ng\xb5n c\xe3 512 h\xe9; t\xfb l\xd6 gi\xb6m ngh\xcco \xae\xb9t 5,2%. C\xb6 b\xb6n \xa7\xb8 \xa7\xe1 ph\xcan kh\xebi.",
    ],
    [
      "windows-1258",
      "T\xfd\xcc n\xe3m 2021, xa\xde Su\xf4\xeci Ng\xe0n c\xf3 512 h\xf4\xf2; ty\xd2 l\xea\xf2 gia\xd2m ngh\xe8o \xf0a\xf2t 5,2%. Ca\xd2 ba\xd2n \xd0\xe1 \xd0o\xd2 ph\xe2\xecn kh\xf5\xd2i.",
    ],
  ])("[IMP12] reads what other programs write in %s", (encoding, bytes) => {
    expect(decodeText(Buffer.from(bytes, "latin1"))).toEqual({ ok: true, value: { text: people, encoding } });
  });
  it("[IMP12] gives back the capitals of TCVN3 by line, and makes none where there were none", () => {
    const bytes = [
      "K\xd5T QU\xb6 \xeb X\xb7 SU\xe8I NG\xb5N",
      "T\xf5 n\xa8m qua, b\xb5 con UBND x\xb7 v\xb5 C\xb6 b\xb6n.",
      "S\xe8: 05/BC-UBND",
    ].join("\n");
    expect(decodeText(Buffer.from(bytes, "latin1"))).toMatchObject({
      value: {
        encoding: "tcvn3",
        text: "KẾT QUẢ Ở XÃ SUỐI NGÀN\nTừ năm qua, bà con UBND xã và Cả bản.\nSố: 05/BC-UBND",
      },
    });
  });
  it("[IMP12] a letter cut in two at the end of the file changes nothing", () => {
    expect(decodeText(Buffer.from(`${sentence} ạ`).subarray(0, -1))).toMatchObject({
      value: { text: sentence + " ", encoding: "utf-8" },
    });
  });
  it.each(["%PDF-1.7 only signs of text", "{\\rtf1 only signs of text}", "PK\u0003\u0004"])(
    "[IMP13] refuses %j by its first bytes",
    (start) => {
      expect(decodeText(Buffer.from(start.padEnd(5_000, "x"), "latin1"))).toEqual({
        ok: false,
        reason: "unsupported-file",
      });
    },
  );
  it("[IMP13] bytes at random never make it throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof decodeText(bytes).ok).toBe("boolean");
      }),
    );
  });
});
