import type { Command } from "@tiptap/pm/state";
import { DropdownMenu, Toolbar as Bar } from "radix-ui";
import type { EditorRegistry } from "./editor-registry.ts";
import { canDo, insertTable, tableActionNames, tableActions, type TableKey } from "./table-commands.ts";
import { icons } from "./toolbar-icons.tsx";

export interface TableMenuProps {
  readonly registry: EditorRegistry;
  readonly words: (key: TableKey) => string;
  readonly run: (command: Command) => void;
  readonly isInTable: boolean;
}

/** Inserts a table, or changes the one that the caret is in. */
export function TableMenu({ registry, words, run, isInTable }: TableMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <Bar.Button asChild>
        <DropdownMenu.Trigger className="tool tool-wide" title={words("table")}>
          {icons.table}
          {words("table")}
        </DropdownMenu.Trigger>
      </Bar.Button>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="tool-menu"
          align="start"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            registry.active?.view.focus();
          }}
        >
          <TableItems registry={registry} words={words} run={run} isInTable={isInTable} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** There only while the menu is open, and so asks then: the bar is not drawn anew when cells are selected, merged or split. */
function TableItems({ registry, words, run, isInTable }: TableMenuProps) {
  const editor = registry.active;
  if (!isInTable)
    return (
      <DropdownMenu.Item className="tool-item" onSelect={() => run(insertTable)}>
        {words("insertTable")}
      </DropdownMenu.Item>
    );
  return tableActionNames.map((name) => (
    <DropdownMenu.Item
      key={name}
      className="tool-item"
      disabled={!editor || !canDo(tableActions[name], editor.state)}
      onSelect={() => run(tableActions[name])}
    >
      {words(name)}
    </DropdownMenu.Item>
  ));
}
