import type { Change } from "@dongsoan/shared/crdt";
import type { Actor, PendingRecord, Result, SectionId, UserId } from "@dongsoan/shared/domain";

/** Owner of the clientIDs under which the server itself edits. Nobody signs in under it. */
export const serverItself = "system" as UserId;

/** Edits of the server's own (a restore): they go through the section's room like anybody's. */
export interface SectionWriter {
  /** @returns what was written, when it is durable and on its way to open pages; the reason when it was refused. */
  write(edit: OwnEdit): Promise<Result<WrittenEdit>>;
}

export interface WrittenEdit {
  /** Of its update; null when there was nothing to do. */
  readonly seq: number | null;
  readonly record: PendingRecord;
}

export interface OwnEdit {
  readonly sectionId: SectionId;
  /** Whose right is asked, and whose name the stored update bears. */
  readonly actor: Actor;
  /** Owner of the update's clientID: not the actor, who could otherwise go on writing under it. */
  readonly claimant: UserId;
  /**
   * Asked when all earlier edits of the server's own in this section are durable, and none comes before this one: what it
   * is made from holds them. What people type meanwhile comes between, and stands. A refusal ends the edit.
   */
  readonly prepare: () => Promise<Result<PreparedEdit>>;
}

/** The text of a section with what is admitted and not durable yet; while `make` is asked, and no longer. */
export interface TextNow {
  /** All of it, as Yjs v1. */
  state(): Uint8Array;
  /** Its changes that hold one of these suggestions; costs a look at the text, and no copy of it. */
  changesOf(suggestions: ReadonlySet<string>): readonly Change[];
}

export interface PreparedEdit {
  /**
   * Made from the text of the very moment in which it is admitted: nobody's letter comes between. A Yjs v1 update under a
   * clientID of its own, at most as large as a client's; null when nothing is to be done.
   */
  readonly make: (text: TextNow) => Uint8Array | null;
  /** AUDIT2: asked after `make`, and stored with the edit in one commit. */
  readonly record: () => PendingRecord;
}
