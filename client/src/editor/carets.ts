import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import type { EditorState } from "@tiptap/pm/state";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { lookOf } from "./unit-looks.ts";

/** Caret moves of one person are told at most this often; their text is never held back. */
const tellEveryMs = 80;

/** ClientIDs. */
interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

interface RemoteUser {
  readonly initials: string;
  readonly look: number;
}

interface RemoteCaret {
  readonly clientId: number;
  readonly user: RemoteUser;
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
  /** Rises with each move of this person: a new key makes a new label, whose two seconds start again. */
  readonly moveCount: number;
}

interface CaretState {
  readonly carets: readonly RemoteCaret[];
  readonly decorations: DecorationSet;
}

const caretKey = new PluginKey<CaretState>("carets");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function readUser(value: unknown): RemoteUser | null {
  if (!isRecord(value)) return null;
  const { initials, unitName } = value;
  return typeof initials === "string"
    ? { initials: initials.slice(0, 40), look: lookOf(typeof unitName === "string" ? unitName : "") }
    : null;
}

function readPosition(value: unknown): Y.RelativePosition | null {
  try {
    return isRecord(value) ? Y.createRelativePositionFromJSON(value) : null;
  } catch {
    // Written by another client: what cannot be read is not shown.
    return null;
  }
}

function caretElement({ user }: RemoteCaret): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `caret caret-look-${user.look}`;
  // The list of people says the same to those who do not see it.
  caret.setAttribute("aria-hidden", "true");
  caret.contentEditable = "false";
  const label = document.createElement("span");
  label.className = "caret-label";
  label.textContent = user.initials;
  caret.append(label);
  return caret;
}

interface BindingState {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly binding: { readonly mapping: Map<Y.AbstractType<unknown>, never> } | null;
}

const bindingOf = (state: EditorState): BindingState | null =>
  (ySyncPluginKey.getState(state) as BindingState | undefined) ?? null;

function draw(state: EditorState, carets: readonly RemoteCaret[]): DecorationSet {
  const sync = bindingOf(state);
  if (!sync?.binding) return DecorationSet.empty;
  const { mapping } = sync.binding;
  const at = (position: Y.RelativePosition) =>
    relativePositionToAbsolutePosition(sync.doc, sync.type, position, mapping) as number | null;
  const size = state.doc.content.size;
  const decorations = carets.flatMap((caret) => {
    const head = at(caret.head);
    const anchor = at(caret.anchor);
    if (head === null || anchor === null) return [];
    const from = Math.min(head, anchor, size);
    const to = Math.min(Math.max(head, anchor), size);
    const widget = Decoration.widget(Math.min(head, size), () => caretElement(caret), {
      key: `${caret.clientId}:${caret.moveCount}`,
      side: 10,
      ignoreSelection: true,
    });
    return from === to
      ? [widget]
      : [widget, Decoration.inline(from, to, { class: `caret-range caret-look-${caret.user.look}` })];
  });
  return DecorationSet.create(state.doc, decorations);
}

class CaretView {
  readonly #view: EditorView;
  readonly #awareness: Awareness;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  readonly #moves = new Map<number, { readonly json: string; readonly count: number }>();

  constructor(view: EditorView, awareness: Awareness) {
    this.#view = view;
    this.#awareness = awareness;
    awareness.on("change", this.#handleChange);
    view.dom.addEventListener("focusin", this.#tellSoon);
    view.dom.addEventListener("focusout", this.#tellSoon);
    this.#drawOthers();
  }

  update(view: EditorView, former: EditorState): void {
    if (view.hasFocus() && !view.state.selection.eq(former.selection)) this.#tellSoon();
  }

  destroy(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#awareness.off("change", this.#handleChange);
    this.#view.dom.removeEventListener("focusin", this.#tellSoon);
    this.#view.dom.removeEventListener("focusout", this.#tellSoon);
    this.#sayNothing();
  }

  readonly #tellSoon = () => {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, tellEveryMs);
  };

  #tell(): void {
    const sync = bindingOf(this.#view.state);
    if (!sync?.binding) return;
    if (!this.#view.hasFocus()) {
      this.#sayNothing();
      return;
    }
    const { mapping } = sync.binding;
    const { anchor, head } = this.#view.state.selection;
    const relative = (pos: number) =>
      absolutePositionToRelativePosition(pos, sync.type, mapping) as Y.RelativePosition;
    this.#awareness.setLocalState({ cursor: { anchor: relative(anchor), head: relative(head) } });
  }

  #sayNothing(): void {
    if (this.#awareness.getLocalState() !== null) this.#awareness.setLocalState(null);
  }

  /** One's own caret is told to the others; nothing is drawn for it here. */
  readonly #handleChange = ({ added, updated, removed }: AwarenessChange) => {
    const { clientID } = this.#awareness;
    if ([...added, ...updated, ...removed].some((id) => id !== clientID)) this.#drawOthers();
  };

  #drawOthers(): void {
    const carets: RemoteCaret[] = [];
    for (const [clientId, value] of this.#awareness.getStates()) {
      if (clientId === this.#awareness.clientID) continue;
      const cursor: unknown = value["cursor"];
      const user = readUser(value["user"]);
      if (!user || !isRecord(cursor)) continue;
      const anchor = readPosition(cursor["anchor"]);
      const head = readPosition(cursor["head"]);
      if (!anchor || !head) continue;
      const json = JSON.stringify(cursor);
      const former = this.#moves.get(clientId);
      const moveCount = former ? former.count + (former.json === json ? 0 : 1) : 0;
      this.#moves.set(clientId, { json, count: moveCount });
      carets.push({ clientId, user, anchor, head, moveCount });
    }
    // Awareness may speak while the view is in the middle of an update.
    queueMicrotask(() => {
      const view = this.#view;
      if (view.isDestroyed) return;
      // Drawing beside a word that is being composed may make the input method write it twice: carets wait.
      if (view.composing) {
        this.#waiting ??= setTimeout(() => {
          this.#waiting = null;
          this.#drawOthers();
        }, tellEveryMs);
        return;
      }
      // A key may just have moved one's own caret, and the browser says so only in its next task: drawing the others'
      // would put it back. The editor is told first.
      if (view.hasFocus()) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
      view.dispatch(view.state.tr.setMeta(caretKey, carets).setMeta("addToHistory", false));
    });
  }
}

/** Carets and selections of the others in this section: initials and unit, a shape of its own, then colour. */
export const remoteCarets = (awareness: Awareness): Extension =>
  Extension.create({
    name: "remoteCarets",
    addProseMirrorPlugins: () => [
      new Plugin<CaretState>({
        key: caretKey,
        state: {
          init: () => ({ carets: [], decorations: DecorationSet.empty }),
          apply(tr, former, _oldState, state) {
            const told = tr.getMeta(caretKey) as readonly RemoteCaret[] | undefined;
            if (told) return { carets: told, decorations: draw(state, told) };
            if (!tr.docChanged) return former;
            // One's own typing only moves them; a remote change may have moved what they hang on.
            return tr.getMeta(ySyncPluginKey)
              ? { carets: former.carets, decorations: draw(state, former.carets) }
              : { carets: former.carets, decorations: former.decorations.map(tr.mapping, tr.doc) };
          },
        },
        props: { decorations: (state) => caretKey.getState(state)?.decorations },
        view: (view) => new CaretView(view, awareness),
      }),
    ],
  });
