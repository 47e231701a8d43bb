import { contentOf, plainText, type Projection, readBlocks } from "@dongsoan/shared/crdt";
import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { type SectionDocument, takesLetters } from "../sync/section-document.ts";
import { whenIdle } from "../sync/when-idle.ts";
import { findFolded } from "./accent-fold.ts";
import { createSectionEditor } from "./create-editor.ts";
import type { EditorRegistry } from "./editor-registry.ts";
import { readSelection } from "./read-selection.ts";
import type { TrackerOptions } from "./tracking/tracker.ts";
import { stillText } from "./still-text.ts";

/** What an editor must know of its section at once, and not with the next frame. */
export type WrittenSection = Pick<SectionDocument, "text" | "changed">;

export interface LazyEditorOptions {
  readonly sectionId: string;
  readonly place: HTMLElement;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** Id of the section's heading. */
  readonly labelledBy: string;
  readonly section: WrittenSection;
  readonly mayWrite: boolean;
  readonly registry: EditorRegistry;
  readonly onEscape: () => void;
  readonly tracking: TrackerOptions;
}

/** Where the person is in a text. */
export interface CaretPlace {
  readonly anchor: number;
  readonly head: number;
}

/** An editor is put on a text that is at most one window's height away. */
const nearMargin = "100% 0px";
/** Text that others write in far away follows this much later; several of their frames come together. */
const followAfterMs = 200;
/** Far text shows the final one alone; an editor shows both. */
const projections: readonly Projection[] = ["final", "base"];
/** What of a section is not its text. */
const headingPt = 24;

const waiting = new WeakMap<Element, LazyEditor>();
const near = new WeakSet<Element>();
let observer: IntersectionObserver | null = null;

const isInWindow = ({ boundingClientRect: { top, bottom } }: IntersectionObserverEntry) =>
  bottom > 0 && top < innerHeight;

/**
 * The first that can be seen takes keys at once. The making of the others must not hold up the frame that shows it, and
 * who scrolls past them needs none.
 */
function openInTurn(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries)
    if (isIntersecting) near.add(target);
    else near.delete(target);
  const first = entries.find((entry) => entry.isIntersecting && isInWindow(entry));
  if (first) waiting.get(first.target)?.open();
  for (const { target, isIntersecting } of entries)
    if (isIntersecting && target !== first?.target)
      whenIdle(() => {
        if (near.has(target)) waiting.get(target)?.open();
      }, true);
}

/** One observer for all sections of the page. */
function whenNear(frame: HTMLElement, editor: LazyEditor): void {
  waiting.set(frame, editor);
  observer ??= new IntersectionObserver(openInTurn, { rootMargin: nearMargin });
  observer.observe(frame);
}

/**
 * A section's place on the page: its text, and an editor on it as soon as somebody is near. A report of two hundred
 * sections would otherwise make two hundred editors before the first key. Far text is plain elements: it is read,
 * selected, printed and found like any other.
 */
