import { type Change, contentOf, listChanges } from "@dongsoan/shared/crdt";
import type { ReportView } from "@dongsoan/shared/http-api";
import type { EditorState } from "@tiptap/pm/state";
import { useEffect, useMemo, useRef } from "react";
import { readSelection } from "../../editor/read-selection.ts";
import { placeOfChange, suggestionsAt } from "../../editor/tracking/change-places.ts";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { suggesterName } from "../../ui/suggester-name.ts";
import { toast } from "../../ui/toast.ts";
import { mayDecide, useDecide, type Verdict } from "./deciding.ts";
import { useWrite } from "./write-context.ts";

export interface ChangeCommands {
  /** To the next or the former change, from the caret on and over sections, round at the end. */
  readonly go: (by: 1 | -1) => void;
  /** Decides what the caret or the selection touches. */
  readonly decideHere: (verdict: Verdict) => void;
}

const keyOf = (sectionId: string, { ids }: Change): string => `${sectionId} ${ids.join()}`;

/** Going through the suggestions and deciding them where they stand in the text. */
export function useChangeKeys(report: ReportView): ChangeCommands {
  const { session, registry, userId } = useWrite();
  const { t } = useText();
  const decide = useDecide();
  const latest = useRef({ report, t, decide });
  /** The change that was gone to last: two can stand at one place. */
  const visited = useRef("");
  useEffect(() => {
    latest.current = { report, t, decide };
  }, [report, t, decide]);
  return useMemo(() => {
    const listOf = (sectionId: string): readonly Change[] => {
      const held = session.sections.all.find((section) => section.sectionId === sectionId);
      return held ? listChanges(contentOf(held.text.doc)) : [];
    };
    const placesOf = (sectionId: string) => {
      const list = listOf(sectionId);
      const editor = list.length > 0 ? registry.open(sectionId) : null;
      if (!editor) return { editor, places: [] };
      const places = list.flatMap((change) => {
        const at = placeOfChange(editor.state.doc, change.ids);
        return at ? [{ change, at }] : [];
      });
      return { editor, places: places.toSorted((a, b) => a.at.from - b.at.from) };
    };
    /** @returns whether there was one. */
    const goWithin = (sectionId: string, by: 1 | -1, isHere: boolean): boolean => {
      const { editor, places } = placesOf(sectionId);
      if (!editor) return false;
      const { selection } = editor.state;
      const here = places.filter(({ at }) => at.eq(selection));
      const current = here.find(({ change }) => keyOf(sectionId, change) === visited.current) ?? here[0];
      let next = by === 1 ? places[0] : places.at(-1);
      if (isHere && current) next = places[places.indexOf(current) + by];
      else if (isHere && by === 1) next = places.find(({ at }) => at.from >= selection.from);
      else if (isHere) next = places.findLast(({ at }) => at.from < selection.from);
      if (!next) return false;
      const { change, at } = next;
      visited.current = keyOf(sectionId, change);
      editor.view.focus();
      editor.view.dispatch(editor.state.tr.setSelection(at).scrollIntoView());
      const { t: say, report: shown } = latest.current;
      const name = suggesterName(change.by, shown.people, say) ?? "";
      announce(
        [name, say(`changes.kind.${change.kind}`), change.deleted, change.inserted].filter(Boolean).join(" "),
      );
      return true;
    };
    const go = (by: 1 | -1) => {
      if (registry.active) readSelection(registry.active.view);
      const ids = latest.current.report.sections.flatMap(({ id, isHidden }) => (isHidden ? [] : [id]));
      const here = registry.activeId === null ? -1 : ids.indexOf(registry.activeId);
      const active = ids[here];
      if (active !== undefined && goWithin(active, by, true)) return;
      const start = here === -1 && by === -1 ? 0 : here;
      // Round, and the section that one is in once more from its other end.
      for (let step = 1; step <= ids.length; step += 1) {
        const id = ids[(start + by * step + ids.length * 2) % ids.length];
        if (id !== undefined && goWithin(id, by, false)) return;
      }
      toast(latest.current.t("changes.empty"));
    };
    const changesAt = (sectionId: string, { doc, selection }: EditorState): readonly Change[] => {
      const list = listOf(sectionId);
      const wanted = list.find((change) => keyOf(sectionId, change) === visited.current);
      // What one has gone to is meant, whatever else stands there.
      if (wanted && placeOfChange(doc, wanted.ids)?.eq(selection)) return [wanted];
      const touched = suggestionsAt(doc, selection);
      return list.filter(({ ids }) => ids.some((id) => touched.has(id)));
    };
    const decideHere = (verdict: Verdict) => {
      const { t: say, report: shown } = latest.current;
      const section = shown.sections.find(({ id }) => id === registry.activeId);
      const { active } = registry;
      if (active) readSelection(active.view);
      const changes = section && active ? changesAt(section.id, active.state) : [];
      if (!section || changes.length === 0) toast(say("changes.noneHere"));
      else if (!mayDecide(shown, section, userId)) toast(say("changes.ownerDecides"));
      else void latest.current.decide(section.id, verdict, changes);
    };
    return { go, decideHere };
  }, [session, registry, userId]);
}
