import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { countNodes, type DraftNode, isGone, isTable } from "@dongsoan/shared/domain";
import { useText } from "../../i18n/use-text.ts";
import { announce } from "../../ui/announcer.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormActions } from "../../ui/form-actions.tsx";
import form from "../../ui/form.module.css";
import { applyEdit, redo, rowsOf, undo, type DraftEdit, type DraftHistory } from "./draft-history.ts";
import styles from "./draft-tree.module.css";
import { newNodeKey } from "./preview.ts";

type Asking = { readonly kind: "rename" | "remove"; readonly node: DraftNode } | null;

/** The outline before it is created: a tree with roving focus, every edit by key and by button. */
export function DraftTree({
  history,
  onHistory,
}: {
  readonly history: DraftHistory;
  readonly onHistory: (history: DraftHistory) => void;
}) {
  const { t } = useText();
  const held = useHeld();
  const [asking, setAsking] = useState<Asking>(null);
  const tree = useRef<HTMLUListElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const rows = rowsOf(history.tree);
  const current = rows.find((row) => row.node.key === history.selectedKey) ?? rows[0];
  const currentKey = current?.node.key ?? null;
  const hasFocus = useRef(false);

  const shownTree = useRef(history.tree);

  useEffect(() => {
    if (currentKey === null) return;
    const row = tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(currentKey)}"]`);
    // After an edit the row may be a new element: the focus stays with the selected node.
    if (hasFocus.current) row?.focus();
    // What a button did is seen too.
    if (shownTree.current !== history.tree) row?.scrollIntoView({ block: "nearest" });
    shownTree.current = history.tree;
  }, [currentKey, history.tree]);

  const select = (key: string) => onHistory({ ...history, selectedKey: key });
  const edit = (change: DraftEdit, what: string) => {
    const next = applyEdit(history, change);
    if (next === history) {
      announce(t("preview.noEffect"));
      return;
    }
    onHistory(next);
    const row = rowsOf(next.tree).find((each) => each.node.key === next.selectedKey);
    announce(t("preview.done", { what, title: row ? `${row.label} ${row.node.title}` : "" }));
  };
  const add = () => {
    const node = {
      key: newNodeKey(),
      typedLabel: "",
      title: t("preview.newSection"),
      blocks: [],
      children: [],
    };
    edit({ kind: "add", afterKey: currentKey, node }, t("preview.add"));
    setAsking({ kind: "rename", node });
  };
  const simple = (kind: "promote" | "demote" | "merge" | "up" | "down") => {
    if (!current) return;
    const words = {
      promote: t("preview.promote"),
      demote: t("preview.demote"),
      merge: t("preview.merge"),
      up: t("outline.up"),
      down: t("outline.down"),
    };
    edit({ kind, key: current.node.key }, words[kind]);
  };
  const step = (by: number) => {
    const index = rows.findIndex((row) => row.node.key === currentKey);
    const next = rows[index + by];
    if (next) select(next.node.key);
  };
  const handleKey = (event: KeyboardEvent) => {
    if (!current || event.nativeEvent.isComposing || event.getModifierState("AltGraph")) return;
    const act = actionOf(event);
    if (act === null) return;
    event.preventDefault();
    act();
  };
  const actionOf = (event: KeyboardEvent): (() => void) | null => {
    if (!current) return null;
    const node = current.node;
    if (event.ctrlKey && event.key.toLowerCase() === "m") return () => simple("merge");
    const letter = event.ctrlKey ? event.key.toLowerCase() : "";
    if (letter === "y" || (letter === "z" && event.shiftKey)) return () => onHistory(redo(history));
    if (letter === "z") return () => onHistory(undo(history));
    if (event.ctrlKey || event.metaKey) return null;
    if (event.altKey) {
      const byKey: Partial<Record<string, "promote" | "demote" | "up" | "down">> = {
        ArrowUp: "up",
        ArrowDown: "down",
        ArrowLeft: "promote",
        ArrowRight: "demote",
      };
      const kind = byKey[event.key];
      return kind ? () => simple(kind) : null;
    }
    switch (event.key) {
      case "ArrowDown":
        return () => step(1);
      case "ArrowUp":
        return () => step(-1);
      case "Home":
        return () => rows[0] && select(rows[0].node.key);
      case "End":
        return () => {
          const last = rows.at(-1);
          if (last) select(last.node.key);
        };
      case "F2":
      case "Enter":
        return () => setAsking({ kind: "rename", node });
      case "Delete":
        return () => setAsking({ kind: "remove", node });
      default:
        return null;
    }
  };

  return (
    <div className={form["form"]}>
      <div className={form["actions"]} role="group" aria-label={t("outline.column.actions")}>
        <Button size="small" disabled={!current} onClick={() => simple("up")}>
          ↑ {t("outline.up")}
        </Button>
        <Button size="small" disabled={!current} onClick={() => simple("down")}>
          ↓ {t("outline.down")}
        </Button>
        <Button size="small" disabled={!current} onClick={() => simple("promote")}>
          ← {t("preview.promote")}
        </Button>
        <Button size="small" disabled={!current} onClick={() => simple("demote")}>
          → {t("preview.demote")}
        </Button>
        <Button size="small" disabled={!current} onClick={() => simple("merge")}>
          {t("preview.merge")}
        </Button>
        <Button
          size="small"
          disabled={!current}
          onClick={() => current && setAsking({ kind: "rename", node: current.node })}
        >
          {t("preview.rename")}
        </Button>
        <Button
          size="small"
          look="danger"
          disabled={!current}
          onClick={() => current && setAsking({ kind: "remove", node: current.node })}
        >
          {t("preview.remove")}
        </Button>
        <Button size="small" onClick={add}>
          {t("preview.add")}
        </Button>
        <Button size="small" disabled={history.past.length === 0} onClick={() => onHistory(undo(history))}>
          {t("preview.undo")}
        </Button>
        <Button size="small" disabled={history.future.length === 0} onClick={() => onHistory(redo(history))}>
          {t("preview.redo")}
        </Button>
      </div>
      {rows.length === 0 ? (
        <p>{t("preview.tree.empty")}</p>
      ) : (
        <ul
          ref={tree}
          role="tree"
          aria-label={t("preview.tree")}
          className={styles["tree"]}
          onFocus={() => (hasFocus.current = true)}
          onBlur={() => (hasFocus.current = false)}
        >
          {rows.map((row) => (
            <li
              key={row.node.key}
              data-key={row.node.key}
              role="treeitem"
              aria-level={row.depth}
              aria-setsize={row.setSize}
              aria-posinset={row.place}
              aria-selected={row.node.key === currentKey}
              tabIndex={row.node.key === currentKey ? 0 : -1}
              className={styles["row"]}
              style={{ paddingInlineStart: `${8 + (row.depth - 1) * 22}px` }}
              draggable
              data-over={dragged !== null && over === row.node.key && over !== dragged}
              onDragStart={(event) => {
                event.dataTransfer.setData("text/plain", row.node.title);
                event.dataTransfer.effectAllowed = "move";
                setDragged(row.node.key);
              }}
              onDragOver={(event) => {
                if (dragged === null) return;
                event.preventDefault();
                setOver(row.node.key);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null)
                  edit({ kind: "before", key: dragged, targetKey: row.node.key }, t("preview.move"));
                setDragged(null);
                setOver(null);
              }}
              onClick={() => select(row.node.key)}
              onKeyDown={handleKey}
            >
              <span className={styles["label"]}>{row.label}</span>
              <span className={styles["title"]}>{row.node.title || t("preview.untitled")}</span>
              {row.node.blocks.length > 0 && <span className={styles["count"]}>{held(row.node)}</span>}
            </li>
          ))}
        </ul>
      )}
      <p className={styles["keys"]}>{t("preview.tree.keys")}</p>
      {asking?.kind === "rename" && (
        <RenameDialog
          node={asking.node}
          onClose={() => setAsking(null)}
          onTitle={(title) => {
            setAsking(null);
            edit({ kind: "rename", key: asking.node.key, title }, t("preview.rename"));
          }}
        />
      )}
      {asking?.kind === "remove" && (
        <Dialog
          title={t("preview.remove.title", { title: asking.node.title || t("preview.untitled") })}
          onClose={() => setAsking(null)}
        >
          <p>
            {t("preview.remove.text", {
              held: held(asking.node),
              children: countNodes(asking.node.children),
            })}
          </p>
          <div className={form["actions"]}>
            <Button
              look="danger"
              onClick={() => {
                setAsking(null);
                edit({ kind: "remove", key: asking.node.key }, t("preview.remove"));
              }}
            >
              {t("preview.remove")}
            </Button>
            <Button onClick={() => setAsking(null)}>{t("common.cancel")}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** Says how much text a node holds. */
function useHeld(): (node: DraftNode) => string {
  const { t } = useText();
  return ({ blocks }) => {
    const standing = blocks.filter((block) => !isGone(block));
    const tables = standing.filter(isTable).length;
    const paragraphs = standing.length - tables;
    return [
      ...(paragraphs > 0 || tables === 0 ? [t("preview.paragraphs", { count: paragraphs })] : []),
      ...(tables > 0 ? [t("preview.tables", { count: tables })] : []),
    ].join(", ");
  };
}

function RenameDialog({
  node,
  onClose,
  onTitle,
}: {
  readonly node: DraftNode;
  readonly onClose: () => void;
  readonly onTitle: (title: string) => void;
}) {
  const { t } = useText();
  const [title, setTitle] = useState(node.title);
  return (
    <Dialog title={t("preview.rename")} onClose={onClose}>
      <form
        className={form["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          onTitle(title.trim());
        }}
      >
        <TextField
          label={t("outline.name")}
          maxLength={2000}
          value={title}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTitle(event.target.value)}
        />
        <FormActions label={t("preview.rename")} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
