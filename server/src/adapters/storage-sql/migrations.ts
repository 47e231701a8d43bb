import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { packRanges } from "@dongsoan/shared/crdt";
import { rowChecksum } from "./checksum.ts";
import type { EngineKind, Tables } from "./tables.ts";

/** Migrations in code: one name a step, never edited once released. */

const tablesV1 = (engine: EngineKind): readonly string[] => {
  const bytes = engine === "sqlite" ? "blob" : "bytea";
  const int = engine === "sqlite" ? "integer" : "bigint";
  return [
    `create table organisation (id ${int} primary key, name text not null, parent_agency text not null, place text not null, created_at ${int} not null)`,
    `create table unit (id text primary key, name text not null, short_name text not null, version ${int} not null, is_active ${int} not null)`,
    `create table person (id text primary key, name text not null, username text not null unique, unit_id text references unit(id), roles text not null, is_active ${int} not null)`,
    `create table credential (user_id text primary key references person(id), password_hash text not null, changed_at ${int} not null)`,
    `create table session (id text primary key, token_hash text not null unique, user_id text not null references person(id), created_at ${int} not null, last_used_at ${int} not null, expires_at ${int} not null, ip_address text, user_agent text)`,
    `create table invitation (id text primary key, token_hash text not null unique, name text not null, unit_id text references unit(id), roles text not null, created_at ${int} not null, expires_at ${int} not null)`,
    `create table api_token (id text primary key, token_hash text not null unique, user_id text not null references person(id), name text not null, scope text not null, created_at ${int} not null, expires_at ${int} not null, last_used_at ${int})`,
    `create table original (id text primary key, file_name text not null, content ${bytes} not null)`,
    `create table report (id text primary key, header text not null, version ${int} not null, state text not null, coordinator_ids text not null, reader_ids text not null, due_at ${int}, original_id text references original(id), replaces_id text references report(id), created_at ${int} not null, created_by text not null)`,
    `create table section (id text primary key, report_id text not null references report(id), parent_id text references section(id), position ${int} not null, title text not null, assignment text not null,
       state_kind text not null, state_at ${int}, state_by text, state_reason text, lock_at ${int}, lock_by text, lock_reason text,
       version ${int} not null, head ${int} not null, epoch ${int} not null, lineage ${int} not null, fence text not null check (fence in ('open','closed')), last_edit_at ${int}, last_edit_by text)`,
    `create index section_by_report on section (report_id)`,
    `create table section_update (section_id text not null references section(id), seq ${int} not null, payload ${bytes} not null, by_user text not null, at ${int} not null, checksum ${bytes} not null, primary key (section_id, seq))`,
    `create table section_snapshot (section_id text primary key references section(id), seq ${int} not null, state ${bytes} not null, checksum ${bytes} not null)`,
    `create table section_claim (section_id text not null references section(id), client_id ${int} not null, user_id text not null, primary key (section_id, client_id))`,
    `create table section_damage (section_id text primary key references section(id), seq ${int} not null, noticed_at ${int} not null)`,
    `create table section_opened (section_id text not null references section(id), user_id text not null, at ${int} not null, primary key (section_id, user_id))`,
    `create table seal (report_id text primary key references report(id), manifest text not null, content text not null, signature text not null, public_key text not null)`,
    `create table retained (id text primary key, section_id text not null references section(id), report_id text not null references report(id), user_id text not null, at ${int} not null, expires_at ${int} not null, reason text not null, sent_at ${int}, paragraphs text not null)`,
    `create index retained_by_user on retained (user_id)`,
    `create table audit (seq ${int} primary key, at ${int} not null, by_user text not null, by_name text not null, action text not null, report_id text, section_id text, before text not null, after text not null, ip_address text, previous_hash text not null, hash text not null)`,
    `create index audit_by_report on audit (report_id, seq)`,
  ];
};

/** SEAL6: what is sealed cannot be changed by anybody who goes through the database as the application does. */
const guards: readonly {
  readonly table: string;
  readonly events: readonly string[];
  readonly sealed: string | null;
}[] = [
  {
    table: "section_update",
    events: ["update", "delete"],
    sealed: "(select report_id from section where id = OLD.section_id)",
  },
  { table: "section", events: ["update", "delete"], sealed: "OLD.report_id" },
  { table: "seal", events: ["update", "delete"], sealed: null },
  { table: "audit", events: ["update", "delete"], sealed: null },
];

