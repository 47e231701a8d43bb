import type { ParagraphLook } from "../../domain/difference.ts";
import type { TextId, TextRange } from "../carried-ids.ts";
import type { TracedBlock, TracedParagraph, TracedTable } from "../traced-text.ts";

/** @returns the ids under which this text was first written, in order; the range itself where it was never carried. */
export type OriginsOf = (range: TextRange) => readonly TextRange[];

/** One UTF-16 unit, line break, paragraph end or table, in the order of the text. */
export interface Token {
  readonly kind: "text" | "break" | "end" | "table";
  readonly text: string;
  readonly marks: string;
  /** The id under which it was first written, as one number; equal in two texts = the same thing. */
  readonly key: number;
  readonly id: TextId;
  readonly look: ParagraphLook | null;
  readonly table: TracedTable | null;
}

/** Ids as numbers: a map of numbers is several times faster than one of strings. */
export class KeyRing {
  readonly #clients = new Map<number, number>();

  keyOf({ client, clock }: TextId): number {
    let index = this.#clients.get(client);
    if (index === undefined) {
      index = this.#clients.size;
      this.#clients.set(client, index);
    }
    return index * 2 ** 32 + clock;
  }
}

export const lookOf = ({ style, level, align }: ParagraphLook): ParagraphLook => ({ style, level, align });

export function tokensOf(blocks: readonly TracedBlock[], originsOf: OriginsOf, keys: KeyRing): Token[] {
  const tokens: Token[] = [];
  for (const block of blocks)
    if (block.kind === "paragraph") pushParagraph(tokens, block, originsOf, keys);
    else
      tokens.push({
        kind: "table",
        text: "",
        marks: "",
        key: keys.keyOf(block.id),
        id: block.id,
        look: null,
        table: block,
      });
  return tokens;
}

function pushParagraph(
  tokens: Token[],
  paragraph: TracedParagraph,
  originsOf: OriginsOf,
  keys: KeyRing,
): void {
  for (const run of paragraph.runs) {
    if (run.kind === "break") {
      const { id } = run;
      tokens.push({ kind: "break", text: "\n", marks: "", key: keys.keyOf(id), id, look: null, table: null });
      continue;
    }
    let at = 0;
    for (const { client, clock, length } of originsOf({ ...run.id, length: run.text.length }))
      for (let i = 0; i < length; i += 1, at += 1) {
        const id = { client, clock: clock + i };
        const text = run.text[at] ?? "";
        tokens.push({
          kind: "text",
          text,
          marks: run.marks,
          key: keys.keyOf(id),
          id,
          look: null,
          table: null,
        });
      }
  }
  const { id } = paragraph;
  tokens.push({
    kind: "end",
    text: "¶",
    marks: "",
    key: keys.keyOf(id),
    id,
    look: lookOf(paragraph),
    table: null,
  });
}
