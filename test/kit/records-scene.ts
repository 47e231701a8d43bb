import * as Y from "yjs";
import type { UserId } from "@dongsoan/shared/domain";
import { seedDocument } from "@dongsoan/shared/crdt";
import { Shadow } from "../../server/src/sync/shadow.ts";
import { TextMemory } from "../../server/src/sync/text-memory.ts";
import { letterRecord } from "./random-suggestion.ts";

export const an = "an" as UserId;
export const binh = "binh" as UserId;
const seed = seedDocument(
  [
    { style: "body", level: 1, text: "Xã có 21 bản." },
    { style: "body", level: 1, text: "Thu nhập bình quân 42 triệu đồng." },
  ],
  7,
);

/** A record on letters, as the editor stores it. */
export const record = (kind: "ins" | "del", by: string, id = `${by}-1`) => letterRecord(kind, by, id);
export const format = (by: string, add: string, remove = "", id = `${by}-f`) =>
  letterRecord("fmt", by, id, { add, remove });

/** A section as the server holds it, and editors of it that hear nothing until they are told. */
export function section() {
  const memory = new TextMemory();
  let shadow = new Shadow(seed, [], memory);
  const clients = new Map<number, UserId>();
  const suggestions = new Map<string, UserId>();
  let nextClient = 100;
  const editor = (by: UserId, mode: "write" | "suggest" | "server" = "suggest") => {
    const doc = new Y.Doc();
    doc.clientID = nextClient++;
    Y.applyUpdate(doc, shadow.encode());
    const content = doc.getXmlFragment("content");
    const paragraph = (i: number) => content.get(i) as Y.XmlElement;
    const text = (i: number) => paragraph(i).get(0) as Y.XmlText;
    return {
      doc,
      content,
      paragraph,
      text,
      hear: () => Y.applyUpdate(doc, shadow.encode(), "heard"),
      /** Sends what `change` does. @returns the rule that refused it, or "ok", or "mended" (as a split is with its marks). */
      send: (change: () => void) => {
        const before = Y.encodeStateVector(doc);
        const updates: Uint8Array[] = [];
        const listen = (update: Uint8Array) => updates.push(update);
        doc.on("update", listen);
        doc.transact(change);
        doc.off("update", listen);
        if (updates.length === 0) throw new Error(`nothing was changed since ${before.length}`);
        const owners = {
          ofClient: (id: number) => clients.get(id),
          ofSuggestion: (id: string) => suggestions.get(id),
        };
        const state = shadow.encode();
        const admission = shadow.admit(
          Y.mergeUpdates(updates),
          { userId: by, claimant: mode === "server" ? ("system" as UserId) : by, mode },
          owners,
          20,
        );
        if (!admission.ok) {
          shadow = new Shadow(state, [], memory);
          return admission.rule;
        }
        for (const id of admission.newClaims) clients.set(id, by);
        for (const id of admission.newSuggestions) suggestions.set(id, by);
        if (admission.repair) clients.set(admission.repair.clientId, "system" as UserId);
        return admission.repair ? "mended" : "ok";
      },
    };
  };
  return {
    editor,
    suggestions,
    /** Paragraphs as text, with records in brackets. */
    shown: () =>
      shadow.doc
        .getXmlFragment("content")
        .toArray()
        .map((node) =>
          ((node as Y.XmlElement).toArray() as Y.XmlText[])
            .flatMap((t) => t.toDelta() as { insert: string; attributes?: Record<string, { by?: string }> }[])
            .map(({ insert, attributes }) => {
              const marks = Object.entries(attributes ?? {}).map(([key, v]) =>
                `${key.split("--")[0]} ${v.by ?? ""}`.trim(),
              );
              return marks.length === 0 ? insert : `[${marks.toSorted().join(", ")}: ${insert}]`;
            })
            .join(""),
        ),
  };
}
