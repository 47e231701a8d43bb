import { memo, useEffect, useLayoutEffect, useRef } from "react";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { EditorRegistry } from "./editor-registry.ts";
import type { TrackerOptions } from "./tracking/tracker.ts";
import { type CaretPlace, LazyEditor, type WrittenSection } from "./lazy-editor.ts";

export interface SectionEditorProps {
  readonly sectionId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly section: WrittenSection;
  /** The right to change the text, as the report says. */
  readonly mayWrite: boolean;
  readonly labelledBy: string;
  readonly registry: EditorRegistry;
  readonly onEscape: () => void;
  readonly tracking: TrackerOptions;
}

/** The place of one editor. React draws it once; what is typed never passes through React. */
export const SectionEditor = memo(function SectionEditor(props: SectionEditorProps) {
  const { sectionId, doc, awareness, section, mayWrite, labelledBy, registry, tracking } = props;
  const placeRef = useRef<HTMLDivElement>(null);
  const editorRef = useRef<LazyEditor | null>(null);
  const latestRef = useRef({ mayWrite, onEscape: props.onEscape });
  useEffect(() => {
    latestRef.current = { mayWrite, onEscape: props.onEscape };
    editorRef.current?.setMayWrite(mayWrite);
  }, [mayWrite, props.onEscape]);
  // The text of another life is the same text to the person: the caret stays in it.
  const caretRef = useRef<CaretPlace | null>(null);
  useEffect(() => {
    const place = placeRef.current;
    if (!place) return undefined;
    const editor = new LazyEditor({
      sectionId,
      place,
      doc,
      awareness,
      labelledBy,
      section,
      mayWrite: latestRef.current.mayWrite,
      registry,
      onEscape: () => latestRef.current.onEscape(),
      tracking,
    });
    editorRef.current = editor;
    if (caretRef.current) editor.takeCaret(caretRef.current);
    return () => {
      editorRef.current = null;
      caretRef.current = editor.caret;
      editor.destroy();
    };
  }, [sectionId, doc, awareness, section, labelledBy, registry, tracking]);
  useLayoutEffect(() => {
    const place = placeRef.current;
    // A text that goes from the page must not take the keyboard's place with it.
    return () => {
      if (place?.contains(document.activeElement)) latestRef.current.onEscape();
    };
  }, []);
  return <div ref={placeRef} className="section-place" />;
});
