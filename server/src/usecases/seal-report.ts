import {
  AppError,
  type ApprovedSeal,
  must,
  ok,
  refuse,
  type Report,
  type ReportId,
  type Result,
  type SealManifest,
  type Section,
  sealedSections,
  type SectionId,
} from "@dongsoan/shared/domain";
import { readText } from "@dongsoan/shared/crdt";
import type { StoredDocument } from "../ports/document-store.ts";
import type { ReportTransaction } from "../ports/report-store.ts";
import type { Sealer } from "../ports/sealer.ts";
import type { SealableText } from "../ports/text-work.ts";
import { partsOf } from "./by-head.ts";
import { findObstacles } from "./check-finalise.ts";
import { type Caller, type Deps, entryOf } from "./context.ts";
import { commandReport, readReport, tellRooms } from "./in-report.ts";
import { noteVersion } from "./keep-versions.ts";
import { modelReport } from "./model-report.ts";
import type { SectionFacts } from "./section-facts.ts";

/**
 * SEAL1-SEAL6: in one transaction, closes every section in id order, reads the text behind the fence, folds it to
 * canonical JSON, hashes, signs, chains into the audit log. Asked again, it answers with the same seal.
 * @throws AppError not-ready when something stands in the way; then nothing of it happened.
 */
export async function sealReport(
  deps: Deps,
  caller: Caller,
  input: { reportId: ReportId; confirmation: string },
): Promise<Result<{ rootHash: string }>> {
  const existing = await deps.reports.report(input.reportId);
  if (
    existing &&
    existing.state.kind !== "collecting" &&
    existing.coordinatorIds.includes(caller.actor.userId)
  )
    return ok({ rootHash: existing.state.rootHash });
  const loaded = await readReport(deps, caller, input.reportId, "finalise");
  if (!loaded.ok) return loaded;
  const isConfirmed = ({ header }: Report) => input.confirmation.trim() === header.symbol.trim();
  if (!isConfirmed(loaded.value.report)) return refuse("malformed");
  const texts = await readTexts(deps, loaded.value.sections);
  const organisation = await deps.directory.organisation();
  let touched: readonly SectionId[] = [];
  const result = await commandReport(
    deps,
    caller,
    input.reportId,
    "finalise",
    async (tx, { report, sections }): Promise<Result<{ rootHash: string }>> => {
      if (!isConfirmed(report)) return refuse("malformed");
      const { sealer } = deps;
      const model = modelReport(report, sections, new Map());
      const outline = sealedSections(model);
      const facts = new Map<SectionId, SectionFacts>();
      const sealedTexts = new Map<string, SealedText>();
      const at = deps.clock.now();
      for (const section of sections) {
        await tx.updateSection(
          { ...section, lock: section.lock ?? { at, by: caller.actor.userId, reason: "" } },
          "close",
        );
        const text = await textBehindFence(tx, sealer, section.id, texts.get(section.id));
        facts.set(section.id, text.facts);
        const own = must(
          outline.find(({ id }) => id === section.id),
          "section in the outline",
        );
        // One at a time, between two questions to the store: hashing all of a large report takes a while.
        const hash = sealer.hash(withTexts(sealer.canonical(own), [text.blocksJson]));
        sealedTexts.set(section.id, { head: text.head, blocksJson: text.blocksJson, hash });
        await noteVersion(deps, tx, section, { kind: "sealed", by: caller.actor.userId });
      }
      touched = sections.map((s) => s.id);
      // Nothing of the above stays when something stands in the way: the refusal undoes the transaction.
      if (findObstacles(report, sections, facts).length > 0)
        throw new AppError("not-ready", "something stands in the way of the seal");

      const headerHash = sealer.hash(sealer.canonical(model.header));
      const ordered = outline.map((section) => ({
        ...section,
        ...must(sealedTexts.get(section.id), "text of a section"),
      }));
      const hashed = ordered.map(({ id, label, title, hash, head }) => ({ id, label, title, hash, head }));
      const rootHash = sealer.hash(sealer.canonical({ headerHash, sections: hashed }));
      const sealed: Report = {
        ...report,
        state: { kind: "sealed", at, by: caller.actor.userId, rootHash },
        version: report.version + 1,
      };
      await tx.updateReport(sealed);
      const link = await tx.audit(
        entryOf(deps, caller, "report.finalise", {
          reportId: report.id,
          before: { state: "collecting" },
          after: { rootHash, sections: hashed.length },
        }),
      );
      const manifest: SealManifest = {
        format: "dongsoan-seal",
        formatVersion: 1,
        reportId: report.id,
        replacesId: report.replacesId,
        sealedAt: at,
        sealedBy: { id: caller.actor.userId, name: caller.name },
        organisation: organisation?.name ?? "",
        headerHash,
        sections: hashed,
        rootHash,
        auditHash: link.hash,
      };
      const seal: ApprovedSeal = {
        reportId: report.id,
        manifest,
        contentJson: withTexts(
          sealer.canonical(model),
          ordered.map(({ blocksJson }) => blocksJson),
        ),
        ...sealer.sign(sealer.canonical(manifest)),
      };
      await tx.insertSeal(seal);
      const replaced = report.replacesId === null ? null : await tx.report(report.replacesId);
      if (replaced?.state.kind === "sealed") {
        await tx.updateReport({
          ...replaced,
          state: { ...replaced.state, kind: "replaced" },
          version: replaced.version + 1,
        });
        await tx.audit(
          entryOf(deps, caller, "report.replaced", { reportId: replaced.id, after: { by: report.id } }),
        );
      }
      return ok({ rootHash });
    },
  );
  if (result.ok) {
    tellRooms(deps, input.reportId, touched);
    deps.keeper.wake();
  }
  return result;
}

