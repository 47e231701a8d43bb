import type { ColumnType } from "kysely";
import type { SectionStateKind, VersionKind } from "@dongsoan/shared/domain";

/** The database as Kysely sees it. Times are epoch milliseconds, booleans 0/1, structured values JSON text: alike on both engines. */
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;

export interface Tables {
  organisation: { id: number; name: string; parent_agency: string; place: string; created_at: number };
  unit: { id: string; name: string; short_name: string; version: number; is_active: number };
  person: {
    id: string;
    name: string;
    username: string;
    unit_id: string | null;
    roles: string;
    is_active: number;
    email: string | null;
    locale: string;
  };
  credential: { user_id: string; password_hash: string; changed_at: number };
  session: {
    id: string;
    token_hash: string;
    user_id: string;
    created_at: number;
    last_used_at: number;
    expires_at: number;
    ip_address: string | null;
    user_agent: string | null;
  };
  invitation: {
    id: string;
    token_hash: string;
    name: string;
    unit_id: string | null;
    roles: string;
    created_at: number;
    expires_at: number;
    email: string | null;
    locale: string;
  };
  password_reset: {
    id: string;
    token_hash: string;
    user_id: string;
    created_at: number;
    expires_at: number;
  };
  api_token: {
    id: string;
    token_hash: string;
    user_id: string;
    name: string;
    scope: "read" | "write";
    created_at: number;
    expires_at: number;
    last_used_at: number | null;
  };
  report: {
    id: string;
    header: string;
    version: number;
    state: string;
    coordinator_ids: string;
    reader_ids: string;
    due_at: number | null;
    original_id: string | null;
    replaces_id: string | null;
    created_at: number;
    created_by: string;
  };
  section: {
    id: string;
    report_id: string;
    parent_id: string | null;
    position: number;
    title: string;
    assignment: string;
    state_kind: SectionStateKind;
    state_at: number | null;
    state_by: string | null;
    state_reason: string | null;
    /** Who submitted last, kept while approved: a voided approval is that submission again. */
    submitted_at: number | null;
    submitted_by: string | null;
    lock_at: number | null;
    lock_by: string | null;
    lock_reason: string | null;
    version: number;
    head: number;
    epoch: number;
    lineage: number;
    fence: "open" | "closed";
    last_edit_at: number | null;
    last_edit_by: string | null;
  };
  section_update: {
    section_id: string;
    seq: number;
    payload: Bytes;
    by_user: string;
    at: number;
    checksum: Bytes;
  };
  /** `carried`: what `carried_log` has up to `seq`, without what nobody needs to write on (LINE10). */
  section_snapshot: { section_id: string; seq: number; state: Bytes; carried: Bytes | null; checksum: Bytes };
  section_claim: { section_id: string; client_id: number; user_id: string };
  /** What was carried by the updates of one commit, packed, under the seq of the last; of updates that are here no more under 0. */
  carried_log: { section_id: string; seq: number; ranges: Bytes; checksum: Bytes };
  suggestion: { section_id: string; id: string; by_user: string; at: number };
  /** `record`: a `PendingRecord` as JSON. */
  pending_record: {
    id: string;
    section_id: string;
    seq: number;
    at: number;
    record: string;
  };
  suggestion_decision: {
    id: string;
    section_id: string;
    verdict: string;
    by_user: string;
    at: number;
    seq: number;
    lineage: number;
    changes: string;
    taken_back_at: number | null;
    taken_back_by: string | null;
  };
  /** `anchor` null: about the whole section. */
  comment_thread: {
    id: string;
    section_id: string;
    suggestion_id: string | null;
    anchor: string | null;
    by_user: string;
    at: number;
    resolved_at: number | null;
    resolved_by: string | null;
  };
  comment: {
    id: string;
    thread_id: string;
    by_user: string;
    at: number;
    body: string;
    mentions: string;
    edited_at: number | null;
    deleted_at: number | null;
  };
  /** The same mentions as in the comment's row, to be found by who is mentioned. */
  comment_mention: { comment_id: string; kind: "person" | "unit"; target_id: string };
  comment_read: { comment_id: string; user_id: string; at: number };
  section_damage: { section_id: string; seq: number; noticed_at: number };
  /** Log rows that a repair took out, kept for whoever looks into the damage. */
  section_update_aside: {
    section_id: string;
    lineage: number;
    seq: number;
    payload: Bytes;
    by_user: string;
    at: number;
    checksum: Bytes;
    set_aside_at: number;
  };
  /** `state`, `text` (both gzip) and `hash` come together, once, after the row. */
  section_version: {
    id: string;
    section_id: string;
    number: number;
    kind: VersionKind;
    name: string | null;
    by_user: string;
    at: number;
    head: number;
    lineage: number;
    state: Bytes | null;
    text: Bytes | null;
    hash: string | null;
  };
  /** `head` as it was then; the former visit's beside it. */
  section_opened: {
    section_id: string;
    user_id: string;
    at: number;
    head: number | null;
    former_at: number | null;
    former_head: number | null;
  };
  original: { id: string; file_name: string; content: Bytes };
  seal: { report_id: string; manifest: string; content: string; signature: string; public_key: string };
  retained: {
    id: string;
    section_id: string;
    report_id: string;
    user_id: string;
    at: number;
    expires_at: number;
    reason: string;
    sent_at: number | null;
    paragraphs: string;
  };
  audit: {
    seq: number;
    at: number;
    by_user: string;
    by_name: string;
    action: string;
    report_id: string | null;
    section_id: string | null;
    before: string;
    after: string;
    ip_address: string | null;
    session_id: string | null;
    previous_hash: string;
    hash: string;
  };
  mail: {
    id: string;
    recipient: string;
    locale: string;
    notice: string;
    created_at: number;
    /** When it is tried next; null once it was sent or given up. */
    next_at: number | null;
    attempts: number;
    sent_at: number | null;
    failed_at: number | null;
    last_error: string | null;
  };
  /** When the operator last did something that the system page tells of, e.g. `backup`. */
  operation: { name: string; at: number };
}

export type EngineKind = "sqlite" | "postgresql";
