import { describe, expect, it } from "vitest";
import { contentOf } from "@dongsoan/shared/crdt";
import { join, type Name, scene, split, textIn } from "../kit/removed-paragraph.ts";
import { Rng } from "../kit/rng.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 3_000 : 150 }, (_, i) => 7_000 + i);
const typists = ["an", "chi"] as const;

/** Each letter once in the world, in words of three: shorter pieces are not known again (LINE1). */
function words() {
  let next = 0x4e00;
  return () => String.fromCharCode(next++, next++, next++);
}

interface Typed {
  readonly letters: string;
  /** The letter that its writer saw before it. */
  readonly behind: string;
}

/** Two type into a line that a third splits and joins; what is typed, and what is told, arrives when it likes. */
function run(rng: Rng): { readonly log: readonly string[]; readonly misplaced: readonly string[] } {
  const word = words();
  const { edit, admit, texts, docOf, hear, onTheWay } = scene(
    [Array.from({ length: 12 }, word).join("")],
    true,
  );
  const log: string[] = [];
  const sent = new Map<Name, Uint8Array[]>(typists.map((name) => [name, []]));
  const told = new Map<Name, (() => void)[]>(typists.map((name) => [name, []]));
  const typed: Typed[] = [];
  const handIn = (name: Name, change: () => void) =>
    expect(admit(name, edit(name, change)), log.join("; ")).toMatchObject({ ok: true });
  const deliver = (name: Name) => {
    const update = sent.get(name)?.shift();
    if (!update) return;
    log.push(`${name} delivers`);
    expect(admit(name, update), log.join("; ")).toMatchObject({ ok: true });
  };
  const type = (name: Name) => {
    const content = contentOf(docOf(name));
    const text = textIn(content, rng.int(content.length));
    if (text.length === 0) return;
    const at = 3 * (1 + rng.int(text.length / 3));
    const [letters, behind] = [word(), text.toString().charAt(at - 1)];
    typed.push({ letters, behind });
    log.push(`${name} types ${letters} behind ${behind}`);
    sent.get(name)?.push(edit(name, () => text.insert(at, letters)));
  };
  const rearrange = () => {
    hear("binh");
    const content = contentOf(docOf("binh"));
    const { length } = textIn(content, 0);
    if (content.length > 1 && rng.int(2) === 0) {
      log.push("joined");
      handIn("binh", () => join(content, 1));
    } else if (length > 3) {
      const at = 3 * (1 + rng.int(length / 3 - 1));
      log.push(`split at ${at}`);
      handIn("binh", () => split(content, 0, at));
    }
  };
  for (let step = 0; step < 40; step += 1) {
    const name = rng.pick(typists);
    const roll = rng.int(12);
    if (roll < 1) {
      rearrange();
    } else if (roll < 3) {
      log.push(`${name} is told`);
      told.get(name)?.push(onTheWay(name));
    } else if (roll < 5) {
      log.push(`${name} hears`);
      told.get(name)?.shift()?.();
    } else if (roll < 9) type(name);
    else deliver(name);
  }
  for (const name of typists) while (sent.get(name)?.length) deliver(name);
  log.push(texts().join(" | "));
  return {
    log,
    misplaced: typed.filter((one) => !isBehind(one, typed, texts().join(""))).map(({ letters }) => letters),
  };
}

/** What others have typed at the same place, or behind that, may stand between; and the end of a paragraph. */
function isBehind({ letters, behind }: Typed, typed: readonly Typed[], text: string): boolean {
  let before = text.slice(0, text.indexOf(letters));
  for (;;) {
    if (before.endsWith(behind)) return true;
    if (!typed.some((one) => before.endsWith(one.letters))) return false;
    before = before.slice(0, -3);
  }
}

describe("two who type into a line that a third splits and joins, and say what they have heard", () => {
  it.each(seeds)(
    "[HEARD2] [RESC8] seed %d: what is typed stands behind what its writer saw before it",
    (seed) => {
      const { log, misplaced } = run(new Rng(seed));
      expect(misplaced, log.join("; ")).toEqual([]);
    },
  );
});
