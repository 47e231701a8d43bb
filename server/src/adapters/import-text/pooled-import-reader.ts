import { refuse, type Result } from "@dongsoan/shared/domain";
import type { ImportReader, ReadImport } from "../../ports/import-reader.ts";
import { idlePool, isOutOfMemory } from "../threads/idle-pool.ts";
import { readImport } from "./import-tasks.ts";

/** Files are read one after the other: each may need the thread's whole memory. */
const maxThreads = 1;
/** A file of 14 MB takes 1.9 GB and 9 seconds; what takes much more was made to. */
const maxThreadMemoryMb = 3_072;
const maxReadMs = 60_000;
/** A report of a few hundred pages is read in less time than a thread needs to come. */
const smallBytes = 100_000;

/** Imports on a thread of their own; none is there before the first large one. */
export function pooledImportReader(): ImportReader {
  const pool = idlePool<Uint8Array, Result<ReadImport>>(import.meta.url, "import-tasks", {
    maxThreads,
    maxThreadMemoryMb,
  });
  return {
    async read(bytes) {
      if (bytes.length <= smallBytes) return readImport(bytes);
      const signal = AbortSignal.timeout(maxReadMs);
      try {
        // Bytes alone: a view into a larger buffer would be copied with the whole buffer.
        return await pool.run(new Uint8Array(bytes), { name: "readImport", signal });
      } catch (error) {
        if (signal.aborted || isOutOfMemory(error)) return refuse("too-large");
        throw error;
      }
    },
    close: () => pool.destroy(),
  };
}
