import { getSchema, type Extensions } from "@tiptap/core";
import { Bold, Italic, Underline } from "./marks/emphasis.ts";
import { Deletion, FormatChange, Insertion } from "./marks/suggestion.ts";
import { Doc, HardBreak, Text } from "./nodes/basics.ts";
import { Paragraph } from "./nodes/paragraph.ts";
import { Table, TableCell, TableHeader, TableRow } from "./nodes/table.ts";

/** The one schema: editor, gate, projections and export are made from this list. Order gives mark order. */
export const schemaExtensions: Extensions = [
  Doc,
  Paragraph,
  Text,
  HardBreak,
  Table,
  TableRow,
  TableHeader,
  TableCell,
  Bold,
  Italic,
  Underline,
  Insertion,
  Deletion,
  FormatChange,
];

export const textSchema = getSchema(schemaExtensions);
