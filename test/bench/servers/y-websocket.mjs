// @y/websocket-server 0.1.1 (yjs 13), in memory.
import http from "node:http";
import { setupWSConnection } from "../peers/node_modules/@y/websocket-server/src/utils.js";
import { WebSocketServer } from "../peers/node_modules/ws/wrapper.mjs";

const server = http.createServer();
const sockets = new WebSocketServer({ noServer: true });
sockets.on("connection", (ws, request) => setupWSConnection(ws, request));
server.on("upgrade", (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request)),
);
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
