import * as Y from "yjs";
import {
  addedItems,
  type BlockView,
  CarriedIds,
  type CarriedRange,
  contentOf,
  type FormerParagraphs,
  isSameText,
  recordKey,
  recordMarkOf,
  type TextId,
  TextWithout,
} from "@dongsoan/shared/crdt";
import { decodeAttrRecord, decodeRecord, type SuggestionRecord } from "@dongsoan/shared/schema";
import { changedLooks, recordedLooks } from "./changed-looks.ts";
import { checkStanding } from "./check-standing.ts";
import { enforcedRecords } from "./enforced-records.ts";
import type { RemovedRecords } from "./removed-records.ts";
import { changedInsertion, lostWithLetters, maxRepairs, type Mend } from "./mends.ts";
import {
  readLetters,
  type StandingRecord,
  StandingRecords,
  type TouchedElement,
} from "./standing-records.ts";

/** Who sends an update, and what it may be: anything, suggestions of theirs, or the server's own edit. */
export interface Writer {
  readonly userId: string;
  readonly mode: "write" | "suggest" | "server";
  /** SUG29: the update was refused, and is to be admitted as far as it can be. */
  readonly isSetApart?: boolean;
}

export type RecordsVerdict =
  | {
      readonly ok: true;
      /** Suggestions of the writer that nobody has stored yet. */
      readonly newSuggestions: readonly string[];
      readonly repair: (() => void) | null;
      /** It takes base text out: admitted only if that is put back, struck (SUG27). */
      readonly isWithdrawal: boolean;
    }
  | {
      readonly ok: false;
      readonly rule: string;
      /** It says of a suggestion that it is somebody else's: that never comes of not having heard. */
      readonly isForged?: true;
    };

export interface RecordsGateDeps {
  readonly carried: CarriedIds;
  readonly removed: RemovedRecords;
  readonly newId: () => string;
}

/** What was found out about an update in suggest mode. */
interface Found {
  readonly carried: readonly CarriedRange[];
  readonly newSuggestions: ReadonlySet<string>;
  /** Null: others' records do not stand. */
  readonly mends: readonly Mend[] | null;
}

const isNewIn =
  ({ beforeState }: Y.Transaction) =>
  ({ client, clock }: TextId): boolean =>
    clock >= (beforeState.get(client) ?? 0);

const plain = { ok: true, newSuggestions: [], repair: null, isWithdrawal: false } as const;

/** Texts without this many people's suggestions are kept; more suggesters at once in one section are read anew. */
const maxTexts = 8;

/** SUG11-SUG15 for one shadow document: `prepare` before an update is applied, `judge` after. */
export class RecordsGate {
  readonly #doc: Y.Doc;
  readonly #deps: RecordsGateDeps;
  readonly #texts = new Map<string, TextWithout>();
  #standing: StandingRecords | null = null;
  #before: readonly BlockView[] = [];
  /** Of the paragraphs that an update has touched, how they read before it without its writer's suggestions. */
  #former: FormerParagraphs = new Map();
  /** Null: not looked at yet. */
  #hasRecords: boolean | null = null;

  constructor(doc: Y.Doc, deps: RecordsGateDeps) {
    this.#doc = doc;
    this.#deps = deps;
  }

