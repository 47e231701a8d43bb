import { toHexString } from "lib0/buffer";
import { digest } from "lib0/hash/sha256";
import { encodeUtf8 } from "lib0/string";
import * as Y from "yjs";
import {
  decodeAttrRecord,
  decodeRecord,
  type RecordAttribute,
  recordAttributes,
} from "../../schema/records.ts";
import { suggestedLetters } from "./suggested-letters.ts";

export type ChangeKind =
  "insert" | "delete" | "replace" | "format" | "look" | "split" | "join" | "insert-block" | "delete-block";

/** One change as people see it: what one person suggests in one place, to be decided as one (SUG4). */
export interface Change {
  /** Ids of its suggestions; several where neighbouring ones are one change. */
  readonly ids: readonly string[];
  readonly by: string;
  readonly kind: ChangeKind;
  /** What it would add, and what it would take away; in full. */
  readonly inserted: string;
  readonly deleted: string;
  /** Letters that would look otherwise. */
  readonly altered: string;
  /** SHA-256 in hex of all that it does, to be sent with a decision (SUG16). */
  readonly seen: string;
}

interface Part {
  readonly id: string;
  readonly by: string;
  readonly kind: "ins" | "del" | "fmt" | RecordAttribute;
  readonly text: string;
  /** What else makes it what it is: marks, former looks. */
  readonly detail: string;
}

/** Parts in reading order; null where text that nobody suggests anything about stands between. */
type Step = Part | null;

const sha256 = (text: string): string => toHexString(digest(encodeUtf8(text)));

/**
 * Every suggestion in a section's text, grouped by neighbourhood and author. Writes nothing.
 * @param hash SHA-256 in hex; whoever lists again and again remembers those of the changes that stay.
 */
export const listChanges = (fragment: Y.XmlFragment, hash = sha256): readonly Change[] =>
  partsOfChanges(fragment).map((parts) => changeOf(parts, hash));

/** Those of a text's changes that hold one of these suggestions. */
export const changesOf = (fragment: Y.XmlFragment, ids: ReadonlySet<string>): readonly Change[] =>
  partsOfChanges(fragment)
    .filter((parts) => parts.some(({ id }) => ids.has(id)))
    .map((parts) => changeOf(parts, sha256));

function partsOfChanges(fragment: Y.XmlFragment): Part[][] {
  const steps: Step[] = [];
  walk(fragment, steps);
  return byId(groups(steps));
}

/** A hash that remembers what it was asked in the last two rounds. */
export function rememberingHash(): {
  readonly hash: (text: string) => string;
  readonly nextRound: () => void;
} {
  let former = new Map<string, string>();
  let known = new Map<string, string>();
  return {
    hash(text) {
      const found = known.get(text) ?? former.get(text) ?? sha256(text);
      known.set(text, found);
      return found;
    },
    nextRound() {
      former = known;
      known = new Map();
    },
  };
}

function walk(parent: Y.XmlFragment, steps: Step[]): void {
  for (const node of parent.toArray()) {
    if (node instanceof Y.XmlText) walkText(node, steps);
    else if (node instanceof Y.XmlElement) {
      // A paragraph that begins in the ordinary way ends what stands before it.
      const parts = partsOn(node);
      if (node.nodeName !== "hardBreak" && !parts.some(({ kind }) => kind === "tcSplit" || kind === "tcJoin"))
        steps.push(null);
      steps.push(...parts);
      if (node.nodeName === "hardBreak" && parts.length === 0) steps.push(null);
      walk(node, steps);
      if (node.nodeName !== "paragraph" && node.nodeName !== "hardBreak") steps.push(null);
    }
  }
}

function partsOn(element: Y.XmlElement): readonly Part[] {
  const attributes = element.getAttributes() as Readonly<Record<string, unknown>>;
  return recordAttributes.flatMap((kind): Part[] => {
    const former = kind === "tcAttr" ? decodeAttrRecord(attributes[kind]) : null;
    const record = former ?? decodeRecord(attributes[kind]);
    if (!record) return [];
    const { style, level, align } = attributes;
    const isBreak = element.nodeName === "hardBreak";
    return [
      {
        id: record.id,
        by: record.by,
        kind: isBreak ? (kind === "tcIns" ? "ins" : "del") : kind,
        text: isBreak ? "\n" : "",
        detail: former ? JSON.stringify([former.former, style, level, align]) : element.nodeName,
      },
    ];
  });
}