const guardStatements = (engine: EngineKind): readonly string[] =>
  guards.flatMap(({ table, events, sealed }) => {
    const condition =
      sealed === null ? "1 = 1" : `exists (select 1 from seal where seal.report_id = ${sealed})`;
    if (engine === "sqlite")
      return events.map(
        (event) =>
          `create trigger ${table}_guard_${event} before ${event} on ${table} when ${condition} begin select raise(abort, 'sealed'); end`,
      );
    return [
      `create function ${table}_guard() returns trigger language plpgsql as $$ begin if ${condition} then raise exception 'sealed'; end if; if tg_op = 'DELETE' then return OLD; end if; return NEW; end $$`,
      `create trigger ${table}_guard before ${events.join(" or ")} on ${table} for each row execute function ${table}_guard()`,
    ];
  });

/** Names of JSON fields differ between the engines. */
const jsonField = (engine: EngineKind, column: string, field: string): string =>
  engine === "sqlite" ? `json_extract(${column}, '$.${field}')` : `(${column}::jsonb ->> '${field}')`;

/** Report columns that the seal covers, or that say where it came from. Who may see it may still change. */
const sealedColumns = ["id", "header", "original_id", "replaces_id", "created_at", "created_by"];

/** SEAL6, second half: the report's own row (only `sealed` → `replaced`), and nothing new below a seal. */
const reportGuardStatements = (engine: EngineKind): readonly string[] => {
  const isSealed = (id: string) => `exists (select 1 from seal where seal.report_id = ${id})`;
  const field = (row: "OLD" | "NEW", name: string) => jsonField(engine, `${row}.state`, name);
  const isReplacement = `(${field("OLD", "kind")} = 'sealed' and ${field("NEW", "kind")} = 'replaced' and ${field("OLD", "rootHash")} = ${field("NEW", "rootHash")})`;
  const update = `${isSealed("OLD.id")} and (${sealedColumns.map((c) => differs(engine, c)).join(" or ")} or (${differs(engine, "state")} and not ${isReplacement}))`;
  const checks: readonly (readonly [string, string, string])[] = [
    ["report", "update", update],
    ["report", "delete", isSealed("OLD.id")],
    ["section", "insert", isSealed("NEW.report_id")],
    [
      "section_update",
      "insert",
      isSealed("(select report_id from section where section.id = NEW.section_id)"),
    ],
  ];
  return checks.flatMap(([table, event, condition]) => refuseWhen(engine, table, event, condition));
};

const differs = (engine: EngineKind, column: string) =>
  engine === "sqlite" ? `OLD.${column} is not NEW.${column}` : `OLD.${column} is distinct from NEW.${column}`;

/** A trigger that refuses one kind of statement on rows of which the condition holds. */
const refuseWhen = (
  engine: EngineKind,
  table: string,
  event: string,
  condition: string,
): readonly string[] =>
  engine === "sqlite"
    ? [
        `create trigger ${table}_sealed_${event} before ${event} on ${table} when ${condition} begin select raise(abort, 'sealed'); end`,
      ]
    : [
        `create function ${table}_sealed_${event}() returns trigger language plpgsql as $$ begin if ${condition} then raise exception 'sealed'; end if; ${event === "delete" ? "return OLD" : "return NEW"}; end $$`,
        `create trigger ${table}_sealed_${event} before ${event} on ${table} for each row execute function ${table}_sealed_${event}()`,
      ];

/** PostgreSQL can empty a table past its row triggers. */
const truncateGuardStatements = (engine: EngineKind): readonly string[] =>
  engine === "sqlite"
    ? []
    : [
        "create function refuse_truncate() returns trigger language plpgsql as $$ begin raise exception 'append-only'; end $$",
        ...["section_update", "section", "report", "seal", "audit"].map(
          (table) =>
            `create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_truncate()`,
        ),
      ];

/** Mail, password links, session of an audit record, and a place for log rows that a repair takes out. */
const tablesV3 = (engine: EngineKind): readonly string[] => {
  const bytes = engine === "sqlite" ? "blob" : "bytea";
  const int = engine === "sqlite" ? "integer" : "bigint";
  return [
    "alter table audit add column session_id text",
    "alter table person add column email text",
    "alter table person add column locale text not null default 'vi'",
    "alter table invitation add column email text",
    "alter table invitation add column locale text not null default 'vi'",
    `create table password_reset (id text primary key, token_hash text not null unique, user_id text not null unique references person(id), created_at ${int} not null, expires_at ${int} not null)`,
    `create table mail (id text primary key, recipient text not null, locale text not null, notice text not null, created_at ${int} not null, next_at ${int}, attempts ${int} not null, sent_at ${int}, failed_at ${int}, last_error text)`,
    "create index mail_by_next on mail (next_at)",
    `create table section_update_aside (section_id text not null references section(id), lineage ${int} not null, seq ${int} not null, payload ${bytes} not null, by_user text not null, at ${int} not null, checksum ${bytes} not null, set_aside_at ${int} not null, primary key (section_id, lineage, seq))`,
    `create table operation (name text primary key, at ${int} not null)`,
  ];
};

