// The limit: hands every message to the others of the room, knows nothing of Yjs, keeps nothing.
import { WebSocketServer } from "ws";
import { ready } from "./control.mjs";

const rooms = new Map();
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("connection", (ws, request) => {
  const room = rooms.get(request.url) ?? new Set();
  rooms.set(request.url, room);
  room.add(ws);
  ws.on("error", () => ws.terminate());
  ws.on("message", (data) => {
    for (const other of room) if (other !== ws) other.send(data);
  });
  ws.on("close", () => room.delete(ws));
});
server.on("listening", () => ready({ port: server.address().port }));
