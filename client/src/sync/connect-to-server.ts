import type { SocketLike } from "./shared-socket.ts";

/** The page's socket to the server it came from. */
export function connectToServer(): SocketLike {
  const url = new URL("/sync", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url) as unknown as SocketLike;
}
