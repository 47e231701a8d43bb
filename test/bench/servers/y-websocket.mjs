// @y/websocket-server 0.1.1 (yjs 13), in memory, or with LevelDB when YPERSISTENCE names a directory.
import http from "node:http";
import { setupWSConnection } from "../peers/node_modules/@y/websocket-server/src/utils.js";
import { WebSocketServer } from "../peers/node_modules/ws/wrapper.mjs";
import { ready } from "./control.mjs";

const server = http.createServer();
const sockets = new WebSocketServer({ noServer: true });
sockets.on("connection", (ws, request) => setupWSConnection(ws, request));
server.on("upgrade", (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request)),
);
server.listen(0, "127.0.0.1", () => ready({ port: server.address().port }));
