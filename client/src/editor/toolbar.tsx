import { Toolbar as Bar } from "radix-ui";
import { toggleMark } from "@tiptap/pm/commands";
import type { Command } from "@tiptap/pm/state";
import { useSyncExternalStore, type ReactNode } from "react";
import { fetched } from "../ui/fetched.tsx";
import type { EditorRegistry } from "./editor-registry.ts";
import {
  changeLevel,
  setAlignment,
  setParagraphStyle,
  toggleParagraphStyle,
  type Alignment,
  type ParagraphStyle,
} from "./paragraph-commands.ts";
import type { TableKey } from "./table-commands.ts";
import { icons } from "./toolbar-icons.tsx";

/** Menus bring their positioning code along; the text is ready to type before it arrives. */
const TableMenu = fetched(
  async () => (await import("./table-menu.tsx")).TableMenu,
  IdleTableButton,
  // Stays idle until the line has brought it: the bar has no room for a notice.
  IdleTableButton,
);

function IdleTableButton({ words }: { readonly words: (key: TableKey) => string }) {
  return (
    <Bar.Button className="tool tool-wide" title={words("table")} disabled>
      {icons.table}
      {words("table")}
    </Bar.Button>
  );
}

export type ToolbarKey =
  | "label"
  | "bold"
  | "italic"
  | "underline"
  | "undo"
  | "redo"
  | "styleBody"
  | "styleDash"
  | "styleLetter"
  | "styleNumber"
  | "deeper"
  | "shallower"
  | "alignJustify"
  | "alignLeft"
  | "alignCenter"
  | "alignRight"
  | TableKey
  | "find";

export interface ToolbarProps {
  readonly registry: EditorRegistry;
  readonly words: (key: ToolbarKey) => string;
  readonly onFind: () => void;
  /** Why there is nothing to act on: stands in place of the tools that would change the text. */
  readonly whyIdle: ReactNode;
  /** More controls at the end of the bar. */
  readonly children?: ReactNode;
}

const mark =
  (name: string): Command =>
  (state, dispatch) => {
    const type = state.schema.marks[name];
    return type ? toggleMark(type)(state, dispatch) : false;
  };

const keyHints: Partial<Record<ToolbarKey, string>> = {
  bold: "Ctrl+B",
  italic: "Ctrl+I",
  underline: "Ctrl+U",
  undo: "Ctrl+Z",
  redo: "Ctrl+Y",
  styleBody: "Ctrl+Alt+0",
  styleNumber: "Ctrl+Alt+1",
  styleLetter: "Ctrl+Alt+2",
  styleDash: "Ctrl+Alt+3",
  alignLeft: "Ctrl+Shift+L",
  alignCenter: "Ctrl+Shift+E",
  alignRight: "Ctrl+Shift+R",
  alignJustify: "Ctrl+Shift+J",
  deeper: "Tab",
  shallower: "Shift+Tab",
  find: "Ctrl+F",
};

const marks = [
  ["bold", <b key="b">B</b>],
  ["italic", <i key="i">I</i>],
  ["underline", <u key="u">U</u>],
] as const;
const styles: readonly (readonly [ToolbarKey, ParagraphStyle, ReactNode])[] = [
  ["styleBody", "body", icons.body],
  ["styleDash", "dash", icons.dash],
  ["styleLetter", "letter", "a)"],
  ["styleNumber", "number", "1."],
];
const aligns: readonly (readonly [ToolbarKey, Alignment, ReactNode])[] = [
  ["alignJustify", "justify", icons.justify],
  ["alignLeft", "left", icons.left],
  ["alignCenter", "center", icons.center],
  ["alignRight", "right", icons.right],
];

/** One bar for all sections; it acts on the one that had the caret last. Arrow keys move inside it, Escape goes back to the text. */
export function Toolbar({ registry, words, onFind, whyIdle, children }: ToolbarProps) {
  const state = useSyncExternalStore(registry.subscribe, registry.getToolbar);
  const run = (command: Command) => {
    const editor = registry.active;
    if (editor?.isEditable) command(editor.state, (tr) => editor.view.dispatch(tr), editor.view);
  };
  const button = (
    key: ToolbarKey,
    face: ReactNode,
    onPress: () => void,
    options: { readonly isPressed?: boolean; readonly isEnabled?: boolean } = {},
  ) => {
    const hint = keyHints[key];
    const label = words(key);
    return (
      <Bar.Button
        key={key}
        className="tool"
        aria-label={label}
        title={hint ? `${label} (${hint})` : label}
        disabled={!(options.isEnabled ?? state.isEditable)}
        {...(options.isPressed === undefined ? {} : { "aria-pressed": options.isPressed })}
        // The text keeps its caret and selection.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
      >
        {face}
      </Bar.Button>
    );
  };
  return (
    <Bar.Root
      className="toolbar"
      aria-label={words("label")}
      onKeyDown={(event) => {
        if (event.key === "Escape") registry.focusActive();
      }}
    >
      {whyIdle !== null && !state.isEditable ? (
        whyIdle
      ) : (
        <>
          {button("undo", icons.undo, () => registry.active?.commands.undo())}
          {button("redo", icons.redo, () => registry.active?.commands.redo())}
          <Bar.Separator className="tool-gap" />
          {marks.map(([name, face]) => button(name, face, () => run(mark(name)), { isPressed: state[name] }))}
          <Bar.Separator className="tool-gap" />
          {styles.map(([key, style, face]) =>
            button(
              key,
              face,
              () => run(style === "body" ? setParagraphStyle(style) : toggleParagraphStyle(style)),
              {
                isPressed: state.style === style,
              },
            ),
          )}
          {button("shallower", icons.shallower, () => run(changeLevel(-1)))}
          {button("deeper", icons.deeper, () => run(changeLevel(1)))}
          <Bar.Separator className="tool-gap" />
          {aligns.map(([key, align, face]) =>
            button(key, face, () => run(setAlignment(align)), { isPressed: state.align === align }),
          )}
          <Bar.Separator className="tool-gap" />
          {state.isEditable ? (
            <TableMenu registry={registry} words={words} run={run} isInTable={state.isInTable} />
          ) : (
            <IdleTableButton words={words} />
          )}
        </>
      )}
      {button("find", icons.find, onFind, { isEnabled: true })}
      {children}
    </Bar.Root>
  );
}
