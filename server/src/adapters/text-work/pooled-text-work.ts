import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { TextWork } from "../../ports/text-work.ts";
import type { TextTasks } from "./text-tasks.ts";

/** One long comparison must not keep somebody else's short one waiting; more would only take turns on two cores. */
const maxThreads = 2;
/** A thread holds some 50 MiB: it goes when nobody has compared anything for so long. */
const idleMs = 30_000;

/** A view into a larger buffer (a database driver's chunk) would be copied with the whole buffer. */
const trimmed = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength && !Buffer.isBuffer(bytes) ? bytes : new Uint8Array(bytes);

/** Text work on threads of its own; none is there before the first question. */
export function pooledTextWork(): TextWork {
  // From source the tasks are TypeScript too; built, they are JavaScript.
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const pool = new Piscina<never, unknown>({
    filename: fileURLToPath(new URL(`./text-tasks${extension}`, import.meta.url)),
    minThreads: 0,
    maxThreads,
    idleTimeout: idleMs,
  });
  const run = <Name extends keyof TextTasks>(name: Name, argument: Parameters<TextTasks[Name]>[0]) =>
    pool.run(argument as never, { name }) as Promise<ReturnType<TextTasks[Name]>>;
  return {
    fold: (updates) => run("fold", updates.map(trimmed)),
    compare: ({ older, newer, between, ...question }) =>
      run("compare", {
        ...question,
        older: trimmed(older),
        newer: trimmed(newer),
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
    close: () => pool.destroy(),
  };
}