/** VER5: a version's row never changes, its content is written once, and below a seal nothing is added or taken away. */
const versionStatements = (engine: EngineKind): readonly string[] => {
  const bytes = engine === "sqlite" ? "blob" : "bytea";
  const int = engine === "sqlite" ? "integer" : "bigint";
  const isSealed = (row: "OLD" | "NEW") =>
    `exists (select 1 from seal where seal.report_id = (select report_id from section where section.id = ${row}.section_id))`;
  const fixed = ["id", "section_id", "number", "kind", "name", "by_user", "at", "head", "lineage"];
  const checks: readonly (readonly [string, string])[] = [
    ["insert", isSealed("NEW")],
    [
      "update",
      `OLD.hash is not null or NEW.hash is null or ${fixed.map((c) => differs(engine, c)).join(" or ")}`,
    ],
    ["delete", isSealed("OLD")],
  ];
  return [
    `create table section_version (id text primary key, section_id text not null references section(id), number ${int} not null, kind text not null, name text, by_user text not null, at ${int} not null, head ${int} not null, lineage ${int} not null, state ${bytes}, text ${bytes}, hash text, unique (section_id, number))`,
    "create index section_version_by_head on section_version (section_id, lineage, head)",
    "create index section_version_unfilled on section_version (at) where hash is null",
    ...checks.flatMap(([event, condition]) => refuseWhen(engine, "section_version", event, condition)),
    ...(engine === "sqlite"
      ? []
      : [
          "create trigger section_version_no_truncate before truncate on section_version for each statement execute function refuse_truncate()",
        ]),
  ];
};

const migrations = (engine: EngineKind): Record<string, Migration> => ({
  "0001-first": {
    async up(db: Kysely<unknown>) {
      for (const statement of [...tablesV1(engine), ...guardStatements(engine)])
        await sql.raw(statement).execute(db);
    },
  },
  "0002-submitter-and-guards": {
    async up(db: Kysely<unknown>) {
      const int = engine === "sqlite" ? "integer" : "bigint";
      for (const statement of [
        `alter table section add column submitted_at ${int}`,
        "alter table section add column submitted_by text",
        ...reportGuardStatements(engine),
        ...truncateGuardStatements(engine),
      ])
        await sql.raw(statement).execute(db);
    },
  },
  "0003-mail-links-and-repair": {
    async up(db: Kysely<unknown>) {
      for (const statement of tablesV3(engine)) await sql.raw(statement).execute(db);
    },
  },
  "0004-carried-text": {
    async up(db: Kysely<unknown>) {
      const int = engine === "sqlite" ? "integer" : "bigint";
      await sql
        .raw(
          `create table section_carried (section_id text not null references section(id), client_id ${int} not null, clock ${int} not null, length ${int} not null, origin_client_id ${int} not null, origin_clock ${int} not null, primary key (section_id, client_id, clock))`,
        )
        .execute(db);
    },
  },
  "0005-versions": {
    async up(db: Kysely<unknown>) {
      for (const statement of versionStatements(engine)) await sql.raw(statement).execute(db);
    },
  },
  "0006-visits": {
    async up(db: Kysely<unknown>) {
      const int = engine === "sqlite" ? "integer" : "bigint";
      for (const column of ["head", "former_at", "former_head"])
        await sql.raw(`alter table section_opened add column ${column} ${int}`).execute(db);
    },
  },
  "0007-suggestions": {
    async up(db: Kysely<unknown>) {
      const int = engine === "sqlite" ? "integer" : "bigint";
      await sql
        .raw(
          `create table suggestion (section_id text not null references section(id), id text not null, by_user text not null, at ${int} not null, primary key (section_id, id))`,
        )
        .execute(db);
    },
  },
  "0008-suggestion-decisions": {
    async up(db: Kysely<unknown>) {
      const int = engine === "sqlite" ? "integer" : "bigint";
      for (const statement of [
        `create table suggestion_decision (id text primary key, section_id text not null references section(id), verdict text not null, by_user text not null, at ${int} not null, seq ${int} not null, lineage ${int} not null, changes text not null, taken_back_at ${int}, taken_back_by text)`,
        "create index suggestion_decision_section on suggestion_decision (section_id, at)",
      ])
        await sql.raw(statement).execute(db);
    },
  },
  "0009-comments": {
    async up(db: Kysely<unknown>) {
      for (const statement of commentTables(engine === "sqlite" ? "integer" : "bigint"))
        await sql.raw(statement).execute(db);
    },
  },
  "0010-pending-records": {
    async up(db: Kysely<unknown>) {
      const int = engine === "sqlite" ? "integer" : "bigint";
      await sql
        .raw(
          `create table pending_record (id text primary key, section_id text not null references section(id), seq ${int} not null, at ${int} not null, record text not null)`,
        )
        .execute(db);
    },
  },
  "0011-seed-times": {
    async up(db: Kysely<unknown>) {
      await sql.raw(seedTimes).execute(db);
    },
  },
  "0012-carried-log": {
    async up(db: Kysely<unknown>) {
      const bytes = engine === "sqlite" ? "blob" : "bytea";
      const int = engine === "sqlite" ? "integer" : "bigint";
      for (const statement of [
        `create table carried_log (section_id text not null references section(id), seq ${int} not null, ranges ${bytes} not null, checksum ${bytes} not null, primary key (section_id, seq))`,
        `alter table section_snapshot add column carried ${bytes}`,
      ])
        await sql.raw(statement).execute(db);
      await packCarriedRows(db);
      await sql.raw("drop table section_carried").execute(db);
    },
  },
});

