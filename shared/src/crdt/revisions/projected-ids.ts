import { paragraphLabels } from "../../domain/numbering.ts";
import type { TextId } from "../carried-ids.ts";
import { plainBlock, type Projection, type TracedBlock } from "../traced-text.ts";

const keyOf = ({ client, clock }: TextId): string => `${client} ${clock}`;

/** Which paragraphs, tables, rows and cells a projection shows, and with which marks before the paragraphs. */
export class ProjectedIds {
  readonly projection: Projection;
  readonly #shown = new Set<string>();
  readonly #labels = new Map<string, string>();

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

  #add(blocks: readonly TracedBlock[], isCell: boolean): void {
    const labels = paragraphLabels(blocks.map(plainBlock));
    for (const [i, block] of blocks.entries()) {
      this.#shown.add(keyOf(block.id));
      if (block.kind === "paragraph") {
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
