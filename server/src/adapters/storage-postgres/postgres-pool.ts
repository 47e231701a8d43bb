import pg from "pg";
import { refuseInsideTransaction } from "../storage-sql/open-transaction.ts";

/** Epoch milliseconds and counters fit a double; strings would leak into every row type. */
const int8 = 20;

/**
 * Connections that fail rather than hang. A node that is cut off in the middle of a transaction would keep its row
 * locks until TCP gives up: the server ends it after a minute. `synchronous_commit = on`: an acknowledged text is on
 * the disk of the primary; an asynchronous replica must not be promoted unseen.
 */
const settings = {
  synchronous_commit: "on",
  lock_timeout: "10s",
  statement_timeout: "30s",
  idle_in_transaction_session_timeout: "60s",
};

/** @param onLost a connection ended by itself: the server stopped, restarted, or went out of reach. */
export function openPool(url: string, onLost: () => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 12,
    connectionTimeoutMillis: 5000,
    // Above the server's own limit: it answers first unless it is out of reach.
    query_timeout: 40_000,
    keepAlive: true,
    types: {
      getTypeParser: ((id: number, format?: "text" | "binary") =>
        id === int8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
    },
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
  });
  const connect = pool.connect.bind(pool);
  pool.connect = ((...args: Parameters<typeof connect>) => {
    refuseInsideTransaction();
    return connect(...args);
  }) as typeof pool.connect;
  pool.on("error", onLost);
  // The pool listens to idle connections only; one that is lost while in use would otherwise end the process.
  pool.on("connect", (client) => client.on("error", onLost));
  return pool;
}
