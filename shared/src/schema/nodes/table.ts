import {
  Table as TiptapTable,
  TableCell as TiptapCell,
  TableHeader as TiptapHeader,
  TableRow as TiptapRow,
} from "@tiptap/extension-table";
import { recordAttributesFor } from "./record-attributes.ts";

function withRecords(this: { readonly parent?: (() => object) | undefined }) {
  return { ...this.parent?.(), ...recordAttributesFor("tcIns", "tcDel") };
}

/** Tables hold paragraphs only: a table in a table cannot be laid out by the decree's rules. */
export const Table = TiptapTable.extend({ content: "tableRow+", addAttributes: withRecords }).configure({
  resizable: true,
  allowTableNodeSelection: true,
  cellMinWidth: 48,
});
export const TableRow = TiptapRow.extend({
  content: "(tableCell | tableHeader)*",
  addAttributes: withRecords,
});
export const TableCell = TiptapCell.extend({ content: "paragraph+", addAttributes: withRecords });
export const TableHeader = TiptapHeader.extend({ content: "paragraph+", addAttributes: withRecords });
