import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { refuseInsideTransaction } from "../storage-sql/open-transaction.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { QueryAnswer } from "./worker-protocol.ts";
import type { WriterTurn } from "./writer-turn.ts";

/** One connection, handed out to one query or transaction at a time. */
class WorkerDatabaseConnection implements DatabaseConnection {
  readonly #sqlite: SqliteConnection;
  readonly #turn: WriterTurn;
  /** Set while a transaction is open: its worker, and what ends its turn to write. */
  #transaction: { readonly worker: Pick<SqliteConnection, "call">; readonly endTurn: () => void } | null =
    null;

  constructor(sqlite: SqliteConnection, turn: WriterTurn) {
    this.#sqlite = sqlite;
    this.#turn = turn;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await (this.#transaction?.worker ?? this.#sqlite).call<QueryAnswer>({
      kind: "query",
      sql: query.sql,
      parameters: query.parameters.map(trimmed),
    });
    return { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  streamQuery(): never {
    throw new Error("streaming is not used");
  }

  async begin(): Promise<void> {
    const endTurn = await this.#turn.take();
    try {
      this.#transaction = { worker: this.#sqlite.pin(), endTurn };
      // IMMEDIATE: the writer's place is taken at once, so a transaction never fails half-way for want of it.
      await this.executeQuery(CompiledQuery.raw("begin immediate"));
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw("commit"));
    this.#end();
  }

  async rollback(): Promise<void> {
    try {
      await this.executeQuery(CompiledQuery.raw("rollback"));
    } catch {
      // Rolled back already, by SQLite (full disk) or with its worker: the error that led here says more.
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.#transaction?.endTurn();
    this.#transaction = null;
  }
}

/** A view into a larger buffer would be posted to the worker with the whole buffer. */
const trimmed = (value: unknown): unknown =>
  value instanceof Uint8Array && value.byteLength < value.buffer.byteLength ? new Uint8Array(value) : value;

class WorkerDriver implements Driver {
  readonly #connection: WorkerDatabaseConnection;
  #lastInLine: Promise<void> = Promise.resolve();
  #leave: () => void = () => undefined;

  constructor(sqlite: SqliteConnection, turn: WriterTurn) {
    this.#connection = new WorkerDatabaseConnection(sqlite, turn);
  }

  init = () => Promise.resolve();
  destroy = () => Promise.resolve();

  async acquireConnection(): Promise<DatabaseConnection> {
    refuseInsideTransaction();
    const before = this.#lastInLine;
    let leave: () => void = () => undefined;
    this.#lastInLine = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    this.#leave = leave;
    return this.#connection;
  }

  releaseConnection(): Promise<void> {
    this.#leave();
    return Promise.resolve();
  }

  beginTransaction = () => this.#connection.begin();
  commitTransaction = () => this.#connection.commit();
  rollbackTransaction = () => this.#connection.rollback();
}

class WorkerAdapter extends SqliteAdapter {
  /** Kysely leaves it out; SQLite has always undone `create table` with its transaction, and a migration needs that. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver's own line is the only one: in Kysely's, a caller would wait before the driver could refuse it. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Kysely over a database worker. */
export const workerDialect = (sqlite: SqliteConnection, turn: WriterTurn): Dialect => ({
  createAdapter: () => new WorkerAdapter(),
  createDriver: () => new WorkerDriver(sqlite, turn),
  createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
