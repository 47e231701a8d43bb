import { readFileSync } from "node:fs";
import { verifyPackage } from "../adapters/seal/verify-package.ts";
import { formatExactTime } from "@dongsoan/shared/i18n";
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
  const { manifest, header } = verdict;
  const { number, symbol, typeName, subject } = header;
  terminal.out(
    `NGUYÊN VẸN\nVăn bản: ${typeName} ${subject}\nSố, ký hiệu: ${number || "(trống)"}/${symbol}\nĐơn vị: ${manifest.organisation}`,
  );
  terminal.out(`Niêm phong: ${formatExactTime("vi", manifest.sealedAt)}, ${manifest.sealedBy.name}`);
  terminal.out(
    `Số mục: ${manifest.sections.length}\nMã kiểm chứng: ${manifest.rootHash}\nKhóa ký (SHA-256): ${verdict.keyFingerprint}`,
  );
  return exit.ok;
}
