import * as buffer from "lib0/buffer";
import { digest } from "lib0/hash/sha256";
import type { RecordMark } from "../schema/records.ts";

/** Values of a record on letters, in the order in which the schema names them: the binding hashes them in that order. */
export interface RecordMarkValue {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  /** Of `fmt` only: names of marks, with commas. */
  readonly add?: string;
  readonly remove?: string;
}

const hashBytes = 6;

/**
 * Key under which the editor's binding stores a record on letters: marks that may lie over one another each get a key of
 * their own, made from their values. Text that the server marks must bear the very key, or the next edit would write it again.
 */
export function recordKey(mark: RecordMark, value: RecordMarkValue): string {
  const { id, by, at, add, remove } = value;
  const attrs = mark === "fmt" ? { id, by, at, add, remove } : { id, by, at };
  const hash = digest(buffer.encodeAny({ type: mark, attrs }));
  for (let i = hashBytes; i < hash.length; i += 1)
    hash[i % hashBytes] = (hash[i % hashBytes] ?? 0) ^ (hash[i] ?? 0);
  return `${mark}--${buffer.toBase64(hash.slice(0, hashBytes))}`;
}

const keyPattern = /^(ins|del|fmt)--[A-Za-z0-9+/=]{8}$/;

/** @returns which record a format's key stands for; null for any other format. */
export const recordMarkOf = (key: string): RecordMark | null =>
  (keyPattern.exec(key)?.[1] as RecordMark | undefined) ?? null;
