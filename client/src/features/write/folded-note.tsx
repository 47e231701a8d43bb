import { useEffect, useRef, useState, type ReactNode } from "react";
import { useText } from "../../i18n/use-text.ts";

interface FoldedNoteProps {
  readonly tone?: "warn";
  readonly children: ReactNode;
}

/** A note of as many lines as there is place for. Where that is not all of it, a button says so and shows the rest. */
export function FoldedNote({ tone, children }: FoldedNoteProps) {
  const { t } = useText();
  const textRef = useRef<HTMLParagraphElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const text = textRef.current;
    if (!text || isOpen) return undefined;
    const observer = new ResizeObserver(() => setIsCut(text.scrollHeight > text.clientHeight + 1));
    observer.observe(text);
    return () => observer.disconnect();
  }, [isOpen, children]);
  return (
    <div className={`section-why${tone === "warn" ? " tone-warn" : ""}${isOpen ? " is-open" : ""}`}>
      <p ref={textRef}>{children}</p>
      {(isCut || isOpen) && (
        <button
          type="button"
          className="link-button"
          aria-expanded={isOpen}
          // The text keeps its caret.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t(isOpen ? "write.foldNote" : "write.unfoldNote")}
        </button>
      )}
    </div>
  );
}
