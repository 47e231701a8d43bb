import * as Y from "yjs";
import { type CarriedIds, type CarriedRange, contentOf } from "@dongsoan/shared/crdt";
import { continuedText } from "./rescue/continued-text.ts";
import { rangeOf } from "./text-items.ts";

type DeleteSet = Y.Transaction["deleteSet"];

/** RESC5's measure: each unit and each piece is written again. */
const maxUnits = 50_000;
const maxRanges = 1_000;

/** SUG29: takes one update back out of a document, by an edit, whatever it did. To be made before the update is applied. */
export class UpdateUndo {
  readonly #manager: Y.UndoManager;
  #deleted: DeleteSet = Y.createDeleteSet();

  constructor(doc: Y.Doc) {
    this.#manager = new Y.UndoManager(contentOf(doc));
    this.#manager.once("stack-item-added", ({ stackItem }) => {
      this.#deleted = stackItem.deletions;
    });
  }

  get isTooMuch(): boolean {
    const ranges = [...this.#deleted.clients.values()].flat();
    return ranges.length > maxRanges || ranges.reduce((sum, { len }) => sum + len, 0) > maxUnits;
  }

  /** An edit: run it in a transaction. @returns which ids continue which. */
  run(known: CarriedIds): CarriedRange[] {
    const { doc } = this.#manager;
    this.#manager.undo();
    const carried: CarriedRange[] = [];
    doc.transact((transaction) =>
      Y.iterateDeletedStructs(transaction, this.#deleted, (struct) => {
        if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return;
        const { redone } = struct;
        if (!redone) return;
        const again = { client: redone.client, clock: redone.clock, length: struct.length };
        carried.push(...continuedText([again], known.originsOf(rangeOf(struct))));
      }),
    );
    return carried;
  }

  /** What was deleted need not be kept any longer. */
  end(): void {
    this.#manager.clear();
    this.#manager.destroy();
  }
}
