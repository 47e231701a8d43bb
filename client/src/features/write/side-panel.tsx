import { useEffect, useRef, useState, type ReactNode } from "react";
import { useText } from "../../i18n/use-text.ts";
import { focusIfLost } from "../../ui/focus-if-lost.ts";

export interface SidePanelProps {
  readonly name: "outline" | "panel" | "changes" | "comments";
  readonly title: string;
  readonly isDrawer: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A column beside the paper, or a drawer over it where there is no room. */
export function SidePanel({ name, title, isDrawer, onClose, children }: SidePanelProps) {
  const { t } = useText();
  const ref = useRef<HTMLElement>(null);
  // Where the person was; what the panel holds may have taken the focus already.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const panel = ref.current;
    if (!isDrawer || !panel) return undefined;
    if (!panel.contains(document.activeElement)) panel.focus();
    return () => focusIfLost(opener);
  }, [isDrawer, opener]);
  const Tag = name === "outline" ? "nav" : "aside";
  return (
    <>
      {isDrawer && <div className="drawer-shade" onClick={onClose} aria-hidden="true" />}
      <Tag
        ref={ref}
        className={`side side-${name}${isDrawer ? " is-drawer" : ""}`}
        aria-label={title}
        data-region={name}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (isDrawer && event.key === "Escape") onClose();
        }}
      >
        <div className="side-head">
          <h2>{title}</h2>
          <button type="button" className="tool" aria-label={t("write.closePanel")} onClick={onClose}>
            ×
          </button>
        </div>
        <div className="side-content">{children}</div>
      </Tag>
    </>
  );
}
