import type { Block } from "@dongsoan/shared/domain";
import type { PlacesQuestion, SeededText, Seeding, TextWork } from "../../ports/text-work.ts";
import { idlePool } from "../threads/idle-pool.ts";
import {
  authors,
  hashText,
  locate,
  measure,
  quote,
  read,
  seed,
  type TextTasks,
  written,
} from "./text-tasks.ts";

/** One long comparison must not keep somebody else's short one waiting; more would only take turns on two cores. */
const maxThreads = 2;

/** The stored text of a few pages is read in less time than a thread needs to come. */
const smallBytes = 32_000;
const isSmall = (updates: readonly Uint8Array[]): boolean =>
  updates.reduce((sum, { length }) => sum + length, 0) <= smallBytes;

/** A paragraph, a cell, and each run in them is made in a hundredth of a millisecond, however long. */
const shortPieces = 1_000;
const piecesOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => {
    if (block.kind === "paragraph") return sum + 1 + block.runs.length;
    const cells = block.rows.flatMap((row) => row.cells);
    return sum + cells.length + piecesOf(cells.flatMap((cell) => cell.blocks));
  }, 0);
const isShort = (seedings: readonly Seeding[]): boolean =>
  seedings.reduce((sum, { blocks }) => sum + piecesOf(blocks), 0) <= shortPieces;

/** A view into a larger buffer (a database driver's chunk) would be copied with the whole buffer. */
const trimmed = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength && !Buffer.isBuffer(bytes) ? bytes : new Uint8Array(bytes);

const handedOver = <Q extends Pick<PlacesQuestion, "updates" | "carried">>(question: Q): Q => ({
  ...question,
  updates: question.updates.map(trimmed),
  carried: question.carried.map(trimmed),
});

/** A fault is a rejection, as on a thread. */
const here = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

/** Text work on threads of its own; none is there before the first question. */
export function pooledTextWork(): TextWork {
  const pool = idlePool<never, unknown>(import.meta.url, "text-tasks", { maxThreads });
  const run = <Name extends keyof TextTasks>(name: Name, argument: Parameters<TextTasks[Name]>[0]) =>
    pool.run(argument as never, { name }) as Promise<ReturnType<TextTasks[Name]>>;
  return {
    fold: (updates) => run("fold", updates.map(trimmed)),
    hashText: (textJson) =>
      textJson.length <= smallBytes ? here(() => hashText(textJson)) : run("hashText", textJson),
    compare: ({ older, newer, carried, between, ...question }) =>
      run("compare", {
        ...question,
        older: trimmed(older),
        newer: trimmed(newer),
        carried: carried.map(trimmed),
        between: between.map(({ payload, by, accepted }) => ({ payload: trimmed(payload), by, accepted })),
      }),
    restore: ({ state, target, clientId }) =>
      run("restore", { state: trimmed(state), target: trimmed(target), clientId }),
    takeBack: ({ before, update, after, clientId }) =>
      run("takeBack", {
        before: before.map(trimmed),
        update: trimmed(update),
        after: after.map(trimmed),
        clientId,
      }),
    locate: (question) =>
      isSmall(question.updates) ? here(() => locate(question)) : run("locate", handedOver(question)),
    quote: (question) =>
      isSmall(question.updates) ? here(() => quote(question)) : run("quote", handedOver(question)),
    authors: (question) =>
      isSmall(question.updates) ? here(() => authors(question)) : run("authors", handedOver(question)),
    written: (rows) =>
      isSmall(rows.map(({ payload }) => payload))
        ? here(() => written(rows))
        : run(
            "written",
            rows.map(({ payload, by, at }) => ({ payload: trimmed(payload), by, at })),
          ),
    measure: (updates) =>
      isSmall(updates) ? here(() => measure(updates)) : run("measure", updates.map(trimmed)),
    read: (updates) => (isSmall(updates) ? here(() => read(updates)) : run("read", updates.map(trimmed))),
    seed: async (seedings) => {
      if (isShort(seedings)) return seedings.map(seed);
      const seeds: SeededText[] = [];
      // One at a time: blocks are copied on the way to a thread, and that takes a tenth of making a text of them.
      for (const seeding of seedings) seeds.push(await run("seed", seeding));
      return seeds;
    },
    close: () => pool.destroy(),
  };
}
