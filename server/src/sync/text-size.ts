import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { limits } from "./limits.ts";

/** GATE13: how large a text is, without counting it at each letter. */
export class TextSize {
  readonly #doc: Y.Doc;
  /** Upper bounds: deletions are not taken off until a limit is reached. */
  #length: number;
  #parts: number;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#length = lengthOf(doc);
    this.#parts = partsOf(doc);
  }

  /** To be asked once for each update that the document holds. */
  hasOutgrown(added: { readonly insertedLength: number; readonly insertedParts: number }): boolean {
    this.#length += added.insertedLength;
    if (this.#length > limits.maxTextLength) this.#length = lengthOf(this.#doc);
    this.#parts += added.insertedParts;
    if (this.#parts > limits.maxParts) this.#parts = partsOf(this.#doc);
    return this.#length > limits.maxTextLength || this.#parts > limits.maxParts;
  }
}

function partsOf({ store }: Y.Doc): number {
  let count = 0;
  for (const structs of store.clients.values())
    for (const struct of structs) if (struct instanceof Y.Item && !struct.deleted) count += 1;
  return count;
}

/** UTF-16 units. */
function lengthOf(doc: Y.Doc): number {
  let length = 0;
  const walk = (node: unknown) => {
    if (node instanceof Y.XmlText) length += node.length;
    else if (node instanceof Y.XmlFragment) for (const child of node.toArray()) walk(child);
  };
  walk(contentOf(doc));
  return length;
}
