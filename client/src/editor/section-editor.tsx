import type { Editor } from "@tiptap/core";
import { memo, useEffect, useRef } from "react";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { createSectionEditor } from "./create-editor.ts";
import type { EditorRegistry } from "./editor-registry.ts";

export interface SectionEditorProps {
  readonly sectionId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly isEditable: boolean;
  readonly labelledBy: string;
  readonly registry: EditorRegistry;
  readonly onEscape: () => void;
}

/** The place of one editor. React draws it once; what is typed never passes through React. */
export const SectionEditor = memo(function SectionEditor(props: SectionEditorProps) {
  const { sectionId, doc, awareness, isEditable, labelledBy, registry } = props;
  const placeRef = useRef<HTMLDivElement>(null);
  const editorRef = useRef<Editor | null>(null);
  const onEscapeRef = useRef(props.onEscape);
  useEffect(() => {
    onEscapeRef.current = props.onEscape;
  }, [props.onEscape]);
  useEffect(() => {
    const element = placeRef.current;
    if (!element) return undefined;
    const editor = createSectionEditor({
      element,
      doc,
      awareness,
      labelledBy,
      isEditable: false,
      onEscape: () => onEscapeRef.current(),
    });
    editorRef.current = editor;
    const remove = registry.add(sectionId, editor);
    return () => {
      editorRef.current = null;
      remove();
      editor.destroy();
    };
  }, [sectionId, doc, awareness, labelledBy, registry]);
  useEffect(() => {
    const editor = editorRef.current;
    if (!editor || editor.isEditable === isEditable) return;
    editor.setEditable(isEditable, false);
    // A reader still scrolls and selects by keyboard; it is named as read-only.
    editor.view.dom.setAttribute("aria-readonly", String(!isEditable));
    if (!isEditable) editor.view.dom.tabIndex = 0;
    else editor.view.dom.removeAttribute("tabindex");
  }, [isEditable, doc]);
  return <div ref={placeRef} className="section-place" />;
});
