import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { type AuditRecord, findBrokenLink, firstPreviousHash } from "@dongsoan/shared/domain";
import { checkTexts } from "../adapters/storage-sql/stored-document.ts";
import type { Deps } from "../usecases/context.ts";
import { atInstallation } from "./at-installation.ts";
import { exit, help, type Terminal } from "./words.ts";

const pageSize = 500;

async function* chain(deps: Deps): AsyncGenerator<AuditRecord> {
  for (let from = 1; ; from += pageSize) {
    const page = await deps.reports.auditFrom(from, pageSize);
    yield* page;
    if (page.length < pageSize) return;
  }
}

export function auditCommand([verb, file]: readonly string[], terminal: Terminal): Promise<number> | number {
  if (verb === "verify" && file === undefined) return verifyAudit(terminal);
  if (verb === "export") return exportAudit(file, terminal);
  terminal.problem(help);
  return exit.usage;
}

/** AUDIT4: every link of the chain, every update of every section. */
const verifyAudit = (terminal: Terminal) =>
  atInstallation(terminal, async ({ deps, storage }) => {
    const hashOf = (content: unknown) => deps.sealer.hash(deps.sealer.canonical(content));
    let former: AuditRecord | null = null;
    let count = 0;
    for await (const record of chain(deps)) {
      const isNext: boolean =
        record.seq === (former?.seq ?? 0) + 1 && record.previousHash === (former?.hash ?? firstPreviousHash);
      if (!isNext || findBrokenLink([record], hashOf) !== null) {
        terminal.problem(`NHẬT KÝ BỊ SỬA tại dòng ${record.seq}.`);
        return exit.no;
      }
      former = record;
      count += 1;
    }
    const texts = await checkTexts(storage.kysely);
    for (const { sectionId, seq } of texts.damaged)
      terminal.problem(`NỘI DUNG HỎNG: mục ${sectionId}, từ bản ghi ${seq}.`);
    if (texts.damaged.length > 0) return exit.no;
    terminal.out(
      `NGUYÊN VẸN: ${count} dòng nhật ký, ${texts.sections} mục, ${texts.updates} bản ghi nội dung.\nMã dòng cuối: ${former?.hash ?? firstPreviousHash}`,
    );
    return exit.ok;
  });

const exportAudit = (file: string | undefined, terminal: Terminal) =>
  atInstallation(terminal, async ({ deps }) => {
    const out = file === undefined ? process.stdout : createWriteStream(file, { flags: "wx", mode: 0o600 });
    let count = 0;
    for await (const record of chain(deps)) {
      if (!out.write(`${JSON.stringify(record)}\n`)) await once(out, "drain");
      count += 1;
    }
    if (out !== process.stdout) {
      out.end();
      await once(out, "close");
      terminal.out(`Đã xuất ${count} dòng nhật ký vào ${file}`);
    }
    return exit.ok;
  });
