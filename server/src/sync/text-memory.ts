import { CarriedIds, RecentlyDeleted } from "@dongsoan/shared/crdt";
import { RemovedRecords } from "./records/removed-records.ts";
import { Graves } from "./rescue/graves.ts";

/** What outlives the document: ids that its text had before, and what was just deleted. */
export class TextMemory {
  readonly recent = new RecentlyDeleted();
  readonly removedRecords = new RemovedRecords();
  readonly graves = new Graves();
  /** The clientID of the server's additions; null before the first. */
  serverId: number | null = null;
  readonly carried: CarriedIds;

  constructor(carried = new CarriedIds()) {
    this.carried = carried;
  }
}
