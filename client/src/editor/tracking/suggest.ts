import {
  Mapping,
  AddMarkStep,
  AttrStep,
  RemoveMarkStep,
  ReplaceStep,
  type StepMap,
} from "@tiptap/pm/transform";
import { type EditorState, Selection, type Transaction, TextSelection } from "@tiptap/pm/state";
import { isInTable } from "@tiptap/pm/tables";
import { recordMarks } from "@dongsoan/shared/schema";
import { suggestDeletion } from "./suggest-deletion.ts";
import { suggestFormat } from "./suggest-format.ts";
import { suggestInsertion } from "./suggest-insertion.ts";
import { suggestLook } from "./suggest-look.ts";
import { CannotSuggest, type Suggester } from "./suggester.ts";

/**
 * Turns a change into suggestions, step by step, so that whatever made it (a key, the toolbar, a paste, a table command)
 * is covered. The text that stands is the same afterwards.
 * @throws CannotSuggest for what records cannot express; nothing of the change may then be applied.
 */
export function suggest(state: EditorState, change: Transaction, by: Suggester): Transaction {
  const tr = state.tr;
  /** From the document before each step of the change to that of the suggestion. */
  let maps: StepMap[] = [];
  let mirror: number[] = [];
  let caret: number | null = null;
  for (const [i, step] of change.steps.entries()) {
    const toSuggested = new Mapping(maps, mirror);
    const known = tr.steps.length;
    let inserted: number | null = null;
    if (step instanceof ReplaceStep) {
      const from = toSuggested.map(step.from, step.from === step.to ? -1 : 1);
      const to = Math.max(from, toSuggested.map(step.to, -1));
      if (from < to) suggestDeletion(tr, by, from, to);
      const struckTo = tr.mapping.slice(known).map(to, 1);
      caret =
        step.slice.size === 0 ? caretAfterDeletion(state, step, tr.mapping.slice(known), from, to) : caret;
      if (step.slice.size > 0) {
        inserted = tr.steps.length;
        // What ends with a table replaces the end of the paragraph that it begins in: nothing is struck there.
        const closes = step.slice.openStart - step.slice.openEnd;
        const isEnd = closes > 0 && to === from + closes && tr.doc.resolve(from).parent.isTextblock;
        caret = suggestInsertion(
          tr,
          by,
          from < to && !isEnd ? struckTo : from,
          step.slice,
          isEnd ? closes : 0,
        );
      }
    } else if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
      // Records are the tracker's own business.
      if ((recordMarks as readonly string[]).includes(step.mark.type.name))
        throw new CannotSuggest("structure");
      const isAdded = step instanceof AddMarkStep;
      const [from, to] = [toSuggested.map(step.from, 1), toSuggested.map(step.to, -1)];
      suggestFormat(tr, by, { from, to, mark: step.mark, isAdded });
    } else if (step instanceof AttrStep)
      suggestLook(tr, by, toSuggested.map(step.pos, 1), step.attr, step.value);
    else throw new CannotSuggest(isInTable(state) ? "table-shape" : "structure");
    const undone = change.mapping.maps[i]?.invert();
    if (!undone) continue;
    // What the step put in stands in the suggestion too: places inside it are found again.
    const fresh = tr.mapping.maps.slice(known);
    mirror = mirror.map((index) => index + 1);
    if (inserted !== null) mirror.push(0, 1 + maps.length + inserted - known);
    maps = [undone, ...maps, ...fresh];
  }
  return settle(state, change, tr, new Mapping(maps, mirror), caret);
}

/** Struck letters stay, so the caret has to pass them: backwards for Backspace, forwards for Delete. */
function caretAfterDeletion(
  state: EditorState,
  step: ReplaceStep,
  since: Mapping,
  from: number,
  to: number,
): number {
  const { empty, head } = state.selection;
  return empty && head === step.from && head !== step.to ? since.map(to, 1) : since.map(from, -1);
}

/** Caret, formats for the next letter and everything else that the change said, carried over. */
function settle(
  state: EditorState,
  change: Transaction,
  tr: Transaction,
  mapping: Mapping,
  caret: number | null,
): Transaction {
  if (caret !== null && change.selection instanceof TextSelection && change.selection.empty)
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(caret, tr.doc.content.size)), -1));
  else if (change.selectionSet || tr.docChanged) tr.setSelection(change.selection.map(tr.doc, mapping));
  if (change.storedMarks) tr.setStoredMarks(change.storedMarks);
  const { meta } = change as unknown as { readonly meta: Readonly<Record<string, unknown>> };
  for (const [key, value] of Object.entries(meta)) tr.setMeta(key, value);
  if (change.scrolledIntoView) tr.scrollIntoView();
  return tr.setTime(state.tr.time);
}