  prepare(writer: Writer): void {
    this.#hasRecords ??= holdsRecords(this.#doc);
    if (this.#hasRecords) this.#standingRecords();
    if (writer.mode === "suggest") this.#before = this.#textWithout(writer.userId).blocks();
  }

  /**
   * @param ownerOf who stored a suggestion first; undefined for one that nobody has.
   * @param carried text of the update that is deleted text again.
   */
  judge(
    writer: Writer,
    transaction: Y.Transaction,
    carried: readonly CarriedRange[],
    ownerOf: (suggestionId: string) => string | undefined,
  ): RecordsVerdict {
    this.#forget(transaction, writer.userId);
    const added = addedRecords(transaction);
    this.#hasRecords ||= added.length > 0;
    if (!this.#hasRecords && writer.mode !== "suggest") return plain;
    const touched = this.#standingRecords().update(transaction);
    const newSuggestions = new Set<string>();
    for (const { id, by } of writer.mode === "server" ? [] : added) {
      const owner = ownerOf(id);
      if (owner === undefined ? by !== writer.userId : by !== owner)
        return { ok: false, rule: "SUG14", isForged: true };
      if (owner === undefined) newSuggestions.add(id);
    }
    if (writer.mode === "server") return plain;
    if (touched.some(({ after }) => after.isCrowded)) return { ok: false, rule: "SUG20" };
    for (const range of carried) this.#deps.carried.add(range);
    const others = ({ by }: StandingRecord) => by !== writer.userId;
    const standing = checkStanding(touched, {
      writer: writer.userId,
      carried: this.#deps.carried,
      removed: this.#deps.removed,
      isNew: isNewIn(transaction),
      bringsRecords: added.length > 0,
    });
    this.#deps.carried.remove(carried);
    const lost = lostWithLetters(touched, others, this.#deps.carried, carried);
    const isEnforced = !standing.ok && writer.isSetApart === true && writer.mode === "write";
    const mends = isEnforced
      ? enforcedRecords(touched, others, this.#deps.carried, carried)
      : standing.ok
        ? [...standing.mends, ...lost]
        : [];
    const isMendable = (standing.ok || isEnforced) && mends.length <= maxRepairs;
    if (writer.mode === "suggest")
      return this.#judgeSuggestion(writer, transaction, touched, {
        carried,
        newSuggestions,
        mends: isMendable ? mends : null,
      });
    if (!isMendable) return { ok: false, rule: "SUG13" };
    return { ...plain, newSuggestions: [...newSuggestions], repair: repairOf(mends) };
  }

  /** After a repair: is it now as it must be? */
  isMended(writer: Writer, transaction: Y.Transaction): boolean {
    this.#forget(transaction, writer.userId);
    this.#hasRecords ||= addedRecords(transaction).length > 0;
    // Others' records that were put back may have made a letter bear more than is read.
    if (
      this.#standingRecords()
        .update(transaction)
        .some(({ after }) => after.isCrowded)
    )
      return false;
    return writer.mode !== "suggest" || isSameText(this.#before, this.#textWithout(writer.userId).blocks());
  }

  #judgeSuggestion(
    writer: Writer,
    transaction: Y.Transaction,
    touched: readonly TouchedElement[],
    { carried, newSuggestions, mends }: Found,
  ): RecordsVerdict {
    const text = this.#textWithout(writer.userId);
    const isSame = isSameText(this.#before, text.blocks());
    // Letters of one's own insertion are not in that text: nobody else's record may be put on them or taken off them either.
    if (!mends) return { ok: false, rule: isSame ? "SUG14" : "SUG11" };
    if (isSame) return { ...plain, newSuggestions: [...newSuggestions], repair: repairOf(mends) };
    const bare = bareLetters(writer, transaction, carried);
    const looks = changedLooks(this.#former, text, writer.userId, recordedLooks(touched, writer.userId));
    if (!looks) return { ok: false, rule: "SUG11" };
    const all = [...mends, ...changedInsertion(touched, writer.userId, isNewIn(transaction)), ...looks];
    if (bare.length + all.length > maxRepairs) return { ok: false, rule: "SUG11" };
    const isWithdrawal = transaction.deleteSet.clients.size > 0;
    if (bare.length + all.length === 0 && !isWithdrawal) return { ok: false, rule: "SUG11" };
    const value = { id: this.#deps.newId(), by: writer.userId, at: "" };
    const formats = { [recordKey("ins", value)]: value };
    const marked = bare.map(
      ({ node, index, length }) =>
        () =>
          node.format(index, length, formats),
    );
    return {
      ok: true,
      newSuggestions: bare.length > 0 ? [...newSuggestions, value.id] : [...newSuggestions],
      repair: repairOf([...all, ...marked]),
      isWithdrawal,
    };
  }

  #standingRecords(): StandingRecords {
    if (this.#standing) return this.#standing;
    this.#standing = new StandingRecords(contentOf(this.#doc));
    if (this.#hasRecords) this.#standing.complete();
    return this.#standing;
  }

  #forget({ changedParentTypes }: Y.Transaction, writer: string): void {
    for (const [person, text] of this.#texts) {
      const former = text.forget(changedParentTypes.keys());
      if (person === writer) this.#former = former;
    }
  }

  #textWithout(person: string): TextWithout {
    const known = this.#texts.get(person) ?? new TextWithout(contentOf(this.#doc), person);
    this.#texts.delete(person);
    this.#texts.set(person, known);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > maxTexts && oldest !== undefined) this.#texts.delete(oldest);
    return known;
  }
}

const recordOf = ({ content, parentSub }: Y.Item): SuggestionRecord | null => {
  if (content instanceof Y.ContentFormat)
    return recordMarkOf(content.key) === null ? null : (content.value as SuggestionRecord | null);
  if (parentSub === null || !(content instanceof Y.ContentAny)) return null;
  return parentSub === "tcAttr" ? decodeAttrRecord(content.arr[0]) : decodeRecord(content.arr[0]);
};

function holdsRecords(doc: Y.Doc): boolean {
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && !struct.deleted && recordOf(struct)) return true;
  return false;
}

function addedRecords(transaction: Y.Transaction): readonly SuggestionRecord[] {
  const records: SuggestionRecord[] = [];
  for (const item of addedItems(transaction)) {
    const record = item.deleted ? null : recordOf(item);
    if (record) records.push(record);
  }
  return records;
}

interface Stretch {
  readonly node: Y.XmlText;
  readonly index: number;
  readonly length: number;
}

/** SUG12: letters that the update brought, that are no deleted text again, and that bear no insertion of the writer. */
function bareLetters(
  { userId }: Writer,
  transaction: Y.Transaction,
  carried: readonly CarriedRange[],
): readonly Stretch[] {
  const carriedIds = new CarriedIds(carried);
  const nodes = new Set<Y.XmlText>();
  for (const { deleted, content, parent } of addedItems(transaction))
    if (!deleted && content instanceof Y.ContentString && parent instanceof Y.XmlText) nodes.add(parent);
  const bare: Stretch[] = [];
  for (const node of nodes)
    for (const { client, clock, text, index, records } of readLetters(node).letters) {
      if (records.some(({ by, value }) => by === userId && value.startsWith('["ins"'))) continue;
      let at = Math.max(0, (transaction.beforeState.get(client) ?? 0) - clock);
      if (at >= text.length) continue;
      for (const origin of carriedIds.originsOf({ client, clock: clock + at, length: text.length - at })) {
        if (origin.client === client && origin.clock === clock + at)
          addStretch(bare, { node, index: index + at, length: origin.length });
        at += origin.length;
      }
    }
  return bare;
}

function addStretch(stretches: Stretch[], stretch: Stretch): void {
  const last = stretches.at(-1);
  if (last?.node === stretch.node && last.index + last.length === stretch.index)
    stretches[stretches.length - 1] = { ...last, length: last.length + stretch.length };
  else stretches.push(stretch);
}

/** Null where there is nothing to mend. */
const repairOf = (mends: readonly Mend[]): (() => void) | null =>
  mends.length === 0
    ? null
    : () => {
        for (const mend of mends) mend();
      };
