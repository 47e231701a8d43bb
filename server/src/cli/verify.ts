import { readFileSync } from "node:fs";
import { verifyPackage } from "../adapters/seal/verify-package.ts";
import { exit, help, type Terminal } from "./words.ts";

/** SEAL7: with nothing but the file. */
export function verify([file]: readonly string[], terminal: Terminal): number {
  if (file === undefined) {
    terminal.problem(help);
    return exit.usage;
  }
  const verdict = verifyPackage(readFileSync(file));
  if (!verdict.isSound) {
    terminal.problem(`KHÔNG NGUYÊN VẸN\n${verdict.findings.map((f) => `- ${f}`).join("\n")}`);
    return exit.no;
  }
  const { manifest } = verdict;
  terminal.out(
    `NGUYÊN VẸN\nĐơn vị: ${manifest.organisation}\nNiêm phong: ${new Date(manifest.sealedAt).toISOString()} bởi ${manifest.sealedBy.name}`,
  );
  terminal.out(
    `Số mục: ${manifest.sections.length}\nMã kiểm chứng: ${manifest.rootHash}\nKhóa ký (SHA-256): ${verdict.keyFingerprint}`,
  );
  return exit.ok;
}
