import { z } from "zod";
import type { Block, ParagraphBlock, ReportModel, SectionModel } from "../domain/report-model.ts";
import type { ReportHeader } from "../domain/report.ts";

/**
 * What a seal holds (SEAL3), as it is read back. No bound on how much of it there is: what was sealed once is read for
 * ever, whatever may be typed today.
 */
const texts = z.array(z.string());

const header: z.ZodType<ReportHeader> = z.object({
  parentAgency: z.string(),
  agency: z.string(),
  number: z.string(),
  symbol: z.string(),
  place: z.string(),
  date: z.object({
    day: z.number().nullable(),
    month: z.number().nullable(),
    year: z.number().nullable(),
  }),
  typeName: z.string(),
  subject: z.string(),
  addressees: texts,
  opening: texts,
  closing: texts,
  recipients: texts,
  signature: z.object({ lines: texts, name: z.string() }),
});

const paragraph: z.ZodType<ParagraphBlock> = z.object({
  kind: z.literal("paragraph"),
  style: z.enum(["body", "dash", "letter", "number"]),
  level: z.number(),
  align: z.enum(["justify", "left", "center", "right"]),
  runs: z.array(
    z.discriminatedUnion("kind", [
      z.object({
        kind: z.literal("text"),
        text: z.string(),
        bold: z.boolean(),
        italic: z.boolean(),
        underline: z.boolean(),
      }),
      z.object({ kind: z.literal("break") }),
    ]),
  ),
});

const cell = z.object({
  isHeader: z.boolean(),
  colspan: z.number(),
  rowspan: z.number(),
  colwidth: z.array(z.number()).nullable(),
  blocks: z.array(paragraph),
});
const block: z.ZodType<Block> = z.union([
  paragraph,
  z.object({ kind: z.literal("table"), rows: z.array(z.object({ cells: z.array(cell) })) }),
]);

const section: z.ZodType<SectionModel> = z.object({
  id: z.string(),
  depth: z.number(),
  label: z.string(),
  title: z.string(),
  blocks: z.array(block),
  get children(): z.ZodType<SectionModel[]> {
    return z.array(section);
  },
});

const sealedContent: z.ZodType<ReportModel> = z.object({ header, sections: z.array(section) });

/** @throws Error when it is no sealed content. */
export const parseSealedContent = (json: string): ReportModel => sealedContent.parse(JSON.parse(json));
