/** Matching pairs of indexes, rising in both. */
export type Pairs = readonly (readonly [number, number])[];

/** More than this many cells are not filled: a bound on time and memory. */
const maxCells = 4_000_000;

/**
 * The heaviest common subsequence of two lists.
 * @param weight of matching two elements; 0 = they do not match.
 * @returns null when the lists are too long for each other.
 */
export function alignLists<T>(
  a: readonly T[],
  b: readonly T[],
  weight: (x: T, y: T) => number,
): Pairs | null {
  const pairs: (readonly [number, number])[] = [];
  let start = 0;
  let endA = a.length;
  let endB = b.length;
  const matches = (i: number, j: number) => weight(a[i] as T, b[j] as T) > 0;
  while (start < endA && start < endB && matches(start, start)) {
    pairs.push([start, start]);
    start += 1;
  }
  const tail: (readonly [number, number])[] = [];
  while (endA > start && endB > start && matches(endA - 1, endB - 1)) {
    endA -= 1;
    endB -= 1;
    tail.push([endA, endB]);
  }
  const rows = endA - start;
  const columns = endB - start;
  if (rows * columns > maxCells) return null;
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1)
    for (let j = columns - 1; j >= 0; j -= 1) {
      const w = weight(a[start + i] as T, b[start + j] as T);
      const skip = Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
      best[i * width + j] = w > 0 ? Math.max(skip, w + (best[(i + 1) * width + j + 1] ?? 0)) : skip;
    }
  for (let i = 0, j = 0; i < rows && j < columns;) {
    const here = best[i * width + j] ?? 0;
    if (here === best[(i + 1) * width + j]) i += 1;
    else if (here === best[i * width + j + 1]) j += 1;
    else {
      pairs.push([start + i, start + j]);
      i += 1;
      j += 1;
    }
  }
  return [...pairs, ...tail.toReversed()];
}

/** Units that stand side by side in both texts. */
export interface Run {
  readonly old: number;
  readonly new: number;
  readonly length: number;
}

/**
 * The runs that stayed where they were: the heaviest subsequence that rises in the old text too. The others moved.
 * @param runs in the order of the new text. @returns whether each one stayed.
 */
export function findStaying(runs: readonly Run[]): readonly boolean[] {
  // A Fenwick tree of maxima over the runs' ranks in the old text.
  const byOld = runs.map((_, i) => i).sort((x, y) => (runs[x]?.old ?? 0) - (runs[y]?.old ?? 0));
  const rank = new Int32Array(runs.length);
  for (const [r, i] of byOld.entries()) rank[i] = r + 1;
  const tree = new Int32Array(runs.length + 1).fill(-1);
  const weight = new Float64Array(runs.length);
  const former = new Int32Array(runs.length).fill(-1);
  const heavier = (x: number, y: number) =>
    y === -1 || (x !== -1 && (weight[x] ?? 0) >= (weight[y] ?? 0)) ? x : y;
  let last = -1;
  for (const [i, run] of runs.entries()) {
    let before = -1;
    for (let r = (rank[i] ?? 0) - 1; r > 0; r -= r & -r) before = heavier(before, tree[r] ?? -1);
    former[i] = before;
    weight[i] = run.length + (before === -1 ? 0 : (weight[before] ?? 0));
    for (let r = rank[i] ?? 0; r <= runs.length; r += r & -r) tree[r] = heavier(i, tree[r] ?? -1);
    last = heavier(i, last);
  }
  const stays = runs.map(() => false);
  for (let i = last; i !== -1; i = former[i] ?? -1) stays[i] = true;
  return stays;
}
