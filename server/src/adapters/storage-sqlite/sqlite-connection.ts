import { Worker } from "node:worker_threads";
import { AppError } from "@dongsoan/shared/domain";
import type { WorkerAnswer, WorkerRequest } from "./worker-protocol.ts";

type Unsent = WorkerRequest extends infer R ? (R extends WorkerRequest ? Omit<R, "id"> : never) : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** The event loop's end of one database worker. A worker that died is replaced at the next call. */
export class SqliteConnection {
  readonly #options: { readonly file: string; readonly maxPageCount: number | null };
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  constructor(options: { readonly file: string; readonly maxPageCount: number | null }) {
    this.#options = options;
  }

  call<T>(request: Unsent): Promise<T> {
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      worker.postMessage({ ...request, id });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    // From source the worker is TypeScript too; built, it is JavaScript.
    const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    const worker = new Worker(new URL(`./sqlite-worker${extension}`, import.meta.url), {
      workerData: this.#options,
    });
    worker.on("message", (answer: WorkerAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.value);
      else
        waiting?.reject(
          new AppError("storage-unavailable", "the database refused", {
            info: { sqlite: answer.code },
            cause: new Error(answer.message),
          }),
        );
    });
    worker.on("error", (cause) => this.#lost(worker, cause));
    worker.on("exit", () => this.#lost(worker, null));
    return worker;
  }

  #lost(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting)
      reject(new AppError("storage-unavailable", "the database worker ended", { cause }));
  }
}
