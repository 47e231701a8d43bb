import type { WebSocket } from "ws";
import type { ErrorCode } from "@dongsoan/shared/domain";
import { closeCodeOf } from "@dongsoan/shared/protocol";

/** A peer that does not answer a close frame is cut off after this; until then nothing more is heard from it. */
const graceMs = 1_000;

/** Ends a socket with its reason. `ws` alone would wait half a minute for a peer that does not want to go, and hear it meanwhile. */
export function endSocket(ws: WebSocket, reason: ErrorCode): void {
  if (ws.readyState !== ws.OPEN) return;
  ws.close(closeCodeOf(reason), reason);
  cutOffSoon(ws);
}

/** After a broken frame `ws` has said 1002 or 1009 and hears nothing more; the peer gets a moment to read it. */
export function cutOffSoon(ws: WebSocket): void {
  const timer = setTimeout(() => ws.terminate(), graceMs);
  timer.unref();
  ws.once("close", () => clearTimeout(timer));
}