function walkText(node: Y.XmlText, steps: Step[]): void {
  for (const { text, records } of suggestedLetters(node)) {
    if (records.length === 0) steps.push(null);
    for (const { id, by, kind, add, remove } of records)
      steps.push({ id, by, kind, text, detail: kind === "fmt" ? `+${add} -${remove}` : "" });
  }
}

const isOfText = ({ kind }: Part): boolean =>
  kind === "ins" || kind === "del" || kind === "tcSplit" || kind === "tcJoin";

/** Neighbours of one author that change the text are one; other kinds go by their id. */
function groups(steps: readonly Step[]): Part[][] {
  const found: Part[][] = [];
  /** Author → the group that their next neighbour joins. */
  const open = new Map<string, Part[]>();
  for (const step of steps) {
    if (step === null) {
      open.clear();
      continue;
    }
    const group = isOfText(step) ? open.get(step.by) : undefined;
    if (group) group.push(step);
    else {
      const fresh = [step];
      found.push(fresh);
      if (isOfText(step)) open.set(step.by, fresh);
    }
  }
  return found;
}

/** Groups that share a suggestion are one change: a column's cells, a suggestion that somebody has written into. */
function byId(groups: readonly Part[][]): Part[][] {
  /** Each id leads to another of the same change, the last one to itself. */
  const next = new Map<string, string>();
  const lastOf = (id: string): string => {
    let last = id;
    for (let known = next.get(last); known !== undefined && known !== last; known = next.get(last)) {
      next.set(last, next.get(known) ?? known);
      last = known;
    }
    return last;
  };
  for (const [first, ...others] of groups)
    if (first) for (const { id } of others) next.set(lastOf(id), lastOf(first.id));
  const merged = new Map<string, Part[]>();
  for (const parts of groups) {
    const change = lastOf(parts[0]?.id ?? "");
    const known = merged.get(change);
    if (known) for (const part of parts) known.push(part);
    else merged.set(change, [...parts]);
  }
  return [...merged.values()];
}

function changeOf(parts: readonly Part[], hash: (text: string) => string): Change {
  const textOf = (kind: Part["kind"]) =>
    parts
      .filter((part) => part.kind === kind)
      .map(({ text }) => text)
      .join("");
  const [inserted, deleted] = [textOf("ins"), textOf("del")];
  const ids = [...new Set(parts.map(({ id }) => id))].toSorted();
  const all = parts.map(({ id, kind, text, detail }) => [id, kind, text, detail]);
  return {
    ids,
    by: parts[0]?.by ?? "",
    kind: kindOf(new Set(parts.map(({ kind }) => kind)), inserted, deleted),
    inserted,
    deleted,
    altered: textOf("fmt"),
    seen: hash(JSON.stringify(joined(all))),
  };
}

/** Equal for the same change however its letters lie in the document. */
function joined(parts: readonly (readonly [string, string, string, string] | string[])[]): string[][] {
  const out: string[][] = [];
  for (const [id = "", kind = "", text = "", detail = ""] of parts) {
    const last = out.at(-1);
    if (last && last[0] === id && last[1] === kind && last[3] === detail) last[2] += text;
    else out.push([id, kind, text, detail]);
  }
  return out;
}

function kindOf(kinds: ReadonlySet<Part["kind"]>, inserted: string, deleted: string): ChangeKind {
  if (inserted !== "" && deleted !== "") return "replace";
  if (inserted !== "") return "insert";
  if (deleted !== "") return "delete";
  if (kinds.has("tcIns")) return "insert-block";
  if (kinds.has("tcDel")) return "delete-block";
  if (kinds.has("tcSplit")) return "split";
  if (kinds.has("tcJoin")) return "join";
  return kinds.has("tcAttr") ? "look" : "format";
}
