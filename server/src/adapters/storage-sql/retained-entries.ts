import { type Kysely, sql } from "kysely";
import { retainedPerPerson } from "@dongsoan/shared/domain";
import type { Tables } from "./tables.ts";

/** Known of a stored text without reading it, in both engines. */
export const retainedBytes = sql<number>`octet_length(paragraphs)`;

/** Newest first, without the texts themselves. */
export const retainedEntries = (db: Kysely<Tables>) =>
  db
    .selectFrom("retained")
    .select(["id", "section_id", "report_id", "user_id", "at", "expires_at", "reason", "sent_at"])
    .select(retainedBytes.as("bytes"))
    .orderBy("at", "desc")
    .limit(retainedPerPerson.count);
