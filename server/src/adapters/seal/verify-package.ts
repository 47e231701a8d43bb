import { createHash, createPublicKey, verify } from "node:crypto";
import canonicalize from "canonicalize";
import {
  type AuditRecord,
  findBrokenLink,
  must,
  type ReportModel,
  type SealManifest,
  sealedSections,
} from "@dongsoan/shared/domain";
import { textOf, unzipPackage } from "./package-zip.ts";

export type Verdict =
  | {
      readonly isSound: true;
      readonly manifest: SealManifest;
      readonly header: ReportModel["header"];
      readonly keyFingerprint: string;
    }
  | { readonly isSound: false; readonly findings: readonly string[] };

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const canonical = (value: unknown) => must(canonicalize(value), "canonical JSON");

/** SEAL7: checks a package with nothing but itself: signature, hash of every section, header, root, Word file, audit chain. */
export function verifyPackage(bytes: Uint8Array): Verdict {
  const files = unzipPackage(bytes);
  const manifest = JSON.parse(textOf(files.manifest)) as SealManifest;
  const model = JSON.parse(textOf(files.content)) as ReportModel;
  const publicKey = createPublicKey(textOf(files.publicKey));
  const findings: string[] = [];
  if (
    !verify(
      null,
      Buffer.from(canonical(manifest), "utf8"),
      publicKey,
      Buffer.from(textOf(files.signature), "base64"),
    )
  )
    findings.push("Chữ ký của bản kê không đúng: bản kê hoặc chữ ký đã bị sửa.");
  if (sha256(canonical(model.header)) !== manifest.headerHash)
    findings.push("Phần đầu hoặc phần cuối văn bản đã bị sửa.");
  const sections = sealedSections(model);
  for (const [i, sealed] of manifest.sections.entries()) {
    const section = sections[i];
    const name = `Mục ${sealed.label} ${sealed.title}`.trim();
    if (!section) findings.push(`${name}: đã bị bỏ khỏi nội dung.`);
    else if (sha256(canonical(section)) !== sealed.hash) findings.push(`${name}: nội dung đã bị sửa.`);
  }
  if (sections.length > manifest.sections.length) findings.push("Có mục được thêm sau khi niêm phong.");
  if (
    sha256(canonical({ headerHash: manifest.headerHash, sections: manifest.sections })) !== manifest.rootHash
  )
    findings.push("Mã kiểm chứng của toàn văn không khớp bản kê.");
  if (sha256(files.word) !== textOf(files.wordHash).trim()) findings.push("Tệp Word đã bị sửa.");
  const audit = textOf(files.audit)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditRecord);
  const broken = findBrokenLink(audit, (content) => sha256(canonical(content)));
  if (broken !== null) findings.push(`Nhật ký bị sửa tại dòng số ${broken}.`);
  if (!audit.some((record) => record.hash === manifest.auditHash))
    findings.push("Nhật ký không chứa lần niêm phong này.");
  if (findings.length > 0) return { isSound: false, findings };
  return {
    isSound: true,
    manifest,
    header: model.header,
    keyFingerprint: sha256(publicKey.export({ type: "spki", format: "der" })),
  };
}
