import { useEffect, useState } from "react";
import { useText } from "../../i18n/use-text.ts";

interface Place {
  readonly left: number;
  readonly top: number;
}
const gapPx = 6;
const heightPx = 32;
const widthPx = 96;

/** Above what is selected in a section's text, or below where there is no room. */
function placeOfSelection(): Place | null {
  const selection = getSelection();
  const node = selection?.anchorNode;
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  if (!selection || selection.isCollapsed || !element?.closest(".section-text")) return null;
  const { left, right, top, bottom } = selection.getRangeAt(0).getBoundingClientRect();
  if (right === left) return null;
  const above = top - heightPx - gapPx;
  return {
    left: Math.max(gapPx, Math.min(innerWidth - widthPx - gapPx, right - widthPx / 2)),
    top: above > heightPx * 5 ? above : bottom + gapPx,
  };
}

/** The way to comment on a selection by mouse; by keyboard it is Ctrl+Alt+M. */
export function CommentButton({ onPress }: { readonly onPress: () => void }) {
  const { t } = useText();
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    const look = () => setPlace(placeOfSelection());
    addEventListener("pointerup", look);
    return () => removeEventListener("pointerup", look);
  }, []);
  const isShown = place !== null;
  // Only then: who types has nothing to hide.
  useEffect(() => {
    if (!isShown) return undefined;
    const hide = () => setPlace(null);
    const handleSelection = () => {
      if (getSelection()?.isCollapsed ?? true) hide();
    };
    addEventListener("pointerdown", hide);
    addEventListener("keydown", hide);
    addEventListener("scroll", hide, true);
    document.addEventListener("selectionchange", handleSelection);
    return () => {
      removeEventListener("pointerdown", hide);
      removeEventListener("keydown", hide);
      removeEventListener("scroll", hide, true);
      document.removeEventListener("selectionchange", handleSelection);
    };
  }, [isShown]);
  if (!place) return null;
  return (
    <button
      type="button"
      className="button button-small comment-at-selection"
      style={place}
      tabIndex={-1}
      title={`${t("comments.begin")} (Ctrl+Alt+M)`}
      // The selection stays, and the press is not a press elsewhere.
      onPointerDown={(event) => event.stopPropagation()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        setPlace(null);
        onPress();
      }}
    >
      {t("comments.begin")}
    </button>
  );
}
