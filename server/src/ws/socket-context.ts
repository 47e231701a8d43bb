import type { Actor } from "@dongsoan/shared/domain";
import type { CaretOwner } from "../sync/awareness.ts";
import type { RoomRegistry } from "../sync/room-registry.ts";
import type { SocketWriter } from "./wire.ts";

/** What both kinds of socket know about who is at the other end. */
export interface SocketContext {
  readonly actor: Actor;
  readonly owner: CaretOwner;
  readonly registry: RoomRegistry;
  readonly writer: SocketWriter;
  readonly maxEarlyBytes: number;
  /** What was written on it has become durable: whoever writes all week makes no request. */
  readonly noteUse: () => void;
}
