import type { AppendRequest } from "../../ports/document-store.ts";

/** Messages between the event loop and a database worker. Every request but `close` is answered once, in order. */
export type WorkerRequest =
  | {
      readonly id: number;
      readonly kind: "query";
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  | { readonly id: number; readonly kind: "append"; readonly requests: readonly AppendRequest[] }
  /** A durable write that changes nothing: does the disk take one? */
  | { readonly id: number; readonly kind: "probe" }
  | { readonly id: number; readonly kind: "backup"; readonly file: string }
  | { readonly id: number; readonly kind: "close" };

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string };

export interface QueryAnswer {
  readonly rows: unknown[];
  readonly changes: number;
}

export interface WorkerOptions {
  readonly file: string;
  /** Folds the log into the file by itself, inside a commit; the appender leaves that to others. */
  readonly checkpointsItself: boolean;
  /** Bounds the file, for tests of a full disk. */
  readonly maxPageCount: number | null;
}
