import { paragraphLabels } from "../../domain/numbering.ts";
import type { TextId } from "../carried-ids.ts";
import type { Projection, TracedBlock, TracedParagraph } from "../traced-text.ts";

const keyOf = ({ client, clock }: TextId): string => `${client} ${clock}`;

/** Which paragraphs, tables, rows and cells a projection shows, and with which marks before the paragraphs. */
export class ProjectedIds {
  readonly projection: Projection;
  readonly #shown = new Set<string>();
  readonly #labels = new Map<string, string>();
  readonly #paragraphs = new Map<string, TracedParagraph>();

  constructor(blocks: readonly TracedBlock[], projection: Projection) {
    this.projection = projection;
    this.#add(blocks, false);
  }

  has(id: TextId): boolean {
    return this.#shown.has(keyOf(id));
  }

  /** Empty for a paragraph without one, and for what the projection does not show. */
  labelOf(id: TextId): string {
    return this.#labels.get(keyOf(id)) ?? "";
  }

  /** Undefined for what the projection does not show as a paragraph of its own. */
  paragraphOf(id: TextId): TracedParagraph | undefined {
    return this.#paragraphs.get(keyOf(id));
  }

  #add(blocks: readonly TracedBlock[], isCell: boolean): void {
    const labels = paragraphLabels(blocks);
    for (const [i, block] of blocks.entries()) {
      this.#shown.add(keyOf(block.id));
      if (block.kind === "paragraph") {
        this.#paragraphs.set(keyOf(block.id), block);
        // An empty paragraph goes into no file, but that of a cell.
        if (isCell || block.runs.length > 0) this.#labels.set(keyOf(block.id), labels[i] ?? "");
      } else
        for (const row of block.rows) {
          this.#shown.add(keyOf(row.id));
          for (const cell of row.cells) {
            this.#shown.add(keyOf(cell.id));
            this.#add(cell.blocks, true);
          }
        }
    }
  }
}
