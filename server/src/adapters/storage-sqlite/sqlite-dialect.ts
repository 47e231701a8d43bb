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
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { QueryAnswer } from "./worker-protocol.ts";

/** Kysely over a database worker: one connection, handed out to one query or transaction at a time. */
class WorkerDriver implements Driver {
  readonly #connection: DatabaseConnection;
  #lastInLine: Promise<void> = Promise.resolve();
  #leave: () => void = () => undefined;

  constructor(sqlite: SqliteConnection) {
    this.#connection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        const { rows, changes } = await sqlite.call<QueryAnswer>({
          kind: "query",
          sql: query.sql,
          parameters: query.parameters,
        });
        return { rows: rows as R[], numAffectedRows: BigInt(changes) };
      },
      streamQuery: () => {
        throw new Error("streaming is not used");
      },
    };
  }

  init = () => Promise.resolve();
  destroy = () => Promise.resolve();

  async acquireConnection(): Promise<DatabaseConnection> {
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

  // IMMEDIATE: the writer's place is taken at once, so a transaction never fails half-way for want of it.
  beginTransaction = (c: DatabaseConnection) =>
    c.executeQuery(CompiledQuery.raw("begin immediate")).then(() => undefined);
  commitTransaction = (c: DatabaseConnection) =>
    c.executeQuery(CompiledQuery.raw("commit")).then(() => undefined);
  rollbackTransaction = (c: DatabaseConnection) =>
    c.executeQuery(CompiledQuery.raw("rollback")).then(() => undefined);
}

export const workerDialect = (sqlite: SqliteConnection): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new WorkerDriver(sqlite),
  createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
