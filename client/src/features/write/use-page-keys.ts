import { useEffect, useRef, type RefObject } from "react";
import type { EditorRegistry } from "../../editor/editor-registry.ts";
import { chordOf, isTextInput } from "../../editor/keymap.ts";
import { isAddressed } from "../../ui/section-address.ts";
import { frameOf, goToSection, sectionIdOf } from "./paper-place.ts";
import type { Verdict } from "./deciding.ts";
import type { ChangeCommands } from "./use-change-keys.ts";
import { frameId } from "./write-context.ts";

export interface PageKeys {
  readonly rootRef: RefObject<HTMLElement | null>;
  readonly registry: EditorRegistry;
  readonly sectionIds: readonly string[];
  readonly onFind: () => void;
  readonly onOutline: () => void;
  readonly onPanel: () => void;
  readonly onChanges: () => void;
  readonly onSuggest: () => void;
  readonly onComment: () => void;
  readonly onComments: () => void;
  /** To the next or the former thread. */
  readonly onThread: (by: 1 | -1) => void;
  readonly changes: ChangeCommands;
}

const isInTable = (target: EventTarget | null) =>
  target instanceof Element && target.closest("td, th") !== null;

const cardOf = (target: EventTarget | null) => (target instanceof Element ? target.closest(".change") : null);

/** In the list of suggestions: to the next or the former one. @returns whether the key was pressed there. */
function goCard(target: EventTarget | null, by: 1 | -1): boolean {
  const card = cardOf(target);
  const all = [...document.querySelectorAll(".change")];
  if (card)
    all
      .at((all.indexOf(card) + by) % all.length)
      ?.querySelector("button")
      ?.focus();
  return card !== null;
}

/** What is decided goes from the list, and must not take the keyboard's place with it. */
function decideCard(target: EventTarget | null, verdict: Verdict): boolean {
  const card = cardOf(target);
  const button = card?.querySelector<HTMLElement>(`[data-verdict="${verdict}"]`);
  if (button) goCard(card, 1);
  button?.click();
  return card !== null;
}

const sectionOf = (target: EventTarget | null) => sectionIdOf(frameOf(target));

/** Where the keyboard comes to in a region, the best first: where one is, the first item, the first control. */
const entries = [
  "[aria-current]",
  ".side-content :is(a, article[tabindex], li button, article button)",
  ".side-content :is(button, select, summary)",
  "section.section",
];

function entryOf(region: HTMLElement): HTMLElement {
  const found = entries.map((entry) => region.querySelector<HTMLElement>(entry));
  return found.find((element) => element !== null) ?? region;
}

/** Into the text of a section where it can be written, otherwise to its frame. */
function enter(registry: EditorRegistry, sectionId: string): void {
  goToSection(sectionId);
  const editor = registry.open(sectionId);
  if (editor?.isEditable) editor.view.focus();
}

/** A link to a section (`#` and its id, as in my work and in the obstacles before the seal) leads to it. */
export function useArrival(sectionIds: readonly string[]): void {
  const isDone = useRef(false);
  useEffect(() => {
    const wanted = sectionIds.find(isAddressed);
    if (isDone.current || wanted === undefined) return;
    isDone.current = true;
    goToSection(wanted);
  }, [sectionIds]);
}

/** F6 goes round outline, text and side panel; Alt+F10 to the toolbar; Ctrl+Alt+arrows to the next section; Ctrl+F finds; suggestions are gone through and decided. */
export function usePageKeys(keys: PageKeys): void {
  const { rootRef, registry, sectionIds, onFind, onOutline, onPanel, onChanges, onSuggest } = keys;
  const { onComment, onComments, onThread, changes } = keys;
  useEffect(() => {
    const regions = () =>
      [...(rootRef.current?.querySelectorAll<HTMLElement>("[data-region]") ?? [])].filter(
        (e) => e.offsetParent !== null,
      );
    const goRound = (by: 1 | -1) => {
      const all = regions();
      const at = all.findIndex((e) => e.contains(document.activeElement));
      const next = all[(at + by + all.length) % all.length] ?? all[0];
      if (next?.dataset["region"] === "text" && registry.active) registry.focusActive();
      else if (next) entryOf(next).focus();
    };
    const goSection = (by: 1 | -1, target: EventTarget | null) => {
      const from = sectionOf(target) ?? registry.activeId;
      const at = from === null ? -1 : sectionIds.indexOf(from);
      const next = sectionIds[at === -1 ? 0 : at + by];
      if (next) enter(registry, next);
    };
    const handlers: Readonly<Record<string, (event: KeyboardEvent) => boolean>> = {
      "Ctrl+f": () => (onFind(), true),
      F6: () => (goRound(1), true),
      "Shift+F6": () => (goRound(-1), true),
      "Alt+F10": () => {
        rootRef.current?.querySelector<HTMLElement>(".toolbar button:not(:disabled)")?.focus();
        return true;
      },
      "Ctrl+Alt+ArrowDown": (event) => !isInTable(event.target) && (goSection(1, event.target), true),
      "Ctrl+Alt+ArrowUp": (event) => !isInTable(event.target) && (goSection(-1, event.target), true),
      "Ctrl+Alt+o": () => (onOutline(), true),
      "Ctrl+Alt+g": () => (onPanel(), true),
      "Ctrl+Alt+k": () => (onChanges(), true),
      "Ctrl+Alt+n": ({ target }) => (goCard(target, 1) || changes.go(1), true),
      "Ctrl+Alt+p": ({ target }) => (goCard(target, -1) || changes.go(-1), true),
      "Ctrl+Alt+a": ({ target }) => (decideCard(target, "accept") || changes.decideHere("accept"), true),
      "Ctrl+Alt+r": ({ target }) => (decideCard(target, "reject") || changes.decideHere("reject"), true),
      "Ctrl+Alt+e": () => (onSuggest(), true),
      "Ctrl+Alt+m": () => (onComment(), true),
      "Ctrl+Alt+y": () => (onComments(), true),
      "Alt+ArrowDown": () => (onThread(1), true),
      "Alt+ArrowUp": () => (onThread(-1), true),
      // Saved by itself: the habit must not open the browser's own dialog.
      "Ctrl+s": () => true,
      Enter: (event) => {
        const { target } = event;
        if (!(target instanceof Element) || target !== document.activeElement) return false;
        const id = target.matches("section.section") ? sectionOf(target) : null;
        if (id === null || target.id !== frameId(id) || !registry.open(id)?.isEditable) return false;
        enter(registry, id);
        return true;
      },
    };
    const handleKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTextInput(event)) return;
      if (handlers[chordOf(event)]?.(event)) event.preventDefault();
    };
    addEventListener("keydown", handleKeyDown);
    return () => removeEventListener("keydown", handleKeyDown);
  }, [
    rootRef,
    registry,
    sectionIds,
    onFind,
    onOutline,
    onPanel,
    onChanges,
    onSuggest,
    onComment,
    onComments,
    onThread,
    changes,
  ]);
}
