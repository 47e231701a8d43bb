import * as Y from "yjs";
import { type CarriedIds, type CarriedRange, contentOf } from "@dongsoan/shared/crdt";
import { continuedText } from "./rescue/continued-text.ts";
import { maxPieces, maxUnits } from "./rescue/lost-text.ts";
import { rangeOf } from "./text-items.ts";

type DeleteSet = Y.Transaction["deleteSet"];

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

  /** RESC5: each unit and each piece would be written again. */
  get isTooMuch(): boolean {
    let [units, pieces] = [0, 0];
    for (const [client, ranges] of this.#deleted.clients) {
      const structs = this.#manager.doc.store.clients.get(client) ?? [];
      for (const { clock, len } of ranges) {
        units += len;
        for (let i = Y.findIndexSS(structs as Y.Item[], clock); pieces <= maxPieces; i += 1, pieces += 1)
          if ((structs[i]?.id.clock ?? Infinity) >= clock + len) break;
      }
    }
    return units > maxUnits || pieces > maxPieces;
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

  /** What was deleted stays in the document, for nobody: a document that an update was taken out of is not kept. */
  end(): void {
    this.#manager.clear();
    this.#manager.destroy();
  }
}
