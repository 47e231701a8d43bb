import { describe, expect, it } from "vitest";
import { contentOf } from "@dongsoan/shared/crdt";
import { join, type Name, scene, split, textIn } from "../kit/removed-paragraph.ts";
import { Rng } from "../kit/rng.ts";

const only = process.env["SEED"];
const seeds = only
  ? [Number(only)]
  : Array.from({ length: process.env["LONG"] ? 2_000 : 60 }, (_, i) => 1 + i);
const names: readonly Name[] = ["an", "binh", "chi"];
const word = (first: number) => String.fromCharCode(first, first + 1, first + 2);
const base = Array.from({ length: 10 }, (_, i) => word(0x4e00 + 3 * i)).join("");

/** Three people split, join and type in one text, and hear nothing of each other. Each letter is typed once in the world. */
function run(rng: Rng, isTelling: boolean, log: string[]): void {
  const { edit, admit, docOf, texts } = scene([base], isTelling);
  const waiting = new Map<Name, Uint8Array[]>(names.map((name) => [name, []]));
  let typed = "";
  const change = (name: Name): void => {
    const content = contentOf(docOf(name));
    const block = rng.int(content.length);
    const { length } = textIn(content, block);
    const at = 3 * (1 + rng.int(Math.max(1, length / 3 - 1)));
    const roll = rng.int(5);
    const letters = word(0x5e00 + typed.length);
    if (roll === 0 && length > 0) {
      log.push(`${name} types ${letters} in ${block} at ${at}`);
      typed += letters;
      waiting.get(name)?.push(edit(name, (c) => textIn(c, block).insert(at, letters)));
    } else if (roll < 3 && length > 3) {
      log.push(`${name} splits ${block} at ${at}`);
      waiting.get(name)?.push(edit(name, (c) => void split(c, block, at)));
    } else if (roll >= 3 && block > 0) {
      log.push(`${name} joins ${block}`);
      waiting.get(name)?.push(edit(name, (c) => join(c, block)));
    }
  };
  const send = (name: Name): boolean => {
    const update = waiting.get(name)?.shift();
    if (!update) return false;
    expect(admit(name, update)).toMatchObject({ ok: true });
    log.push(`  ${name} is heard: ${texts().join(" | ")}`);
    return true;
  };
  for (let i = 0; i < 40; i += 1) {
    const name = rng.pick(names);
    if (rng.int(2) === 0) change(name);
    else send(name);
  }
  for (const name of names) while (send(name));
  expect([...texts().join("")].toSorted().join("")).toBe([...(base + typed)].toSorted().join(""));
}

describe("three people split and join the same text, and nobody has heard of the others", () => {
  it.each(seeds)("[RESC6] seed %d: every letter stands once", (seed) => {
    for (const isTelling of [true, false]) {
      const log: string[] = [];
      try {
        run(new Rng(seed), isTelling, log);
      } catch (error) {
        // oxlint-disable-next-line no-console -- the way back to a failure
        console.error(`SEED=${seed} ${isTelling}\n${log.join("\n")}`);
        throw error;
      }
    }
  });
});
