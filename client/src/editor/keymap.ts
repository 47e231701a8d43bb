import { Extension } from "@tiptap/core";
import { toggleMark } from "@tiptap/pm/commands";
import { Plugin, type Command } from "@tiptap/pm/state";
import { goToNextCell, isInTable } from "@tiptap/pm/tables";
import {
  changeLevel,
  isInList,
  leaveEmptyListItem,
  markFromTyping,
  removeMarkAtStart,
  setAlignment,
  setParagraphStyle,
} from "./paragraph-commands.ts";
import { readSelection } from "./read-selection.ts";

/** What a key press is judged by. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  getModifierState(name: "AltGraph"): boolean;
}

/**
 * Input methods (Telex, UniKey) compose letters, and Microsoft's Vietnamese layout types with AltGr, which looks like
 * Ctrl+Alt: such presses are text, never shortcuts.
 */
export const isTextInput = (press: KeyPress): boolean =>
  press.isComposing || press.keyCode === 229 || press.getModifierState("AltGraph");

/** Letters by what they print, digits by where they are: the digit row of the Vietnamese layout prints letters. */
export function chordOf(press: KeyPress): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  const name = digit ?? (press.key.length === 1 ? press.key.toLowerCase() : press.key);
  const mod = press.ctrlKey || press.metaKey;
  return `${mod ? "Ctrl+" : ""}${press.altKey ? "Alt+" : ""}${press.shiftKey ? "Shift+" : ""}${name}`;
}

const mark =
  (name: string): Command =>
  (state, dispatch) => {
    const type = state.schema.marks[name];
    return type ? toggleMark(type)(state, dispatch) : false;
  };

/** Tab is a list's and a table's key; anywhere else it moves on, so that nobody is caught in the text. */
const tab =
  (by: 1 | -1): Command =>
  (state, dispatch, view) => {
    if (isInList(state)) {
      changeLevel(by)(state, dispatch);
      return true;
    }
    return isInTable(state) ? goToNextCell(by)(state, dispatch, view) : false;
  };

const lineBreak: Command = (state, dispatch) => {
  const type = state.schema.nodes["hardBreak"];
  if (!type) return false;
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
  return true;
};

const commands: Readonly<Record<string, Command>> = {
  "Ctrl+b": mark("bold"),
  "Ctrl+i": mark("italic"),
  "Ctrl+u": mark("underline"),
  "Ctrl+Alt+0": setParagraphStyle("body"),
  "Ctrl+Alt+1": setParagraphStyle("number"),
  "Ctrl+Alt+2": setParagraphStyle("letter"),
  "Ctrl+Alt+3": setParagraphStyle("dash"),
  "Ctrl+Shift+l": setAlignment("left"),
  "Ctrl+Shift+e": setAlignment("center"),
  "Ctrl+Shift+r": setAlignment("right"),
  "Ctrl+Shift+j": setAlignment("justify"),
  Tab: tab(1),
  "Shift+Tab": tab(-1),
  Enter: leaveEmptyListItem,
  "Shift+Enter": lineBreak,
  Backspace: removeMarkAtStart,
};

/**
 * A key that would write. In a text that cannot be written it does nothing: the text may have been locked under a writing
 * hand, and each further space would scroll the page on, away from what tells why.
 */
const isWriting = ({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean =>
  !ctrlKey && !metaKey && !altKey && (key.length === 1 || key === "Enter" || key === "Backspace");

/** What the editor answers to; the list of keys must tell each. */
export const editorChords: readonly string[] = Object.keys(commands);

/** @param onEscape leaves the text for the frame of its section. */
export const reportKeymap = (onEscape: () => void): Extension =>
  Extension.create({
    name: "reportKeymap",
    // Before the editor's own keys and the table's.
    priority: 2000,
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleKeyDown(view, event) {
            if (isTextInput(event)) return false;
            const chord = chordOf(event);
            if (event.key.length > 1) readSelection(view);
            if (chord === "Escape") {
              onEscape();
              return true;
            }
            if (!view.editable) return false;
            const command = commands[chord];
            return command ? command(view.state, (tr) => view.dispatch(tr), view) : false;
          },
          handleDOMEvents: {
            // The editor's own keys are asked only where the text can be written.
            keydown(view, event) {
              if (view.editable || !isWriting(event)) return false;
              event.preventDefault();
              return true;
            },
          },
          handleTextInput(view, from, to, text) {
            if (view.composing || from !== to) return false;
            const tr = markFromTyping(view.state, from, text);
            if (!tr) return false;
            view.dispatch(tr);
            return true;
          },
        },
      }),
    ],
  });
