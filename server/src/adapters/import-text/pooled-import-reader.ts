import { refuse, type Result } from "@dongsoan/shared/domain";
import type { ImportReader } from "../../ports/import-reader.ts";
import { idlePool, isOutOfMemory } from "../threads/idle-pool.ts";
import { checkFile, readImport } from "./import-tasks.ts";
import { isZip } from "./word-file.ts";

/** Files are read one after the other: each may need the thread's whole memory. */
const maxThreads = 1;
/** A file of 14 MB takes 1.9 GB and 9 seconds; what takes much more was made to. */
const maxThreadMemoryMb = 3_072;
const maxReadMs = 60_000;
/** A report of a few hundred pages is read in less time than a thread needs to come; a packed one may be of any size. */
const smallBytes = 100_000;

/** Imports on a thread of their own; none is there before the first large one. */
export function pooledImportReader(): ImportReader {
  const pool = idlePool<Uint8Array, unknown>(import.meta.url, "import-tasks", {
    maxThreads,
    maxThreadMemoryMb,
  });
  const run = async <Answer>(
    task: (bytes: Uint8Array) => Result<Answer>,
    bytes: Uint8Array,
  ): Promise<Result<Answer>> => {
    if (bytes.length <= smallBytes && !isZip(bytes)) return task(bytes);
    const signal = AbortSignal.timeout(maxReadMs);
    try {
      // Bytes alone: a view into a larger buffer would be copied with the whole buffer.
      return (await pool.run(new Uint8Array(bytes), { name: task.name, signal })) as Result<Answer>;
    } catch (error) {
      if (signal.aborted || isOutOfMemory(error)) return refuse("too-large");
      throw error;
    }
  };
  return {
    read: (bytes) => run(readImport, bytes),
    check: (bytes) => run(checkFile, bytes),
    close: () => pool.destroy(),
  };
}
