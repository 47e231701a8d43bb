import {
  Table as TiptapTable,
  TableCell as TiptapCell,
  TableHeader as TiptapHeader,
  TableRow as TiptapRow,
} from "@tiptap/extension-table";

/** Tables hold paragraphs only: a table in a table cannot be laid out by the decree's rules. */
export const Table = TiptapTable.extend({ content: "tableRow+" }).configure({
  resizable: true,
  allowTableNodeSelection: true,
  cellMinWidth: 48,
});
export const TableRow = TiptapRow.extend({ content: "(tableCell | tableHeader)*" });
export const TableCell = TiptapCell.extend({ content: "paragraph+" });
export const TableHeader = TiptapHeader.extend({ content: "paragraph+" });
