import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";

/** A thread holds some 50 MiB: it goes when nobody has asked it anything for so long. */
const idleMs = 30_000;

interface PoolOptions {
  readonly maxThreads: number;
  /** A task that takes more ends with its thread (`isOutOfMemory`). */
  readonly maxThreadMemoryMb?: number;
}

/**
 * Threads that run the functions of one module; none is there before the first question.
 * @param beside `import.meta.url` of a file beside the module.
 * @param tasks the module's name, without its ending: from source it is TypeScript too; built, it is JavaScript.
 */
export function idlePool<Question, Answer>(
  beside: string,
  tasks: string,
  { maxThreads, maxThreadMemoryMb }: PoolOptions,
): Piscina<Question, Answer> {
  const extension = beside.endsWith(".ts") ? ".ts" : ".js";
  return new Piscina<Question, Answer>({
    filename: fileURLToPath(new URL(`./${tasks}${extension}`, beside)),
    minThreads: 0,
    maxThreads,
    idleTimeout: idleMs,
    ...(maxThreadMemoryMb ? { resourceLimits: { maxOldGenerationSizeMb: maxThreadMemoryMb } } : {}),
  });
}

export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
