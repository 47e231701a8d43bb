import { decodeAttrRecord, encodeAttrRecord } from "@dongsoan/shared/schema";
import type { Transaction } from "@tiptap/pm/state";
import { CannotSuggest, type Suggester } from "./suggester.ts";

const looks = ["style", "level", "align"];

/** Changes a paragraph's look and writes down the former one; back to that, the record goes. */
export function suggestLook(tr: Transaction, by: Suggester, pos: number, name: string, value: unknown): void {
  const node = tr.doc.nodeAt(pos);
  if (node?.type.name !== "paragraph" || !looks.includes(name)) throw new CannotSuggest("table-shape");
  if (node.attrs[name] === value) return;
  const record = decodeAttrRecord(node.attrs["tcAttr"]);
  // One record a paragraph: a second person's would hide the first one's.
  if (record && record.by !== by.userId) throw new CannotSuggest("others-look");
  tr.setNodeAttribute(pos, name, value);
  // A paragraph of one's own looks as one likes; a split-off one takes the former one's look when the split is rejected.
  if (by.isOwnAttribute(node, "tcIns") || by.isOwnAttribute(node, "tcSplit")) return;
  const former = record?.former ?? {
    style: String(node.attrs["style"]),
    level: Number(node.attrs["level"]),
    align: String(node.attrs["align"]),
  };
  const now = { ...node.attrs, [name]: value } as Readonly<Record<string, unknown>>;
  const isBack =
    now["style"] === former.style && now["level"] === former.level && now["align"] === former.align;
  const id = record?.id ?? by.id;
  tr.setNodeAttribute(pos, "tcAttr", isBack ? null : encodeAttrRecord({ id, by: by.userId }, former));
}
