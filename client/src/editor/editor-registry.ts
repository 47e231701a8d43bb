import type { Editor } from "@tiptap/core";
import { focusText } from "./focus-text.ts";

/** What the toolbar shows as pressed or possible. Compared as text: the toolbar draws itself only when it changes. */
export interface ToolbarState {
  readonly isEditable: boolean;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly style: string;
  readonly align: string;
  readonly isInTable: boolean;
}

export const idleToolbar: ToolbarState = {
  isEditable: false,
  bold: false,
  italic: false,
  underline: false,
  style: "body",
  align: "justify",
  isInTable: false,
};

function readToolbar(editor: Editor | null): ToolbarState {
  if (!editor || editor.isDestroyed) return idleToolbar;
  const { $from } = editor.state.selection;
  let isInTable = false;
  for (let depth = $from.depth; depth > 0; depth -= 1)
    if ($from.node(depth).type.name === "tableRow") isInTable = true;
  return {
    isEditable: editor.isEditable,
    bold: editor.isActive("bold"),
    italic: editor.isActive("italic"),
    underline: editor.isActive("underline"),
    style: String($from.parent.attrs["style"] ?? "body"),
    align: String($from.parent.attrs["align"] ?? "justify"),
    isInTable,
  };
}

const isSame = (a: ToolbarState, b: ToolbarState) =>
  (Object.keys(a) as (keyof ToolbarState)[]).every((key) => a[key] === b[key]);

/** A section whose text is on the page and whose editor is made when it is needed. */
export interface OfferedEditor {
  readonly open: () => Editor;
  /** Does its text read like this somewhere? */
  readonly reads: (query: string) => boolean;
}

/** The page's editors by section. The one that had the caret last is what the toolbar acts on. */
export class EditorRegistry {
  readonly #editors = new Map<string, Editor>();
  readonly #offered = new Map<string, OfferedEditor>();
  readonly #listeners = new Set<() => void>();
  readonly #onAdded = new Set<(sectionId: string, editor: Editor) => void>();
  readonly #onOffered = new Set<() => void>();
  #activeId: string | null = null;
  #toolbar: ToolbarState = idleToolbar;
  /** Told when the caret goes to another section. */
  #onActiveChange: (sectionId: string) => void = () => undefined;

  /** Told of a click on text that a comment is about. */
  #onPickComment: (threadId: string) => void = () => undefined;

  readonly pickComment = (threadId: string): void => this.#onPickComment(threadId);

  /** @returns the way out. */
  listenToPickedComment(listener: (threadId: string) => void): () => void {
    this.#onPickComment = listener;
    return () => {
      this.#onPickComment = () => undefined;
    };
  }

  get active(): Editor | null {
    return this.#activeId === null ? null : (this.#editors.get(this.#activeId) ?? null);
  }

  /** Back into the text, at its caret. At once: Tiptap's own command waits a frame, and would undo a key pressed in it. */
  focusActive(): void {
    const view = this.active?.view;
    if (!view) return;
    focusText(view);
    view.dispatch(view.state.tr.scrollIntoView());
  }

  get activeId(): string | null {
    return this.#activeId;
  }

  get(sectionId: string): Editor | null {
    return this.#editors.get(sectionId) ?? null;
  }

  /** @returns the section's editor, made now if its text is on the page. */
  open(sectionId: string): Editor | null {
    return this.get(sectionId) ?? this.#offered.get(sectionId)?.open() ?? null;
  }

  /** Like `open`, for sections that read like `query` only. */
  openIfReads(sectionId: string, query: string): Editor | null {
    return this.get(sectionId) ?? (this.#offered.get(sectionId)?.reads(query) ? this.open(sectionId) : null);
  }

  /** @returns the way out. */
  offer(sectionId: string, offered: OfferedEditor): () => void {
    this.#offered.set(sectionId, offered);
    for (const listener of this.#onOffered) listener();
    return () => {
      if (this.#offered.get(sectionId) === offered) this.#offered.delete(sectionId);
    };
  }

  /** Calls for each text that comes onto the page from now on. @returns the way out. */
  listenToOffered(listener: () => void): () => void {
    this.#onOffered.add(listener);
    return () => {
      this.#onOffered.delete(listener);
    };
  }

  get all(): ReadonlyMap<string, Editor> {
    return this.#editors;
  }

  /** Calls for each editor that is put on the page from now on. @returns the way out. */
  listenToAdded(listener: (sectionId: string, editor: Editor) => void): () => void {
    this.#onAdded.add(listener);
    return () => {
      this.#onAdded.delete(listener);
    };
  }

  /** @returns the way out. */
  add(sectionId: string, editor: Editor): () => void {
    this.#editors.set(sectionId, editor);
    for (const listener of this.#onAdded) listener(sectionId, editor);
    const handleFocus = () => {
      const isOther = this.#activeId !== sectionId;
      this.#activeId = sectionId;
      this.refresh();
      if (isOther) this.#onActiveChange(sectionId);
    };
    const handleTransaction = () => {
      if (this.#activeId === sectionId) this.refresh();
    };
    editor.on("focus", handleFocus);
    editor.on("transaction", handleTransaction);
    this.refresh();
    return () => {
      editor.off("focus", handleFocus);
      editor.off("transaction", handleTransaction);
      if (this.#editors.get(sectionId) === editor) this.#editors.delete(sectionId);
      if (this.#activeId === sectionId) this.#activeId = null;
      this.refresh();
    };
  }

  listenToActive(listener: (sectionId: string) => void): () => void {
    this.#onActiveChange = listener;
    return () => {
      this.#onActiveChange = () => undefined;
    };
  }

  readonly getToolbar = (): ToolbarState => this.#toolbar;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** An editor has become writable, or no longer is. */
  refresh(): void {
    const next = readToolbar(this.active);
    if (isSame(next, this.#toolbar)) return;
    this.#toolbar = next;
    for (const listener of this.#listeners) listener();
  }
}
