// @hocuspocus/server with its SQLite extension.
import { join } from "node:path";
import { SQLite } from "../peers/node_modules/@hocuspocus/extension-sqlite/dist/hocuspocus-sqlite.esm.js";
import { Server } from "../peers/node_modules/@hocuspocus/server/dist/hocuspocus-server.esm.js";
import { asked, ready } from "./control.mjs";

const server = new Server({
  port: 0,
  address: "127.0.0.1",
  quiet: true,
  extensions: [new SQLite({ database: join(asked.dir, "hocuspocus.db") })],
});
await server.listen(0);
ready({ port: server.address.port });