interface SealedText {
  readonly head: number;
  readonly blocksJson: string;
  readonly hash: string;
}

/**
 * The canonical JSON of sections, made without their texts, with the texts (canonical too) in their places, in reading
 * order. A quotation mark within a string is escaped there: this stands at such places and nowhere else.
 */
function withTexts(canonical: string, texts: readonly string[]): string {
  const rest = texts.values();
  return canonical.replaceAll(
    '"blocks":[]',
    () => `"blocks":${must(rest.next().value, "text of a section")}`,
  );
}

interface TextAt {
  readonly head: number;
  readonly lineage: number;
  readonly blocksJson: string;
  readonly facts: SectionFacts;
}

const textAt = (
  { head, lineage, damage }: StoredDocument,
  { blocksJson, ...figures }: SealableText,
): TextAt => ({
  head,
  lineage,
  blocksJson,
  facts: { ...figures, isDamaged: damage !== null },
});

/** The texts as they are before the fences close: a large one takes a thread its time, and nobody's letters wait for that. */
async function readTexts(deps: Deps, sections: readonly Section[]): Promise<Map<SectionId, TextAt>> {
  const texts = new Map<SectionId, TextAt>();
  for (const { id } of sections) {
    const stored = await deps.documents.load(id);
    if (!stored) continue;
    texts.set(id, textAt(stored, await deps.textWork.read(partsOf(stored))));
  }
  return texts;
}

/** SEAL2: what was read before is the text if its log has not moved until the fence closed; otherwise it is read again. */
async function textBehindFence(
  tx: ReportTransaction,
  sealer: Sealer,
  id: SectionId,
  before: TextAt | undefined,
): Promise<TextAt> {
  const { head, lineage } = must(await tx.section(id), "section");
  if (before?.head === head && before.lineage === lineage) return before;
  const stored = must(await tx.document(id), "section text");
  const { blocks, ...figures } = readText(partsOf(stored));
  return textAt(stored, { ...figures, blocksJson: sealer.canonical(blocks) });
}