export class LazyEditor {
  readonly #options: LazyEditorOptions;
  /** The section's element, which the browser leaves out as a whole while it is far. */
  readonly #frame: HTMLElement;
  readonly #leave: () => void;
  #texts: ReadonlySet<string> | null = null;
  #editor: Editor | null = null;
  readonly #stopFollowing: () => void;
  #mayWrite: boolean;
  #isEditable: boolean;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LazyEditorOptions) {
    this.#options = options;
    this.#frame = options.place.closest<HTMLElement>("section") ?? options.place;
    this.#mayWrite = options.mayWrite;
    this.#isEditable = this.#readEditable();
    this.#stopFollowing = options.section.changed.subscribe(() => this.#followSection());
    const { sectionId, doc, awareness, registry } = options;
    this.#drawStill();
    const stopOffering = registry.offer(sectionId, {
      open: () => this.open(),
      reads: (query) => this.#reads(query),
    });
    doc.on("update", this.#handleLife);
    awareness.on("change", this.#handleLife);
    whenNear(this.#frame, this);
    this.#leave = () => {
      observer?.unobserve(this.#frame);
      waiting.delete(this.#frame);
      doc.off("update", this.#handleLife);
      awareness.off("change", this.#handleLife);
      stopOffering();
    };
  }

  setMayWrite(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    this.#followSection();
  }

  /** A document that another has taken the place of takes no letter for good. */
  #readEditable(): boolean {
    const { section, doc } = this.#options;
    return this.#mayWrite && section.text.doc === doc && takesLetters(section.text);
  }

  /** In the turn in which the section changes: a key in the frame after it would be in a text that nobody sends. */
  #followSection(): void {
    const isEditable = this.#readEditable();
    if (this.#isEditable === isEditable) return;
    this.#isEditable = isEditable;
    if (!this.#editor) return;
    const { view } = this.#editor;
    const hadFocus = view.hasFocus();
    // What the browser has put on the screen and has not told yet.
    if (!isEditable) readSelection(view);
    this.#editor.setEditable(isEditable, false);
    this.#nameMode(this.#editor);
    // The browser takes the focus from a text that can be written no more: the next keys would scroll the page.
    if (hadFocus) view.dom.focus({ preventScroll: true });
    this.#options.registry.refresh();
  }

  /** Puts the editor on the text now. */
  readonly open = (): Editor => {
    if (this.#editor) return this.#editor;
    const { sectionId, place, doc, awareness, labelledBy, registry, onEscape, tracking } = this.#options;
    this.#leave();
    if (this.#timer) clearTimeout(this.#timer);
    // Made beside the page: inside it, each step of the making would have the whole page laid out again.
    const editor = createSectionEditor({
      element: document.createElement("div"),
      doc,
      awareness,
      labelledBy,
      isEditable: this.#isEditable,
      onEscape,
      tracking,
      onPickComment: registry.pickComment,
    });
    this.#editor = editor;
    this.#nameMode(editor);
    place.replaceChildren(editor.view.dom);
    this.#texts = null;
    this.#remove = registry.add(sectionId, editor);
    return editor;
  };

  /** Null unless the focus is in this text. */
  get caret(): CaretPlace | null {
    if (!this.#editor?.view.hasFocus()) return null;
    const { anchor, head } = this.#editor.state.selection;
    return { anchor, head };
  }

  /** Takes the focus at this place, or at the nearest that there is. */
  takeCaret({ anchor, head }: CaretPlace): void {
    const { view } = this.open();
    const { doc, tr } = view.state;
    const [from, to] = [anchor, head].map((at) => doc.resolve(Math.min(at, doc.content.size)));
    if (from && to) view.dispatch(tr.setSelection(TextSelection.between(from, to)));
    view.dom.focus({ preventScroll: true });
  }

  #remove: () => void = () => undefined;

  destroy(): void {
    this.#leave();
    this.#stopFollowing();
    if (this.#timer) clearTimeout(this.#timer);
    this.#remove();
    this.#editor?.destroy();
    this.#options.place.replaceChildren();
    this.#frame.style.removeProperty("contain-intrinsic-block-size");
    delete this.#frame.dataset["filled"];
  }

  /** A reader still scrolls and selects by keyboard; the text is named as read-only. */
  #nameMode({ view }: Editor): void {
    view.dom.setAttribute("aria-readonly", String(!this.#isEditable));
    if (this.#isEditable) view.dom.removeAttribute("tabindex");
    else view.dom.tabIndex = 0;
  }

  #drawStill(): void {
    const { place, doc, labelledBy } = this.#options;
    const { nodes, heightPt } = stillText(doc);
    const still = document.createElement("div");
    still.className = "section-text";
    still.lang = "vi";
    still.tabIndex = 0;
    still.setAttribute("role", "textbox");
    still.setAttribute("aria-multiline", "true");
    still.setAttribute("aria-labelledby", labelledBy);
    still.append(...nodes);
    still.addEventListener("mousedown", this.#handlePress);
    still.addEventListener("focus", () => this.open().view.focus());
    // Both at once: the browser would remember the height of the frame without its text.
    this.#frame.style.setProperty("contain-intrinsic-block-size", `auto ${heightPt + headingPt}pt`);
    this.#frame.dataset["filled"] = "";
    place.replaceChildren(still);
  }

  /** The press goes to the editor that takes the text's place, at the same letter. */
  readonly #handlePress = (event: MouseEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const { view } = this.open();
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (at) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
    view.focus();
  };

  /** Somebody writes here or has the caret here: from now on the text must follow. */
  readonly #handleLife = () => {
    this.#timer ??= setTimeout(() => this.open(), followAfterMs);
  };

  /** Read once, when somebody looks for something: a text that changes gets its editor. */
  #reads(query: string): boolean {
    this.#texts ??= new Set(
      projections.flatMap((projection) =>
        readBlocks(contentOf(this.#options.doc), projection).map(plainText),
      ),
    );
    return [...this.#texts].some((text) => findFolded(text, query).length > 0);
  }
}