/** LINE10: a row for each range becomes one for each section, before the seqs of its log. */
async function packCarriedRows(db: Kysely<unknown>): Promise<void> {
  const { rows: sections } = await sql<{ id: string }>`
    select distinct section_id as id from section_carried`.execute(db);
  for (const { id } of sections) {
    const { rows } = await sql<{
      client: number;
      clock: number;
      length: number;
      origin_client: number;
      origin_clock: number;
    }>`
      select client_id as client, clock, length, origin_client_id as origin_client, origin_clock
      from section_carried where section_id = ${id} order by client_id, clock`.execute(db);
    const ranges = packRanges(
      rows.map(({ client, clock, length, origin_client, origin_clock }) => ({
        client,
        clock,
        length,
        origin: { client: origin_client, clock: origin_clock },
      })),
    );
    await sql`insert into carried_log (section_id, seq, ranges, checksum)
      values (${id}, 0, ${ranges}, ${rowChecksum(id, 0, ranges)})`.execute(db);
  }
}

/** First updates were stored without a time (LINE7): that of the command that made them. What is sealed stays as it is. */
const seedTimes = `
  update section_update set at = coalesce(
     (select max(audit.at) from audit where audit.section_id = section_update.section_id and audit.action = 'section.add'),
     (select report.created_at from report join section on section.report_id = report.id where section.id = section_update.section_id))
   where seq = 1 and at = 0 and not exists (
     select 1 from seal join section on section.report_id = seal.report_id where section.id = section_update.section_id)`;

/** COM2: beside the text, so that the seal's guards do not concern them. */
const commentTables = (int: string): readonly string[] => [
  `create table comment_thread (id text primary key, section_id text not null references section(id), suggestion_id text, anchor text, by_user text not null, at ${int} not null, resolved_at ${int}, resolved_by text)`,
  "create index comment_thread_section on comment_thread (section_id, at)",
  `create table comment (id text primary key, thread_id text not null references comment_thread(id), by_user text not null, at ${int} not null, body text not null, mentions text not null, edited_at ${int}, deleted_at ${int})`,
  "create index comment_of_thread on comment (thread_id, at)",
  "create index comment_by_user on comment (by_user, at)",
  "create table comment_mention (comment_id text not null references comment(id), kind text not null, target_id text not null, primary key (comment_id, kind, target_id))",
  "create index comment_mention_target on comment_mention (kind, target_id)",
  `create table comment_read (comment_id text not null references comment(id), user_id text not null, at ${int} not null, primary key (comment_id, user_id))`,
];

/** Brings the database to the newest step. @throws the first step's error; nothing of a failed step stays. */
export async function migrate(db: Kysely<Tables>, engine: EngineKind): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations(engine)) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error("migration failed", { cause: error });
}
