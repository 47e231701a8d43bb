/** What a projection does with a paragraph: shows it as one of its own, puts it into the one before, or leaves it out. */
export type ParagraphFate = "own" | "merged" | "left-out";

/**
 * A word processor keeps a paragraph's end as a letter of its own, which can be put in and taken out like others.
 * @param fates what one projection does with each of a list's paragraphs.
 * @param endsCell a table's cell always ends with a paragraph's end.
 * @returns which of the paragraphs end with such a letter there.
 */
export function paragraphEnds(fates: readonly ParagraphFate[], endsCell: boolean): readonly boolean[] {
  const ends = fates.map(() => false);
  let next: ParagraphFate = "own";
  for (let i = fates.length - 1; i >= 0; i -= 1) {
    const fate = fates[i];
    if (fate === undefined || fate === "left-out") continue;
    ends[i] = next !== "merged";
    next = fate;
  }
  const last = ends.lastIndexOf(true);
  if (endsCell && last >= 0) {
    ends[last] = false;
    ends[ends.length - 1] = true;
  }
  return ends;
}
