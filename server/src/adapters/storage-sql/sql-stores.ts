import type { Kysely } from "kysely";
import { sqlCommentStore } from "./comment-store.ts";
import { sqlDirectoryStore } from "./directory-store.ts";
import { sqlMailOutbox } from "./mail-outbox.ts";
import { sqlOperations } from "./operations.ts";
import { sqlReportStore } from "./report-store.ts";
import type { EngineKind, Tables } from "./tables.ts";
import { sqlVersionStore } from "./version-store.ts";

/** What stands on a database in the same way, whichever it is. */
export const sqlStores = <Engine extends EngineKind>(kysely: Kysely<Tables>, engine: Engine) => ({
  engine,
  kysely,
  reports: sqlReportStore(kysely, engine),
  versions: sqlVersionStore(kysely),
  comments: sqlCommentStore(kysely),
  directory: sqlDirectoryStore(kysely),
  outbox: sqlMailOutbox(kysely),
  operations: sqlOperations(kysely),
});
