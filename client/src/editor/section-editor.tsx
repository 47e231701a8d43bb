import { memo, useEffect, useRef } from "react";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { EditorRegistry } from "./editor-registry.ts";
import type { TrackerOptions } from "./tracking/tracker.ts";
import { LazyEditor } from "./lazy-editor.ts";

export interface SectionEditorProps {
  readonly sectionId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly isEditable: boolean;
  readonly labelledBy: string;
  readonly registry: EditorRegistry;
  readonly onEscape: () => void;
  readonly tracking: TrackerOptions;
}

/** The place of one editor. React draws it once; what is typed never passes through React. */
export const SectionEditor = memo(function SectionEditor(props: SectionEditorProps) {
  const { sectionId, doc, awareness, isEditable, labelledBy, registry, tracking } = props;
  const placeRef = useRef<HTMLDivElement>(null);
  const editorRef = useRef<LazyEditor | null>(null);
  const latestRef = useRef({ isEditable, onEscape: props.onEscape });
  useEffect(() => {
    latestRef.current = { isEditable, onEscape: props.onEscape };
    editorRef.current?.setEditable(isEditable);
  }, [isEditable, props.onEscape]);
  useEffect(() => {
    const place = placeRef.current;
    if (!place) return undefined;
    const editor = new LazyEditor({
      sectionId,
      place,
      doc,
      awareness,
      labelledBy,
      isEditable: latestRef.current.isEditable,
      registry,
      onEscape: () => latestRef.current.onEscape(),
      tracking,
    });
    editorRef.current = editor;
    return () => {
      editorRef.current = null;
      editor.destroy();
    };
  }, [sectionId, doc, awareness, labelledBy, registry, tracking]);
  return <div ref={placeRef} className="section-place" />;
});
