import type { Element } from "@xmldom/xmldom";
import type { PartRevision } from "@dongsoan/shared/domain";
import { childOf, childrenOf } from "./word-file.ts";
import { authorOf, FindingsCount } from "./word-findings.ts";

/** Elements within one another; Word's own files have some thirty. */
const maxDepth = 200;

/** The file is built so that it cannot be read. */
export class TooDeep extends Error {}

/** What lies around the part of a Word file that is read: how deep it is, what came or went with it; and what is counted. */
export class Surroundings {
  #count = new FindingsCount();
  #depth = 0;
  #insertions = 0;
  #isTakenOut = false;

  /** Of what was taken out nothing is counted but that it was. */
  get count(): FindingsCount {
    return this.#count;
  }

  get isInserted(): boolean {
    return this.#insertions > 0;
  }

  get isTakenOut(): boolean {
    return this.#isTakenOut;
  }

  /** @param read what lies within. @throws TooDeep */
  down<Made>(read: () => Made): Made {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new TooDeep();
    const made = read();
    this.#depth -= 1;
    return made;
  }

  inserted<Made>(part: Element, read: () => Made): Made {
    this.#count.revision("insertions", part);
    this.#insertions += 1;
    const made = read();
    this.#insertions -= 1;
    return made;
  }

  takenOut<Made>(read: () => Made): Made {
    const [count, isTakenOut] = [this.#count, this.#isTakenOut];
    this.#count = new FindingsCount();
    this.#isTakenOut = true;
    const made = read();
    this.#count = count;
    this.#isTakenOut = isTakenOut;
    return made;
  }

  /** A row or cell, with what its revision says; none where that is in neither text. */
  revised<Made>(
    properties: Element | null,
    [removal, addition]: readonly [string, string],
    read: (revision?: PartRevision) => Made,
  ): readonly Made[] {
    this.looks(properties);
    const removed = childOf(properties, removal);
    const added = childOf(properties, addition);
    if (removed) this.#count.revision("deletions", removed);
    if (removed && (added || this.isInserted)) return [];
    if (removed) return [this.takenOut(() => read({ kind: "deletion", author: authorOf(removed) }))];
    if (!added) return [read()];
    if (this.#isTakenOut) return [];
    return [this.inserted(added, () => read({ kind: "insertion", author: authorOf(added) }))];
  }

  looks(properties: Element | null): void {
    for (const child of properties ? childrenOf(properties) : [])
      if (/^w:\w+Change$/u.test(child.nodeName) || child.nodeName === "w:cellMerge")
        this.#count.revision("looks", child);
  }

  plainText(): void {
    if (!this.isInserted) this.#count.plainText();
  }
}
