import { alignLists } from "./align.ts";

/** Words of two texts that are in both, or in one of them alone; spaces stand for themselves. */
export interface WordPiece {
  readonly change: "same" | "inserted" | "deleted";
  readonly text: string;
}

const wordsOf = (text: string): readonly string[] => text.match(/\s+|\S+/gu) ?? [];

/** Two plain texts laid over each other word by word: each can be read out of the answer, in its order. */
export function compareWords(old: string, now: string): readonly WordPiece[] {
  const [was, is] = [wordsOf(old), wordsOf(now)];
  const pieces: { change: WordPiece["change"]; text: string }[] = [];
  const push = (change: WordPiece["change"], text: string) => {
    const last = pieces.at(-1);
    if (last?.change === change) last.text += text;
    else pieces.push({ change, text });
  };
  let [i, j] = [0, 0];
  const skipTo = (toOld: number, toNew: number) => {
    for (; i < toOld; i += 1) push("deleted", was[i] ?? "");
    for (; j < toNew; j += 1) push("inserted", is[j] ?? "");
  };
  const isSpace = (word: string) => word.trim() === "";
  const weight = (a: string, b: string) =>
    a.normalize("NFC") === b.normalize("NFC") ? (isSpace(a) ? 1 : 4) : 0;
  for (const [a, b] of alignLists(was, is, weight) ?? []) {
    skipTo(a, b);
    push("same", is[b] ?? "");
    i = a + 1;
    j = b + 1;
  }
  skipTo(was.length, is.length);
  return pieces;
}
