import { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import { AppError } from "@dongsoan/shared/domain";
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from "./worker-protocol.ts";

type Unsent = WorkerRequest extends infer R ? (R extends WorkerRequest ? Omit<R, "id"> : never) : never;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

/** After these the connection itself is in doubt (or holds a full disk's leftovers): the next call opens a new one. */
const doubtful = /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB|CANTOPEN|READONLY)/;

/** Rows pass through and are gone: a large nursery would only be memory that nobody uses. */
const maxYoungGenerationSizeMb = 4;

/**
 * Node unloads a driver's binary with the last thread that has loaded it, and may do so before that thread has let go of
 * all that the binary made there: the process then dies (better-sqlite3 issue 1476). So the main thread loads it too, and
 * never ends before the others.
 */
let isDriverHeld = false;
function holdDriver(): void {
  if (isDriverHeld) return;
  isDriverHeld = true;
  new Database(":memory:").close();
}

/** One worker thread and the calls that wait for it, and for no other. */
class LiveWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: Promise<void>;
  #nextId = 1;
  #hasEnded = false;

  constructor(options: WorkerOptions, onDoubt: (worker: LiveWorker) => void) {
    holdDriver();
    // From source the worker is TypeScript too; built, it is JavaScript.
    const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    this.#worker = new Worker(new URL(`./sqlite-worker${extension}`, import.meta.url), {
      workerData: options,
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    this.#worker.on("message", (answer: WorkerAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) return waiting?.resolve(answer.value);
      if (doubtful.test(answer.code)) onDoubt(this);
      waiting?.reject(
        new AppError("storage-unavailable", "the database refused", {
          info: { sqlite: answer.code },
          cause: new Error(answer.message),
        }),
      );
    });
    const lost = (cause: unknown) => {
      this.#hasEnded = true;
      onDoubt(this);
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of waiting)
        reject(new AppError("storage-unavailable", "the database worker ended", { cause }));
    };
    this.#worker.on("error", lost);
    this.#ended = new Promise((resolve) => {
      this.#worker.on("exit", () => {
        lost(null);
        resolve();
      });
    });
  }

  call<T>(request: Unsent): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#hasEnded) return reject(new AppError("storage-unavailable", "the database worker ended"));
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  /** Answers what it has been asked, closes the file properly and ends. */
  finish(): Promise<void> {
    if (!this.#hasEnded) this.#worker.postMessage({ kind: "close", id: 0 } satisfies WorkerRequest);
    return this.#ended;
  }
}

/** The event loop's end of one database connection. A worker that died or is in doubt is replaced at the next call. */
export class SqliteConnection {
  readonly #options: WorkerOptions;
  #live: LiveWorker | null = null;
  #isClosed = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  async call<T>(request: Unsent): Promise<T> {
    return this.#open().call<T>(request);
  }

  /**
   * A handle on the present worker only: a transaction goes through it, so that its second half never runs, by itself,
   * on a replacement of the worker that held its first half.
   */
  pin(): Pick<LiveWorker, "call"> {
    return this.#open();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const live = this.#live;
    this.#live = null;
    await live?.finish();
  }

  #open(): LiveWorker {
    if (this.#isClosed) throw new AppError("storage-unavailable", "the store is closed");
    return (this.#live ??= new LiveWorker(this.#options, (doubted) => {
      if (this.#live !== doubted) return;
      this.#live = null;
      void doubted.finish();
    }));
  }
}
