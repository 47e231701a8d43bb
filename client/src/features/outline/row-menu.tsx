import type { ReportView, SectionView } from "@dongsoan/shared/http-api";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { useLocation } from "wouter";
import { useCommand } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import type { MoveKind } from "./move-section.ts";
import styles from "./outline.module.css";
import { sectionAddress } from "../../ui/section-address.ts";

/** What is asked about a row in a dialog of its own. */
export type Asking = "rename" | "remove" | "after" | "inside" | "assign" | "lock" | null;

const moveKeys: Readonly<Record<MoveKind, string>> = {
  up: "Alt+Shift+↑",
  down: "Alt+Shift+↓",
  promote: "Alt+Shift+←",
  demote: "Alt+Shift+→",
};

/** A button that adds behind the row, and a menu with everything that can be done with it. */
export function RowMenu({
  report,
  section,
  onMove,
  onAsking,
}: {
  readonly report: ReportView;
  readonly section: SectionView;
  readonly onMove: (kind: MoveKind) => void;
  readonly onAsking: (asking: Asking) => void;
}) {
  const { t } = useText();
  const [, navigate] = useLocation();
  const unlock = useCommand("unlockSections");
  const { may } = report;
  const [isOpen, setIsOpen] = useState(false);
  const item = (words: string, onSelect: () => void, shortcut?: string, isDangerous = false) => (
    <DropdownMenu.Item
      className={styles["menuItem"]}
      data-danger={isDangerous || undefined}
      onSelect={onSelect}
    >
      <span>{words}</span>
      {shortcut && <kbd>{shortcut}</kbd>}
    </DropdownMenu.Item>
  );
  return (
    <div className={styles["rowActions"]}>
      {may.editOutline && (
        <button
          type="button"
          className={styles["iconButton"]}
          aria-label={t("outline.addAfter", { label: section.label })}
          title={`${t("outline.addAfter", { label: section.label })} (Insert)`}
          onClick={() => onAsking("after")}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path
              d="M8 3v10M3 8h10"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.8"
              strokeLinecap="round"
            />
          </svg>
        </button>
      )}
      <DropdownMenu.Root modal={false} open={isOpen} onOpenChange={setIsOpen}>
        <DropdownMenu.Trigger
          className={styles["iconButton"]}
          data-row-menu=""
          // A pointer opens it by pressing down; the row's key only clicks.
          onClick={(event) => event.detail === 0 && setIsOpen(true)}
          aria-label={t("outline.actions", { label: section.label })}
          title={t("outline.actions", { label: section.label })}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="3" cy="8" r="1.6" fill="currentColor" />
            <circle cx="8" cy="8" r="1.6" fill="currentColor" />
            <circle cx="13" cy="8" r="1.6" fill="currentColor" />
          </svg>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={styles["menu"]} align="end" collisionPadding={8}>
            {item(t("outline.open"), () => navigate(sectionAddress(report.id, section.id)))}
            {may.assign && item(t("outline.assign"), () => onAsking("assign"), "Enter")}
            {may.editOutline && (
              <>
                {item(t("outline.rename"), () => onAsking("rename"), "F2")}
                <DropdownMenu.Separator className={styles["menuLine"]} />
                {item(t("outline.addAfter", { label: section.label }), () => onAsking("after"), "Insert")}
                {item(t("outline.addInside"), () => onAsking("inside"))}
                <DropdownMenu.Separator className={styles["menuLine"]} />
                {(["up", "down", "promote", "demote"] as const).map((kind) => (
                  <DropdownMenu.Item key={kind} className={styles["menuItem"]} onSelect={() => onMove(kind)}>
                    <span>{t(`outline.${kind}`)}</span>
                    <kbd>{moveKeys[kind]}</kbd>
                  </DropdownMenu.Item>
                ))}
              </>
            )}
            {may.lock && (
              <>
                <DropdownMenu.Separator className={styles["menuLine"]} />
                {section.lock === null
                  ? item(t("outline.lockOne"), () => onAsking("lock"))
                  : item(t("outline.unlockOne"), () =>
                      unlock.mutate({ params: { id: report.id }, body: { sectionIds: [section.id] } }),
                    )}
              </>
            )}
            {may.editOutline && (
              <>
                <DropdownMenu.Separator className={styles["menuLine"]} />
                {item(t("outline.remove"), () => onAsking("remove"), "Delete", true)}
              </>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  );
}
