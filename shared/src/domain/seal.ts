import type { EpochMs, ReportId, UserId } from "./ids.ts";
import type { ReportModel, SectionModel } from "./report-model.ts";

/**
 * The seal: the report's content as canonical JSON (RFC 8785), a SHA-256 per section, one over header and all sections,
 * and a manifest signed with the installation's Ed25519 key. Rules SEAL1-9 in docs/spec/seal.md.
 */
export interface SealManifest {
  readonly format: "dongsoan-seal";
  readonly formatVersion: 1;
  readonly reportId: ReportId;
  readonly replacesId: ReportId | null;
  readonly sealedAt: EpochMs;
  readonly sealedBy: { readonly id: UserId; readonly name: string };
  readonly organisation: string;
  /** SHA-256, hex, of the canonical JSON of the header. */
  readonly headerHash: string;
  /** In reading order. */
  readonly sections: readonly {
    readonly id: string;
    readonly label: string;
    readonly title: string;
    readonly hash: string;
    readonly head: number;
  }[];
  /** SHA-256, hex, of the canonical JSON of {headerHash, sections}. */
  readonly rootHash: string;
  /** Hash of the last audit link before the seal's own. */
  readonly auditHash: string;
}

/** The file that a sealed package is downloaded as, and that the command which checks it is shown with. */
export const sealedPackageName = "bao-cao-niem-phong.zip";

export interface ApprovedSeal {
  readonly reportId: ReportId;
  readonly manifest: SealManifest;
  /** Canonical JSON of the `ReportModel`, the very bytes that are hashed by part. */
  readonly contentJson: string;
  /** Ed25519 over the canonical JSON of the manifest, base64. */
  readonly signature: string;
  /** SPKI PEM of the installation's key. */
  readonly publicKey: string;
}

/** Sections of the model in reading order, each without its children: what one section's hash covers. */
export function sealedSections(model: ReportModel): readonly Omit<SectionModel, "children">[] {
  const out: Omit<SectionModel, "children">[] = [];
  const walk = (sections: readonly SectionModel[]) => {
    for (const { children, ...own } of sections) {
      out.push(own);
      walk(children);
    }
  };
  walk(model.sections);
  return out;
}
