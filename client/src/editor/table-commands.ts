import type { Command, EditorState } from "@tiptap/pm/state";
import { TextSelection } from "@tiptap/pm/state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  mergeCells,
  splitCell,
  toggleHeaderRow,
} from "@tiptap/pm/tables";

const newTableRows = 3;
const newTableColumns = 3;

/** A table with a header row; the caret goes into its first cell. Not inside another table: the decree's layout has no such thing. */
export const insertTable: Command = (state, dispatch) => {
  const { table, tableRow, tableCell, tableHeader, paragraph } = state.schema.nodes;
  if (!table || !tableRow || !tableCell || !tableHeader || !paragraph || isInTable(state)) return false;
  const cells = (isHeader: boolean) =>
    Array.from({ length: newTableColumns }, () =>
      (isHeader ? tableHeader : tableCell).create(
        null,
        paragraph.create({ align: isHeader ? "center" : "left" }),
      ),
    );
  const rows = Array.from({ length: newTableRows }, (_, row) => tableRow.create(null, cells(row === 0)));
  if (!dispatch) return true;
  const { $from } = state.selection;
  const at = $from.after($from.depth > 0 ? 1 : 0);
  const tr = state.tr.insert(at, table.create(null, rows));
  dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 4))).scrollIntoView());
  return true;
};

/** In the order of the menu; each is offered only where it can be done. */
export const tableActions = {
  addRowBefore,
  addRowAfter,
  deleteRow,
  addColumnBefore,
  addColumnAfter,
  deleteColumn,
  mergeCells,
  splitCell,
  toggleHeaderRow,
  deleteTable,
} as const satisfies Record<string, Command>;

export type TableAction = keyof typeof tableActions;

export const tableActionNames = Object.keys(tableActions) as readonly TableAction[];

export const canDo = (command: Command, state: EditorState): boolean => command(state);

/** Names of the words that the table menu shows. */
export type TableKey = "table" | "insertTable" | (typeof tableActionNames)[number];
