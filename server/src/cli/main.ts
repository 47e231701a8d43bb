import { readFileSync } from "node:fs";
import { verifyPackage } from "../adapters/seal/verify-package.ts";

const usage = `dongsoan verify <gói.zip>     kiểm chứng gói đã niêm phong (không cần máy chủ, không cần mạng)
dongsoan backup <tệp>         chép cơ sở dữ liệu SQLite trong khi máy chủ đang chạy (DATA_DIR)`;

function verify(file: string): number {
  const verdict = verifyPackage(readFileSync(file));
  if (!verdict.isSound) {
    console.error(`KHÔNG NGUYÊN VẸN\n${verdict.findings.map((f) => `- ${f}`).join("\n")}`);
    return 1;
  }
  const { manifest } = verdict;
  console.log(
    `NGUYÊN VẸN\nĐơn vị: ${manifest.organisation}\nNiêm phong: ${new Date(manifest.sealedAt).toISOString()} bởi ${manifest.sealedBy.name}`,
  );
  console.log(
    `Số mục: ${manifest.sections.length}\nMã kiểm chứng: ${manifest.rootHash}\nKhóa ký (SHA-256): ${verdict.keyFingerprint}`,
  );
  return 0;
}

async function backup(file: string): Promise<number> {
  const { openSqliteStorage } = await import("../adapters/storage-sqlite/sqlite-storage.ts");
  const storage = await openSqliteStorage({
    file: `${process.env["DATA_DIR"] ?? "./data"}/dongsoan.db`,
    clock: { now: () => Date.now() },
  });
  await storage.backup(file);
  await storage.close();
  console.log(`Đã sao lưu vào ${file}`);
  return 0;
}

/** @returns the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [command, file] = args;
  try {
    if (command === "verify" && file) return verify(file);
    if (command === "backup" && file) return await backup(file);
  } catch (error) {
    console.error(`Không đọc được: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  console.error(usage);
  return 2;
}
