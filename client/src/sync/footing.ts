import { connectToServer } from "./connect-to-server.ts";
import { localStoreNames } from "./local-store.ts";
import { SharedSocket } from "./shared-socket.ts";

/** What a writing page stands on before it has anything to show: the way to the server, and what lies on this machine. */
export interface Footing {
  readonly socket: SharedSocket;
  /** As `localStoreNames` tells them. */
  readonly localStores: Promise<ReadonlySet<string> | null>;
}

type IsSignedOut = () => Promise<boolean>;

/** A page that never comes to write (signed out, no such report) leaves no socket open. */
const dropAfterMs = 15_000;

let ahead: { readonly footing: Footing; readonly timer: ReturnType<typeof setTimeout> } | null = null;

function begin(isSignedOut: IsSignedOut): Footing {
  const socket = new SharedSocket({ connect: connectToServer, isSignedOut });
  socket.start();
  return { socket, localStores: localStoreNames() };
}

/** Begins it with the page's first script, while the writing page's code is still on its way. */
export function beginFooting(isSignedOut: IsSignedOut): void {
  const footing = begin(isSignedOut);
  const timer = setTimeout(() => {
    ahead = null;
    footing.socket.close();
  }, dropAfterMs);
  ahead = { footing, timer };
}

/** @returns what was begun, or a new one; the socket is the caller's to close. */
export function takeFooting(isSignedOut: IsSignedOut): Footing {
  if (!ahead) return begin(isSignedOut);
  const { footing, timer } = ahead;
  ahead = null;
  clearTimeout(timer);
  // Whoever has signed in meanwhile was refused before.
  if (footing.socket.state.kind !== "open") footing.socket.tryNow();
  return footing;
}
