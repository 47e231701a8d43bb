import { createHash } from "node:crypto";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { ApprovedSeal, AuditRecord } from "@dongsoan/shared/domain";

/** The sealed package: a zip of plain files that anybody can open and `dongsoan verify` can check. */
export const packageFiles = {
  manifest: "manifest.json",
  content: "content.json",
  signature: "signature.txt",
  publicKey: "public-key.pem",
  word: "bao-cao.docx",
  wordHash: "bao-cao.docx.sha256",
  audit: "audit.jsonl",
} as const;

export function zipPackage({
  seal,
  word,
  audit,
}: {
  readonly seal: ApprovedSeal;
  readonly word: Uint8Array;
  readonly audit: readonly AuditRecord[];
}): Uint8Array {
  const wordHash = createHash("sha256").update(word).digest("hex");
  return zipSync({
    [packageFiles.manifest]: strToU8(JSON.stringify(seal.manifest, null, 2)),
    [packageFiles.content]: strToU8(seal.contentJson),
    [packageFiles.signature]: strToU8(seal.signature),
    [packageFiles.publicKey]: strToU8(seal.publicKey),
    [packageFiles.word]: word,
    [packageFiles.wordHash]: strToU8(wordHash),
    [packageFiles.audit]: strToU8(audit.map((record) => JSON.stringify(record)).join("\n")),
  });
}

/** @throws Error when it is no zip, or a part is missing. */
export function unzipPackage(bytes: Uint8Array): Readonly<Record<keyof typeof packageFiles, Uint8Array>> {
  const files = unzipSync(bytes, {
    filter: (file) =>
      Object.values<string>(packageFiles).includes(file.name) && file.originalSize < 200_000_000,
  });
  const part = (name: string): Uint8Array => {
    const content = files[name];
    if (!content) throw new Error(`thiếu tệp ${name}`);
    return content;
  };
  return Object.fromEntries(Object.entries(packageFiles).map(([key, name]) => [key, part(name)])) as Record<
    keyof typeof packageFiles,
    Uint8Array
  >;
}

export const textOf = (bytes: Uint8Array): string => strFromU8(bytes);
