import { connectToServer } from "./connect-to-server.ts";
import { SharedSocket } from "./shared-socket.ts";

/**
 * Tells when this person's lists have changed, for a page that has no report open: channel 0 alone, no section.
 * @returns what stops it.
 */
export function listenToMine(onChanged: () => void, isSignedOut: () => Promise<boolean>): () => void {
  const socket = new SharedSocket({ connect: connectToServer, isSignedOut });
  socket.control.subscribe((message) => {
    if (message.type === "mine-changed") onChanged();
  });
  let wasOpen = false;
  socket.stateChanged.subscribe((state) => {
    if (state.kind !== "open") return;
    // What happened while the socket was down was told to nobody.
    if (wasOpen) onChanged();
    wasOpen = true;
  });
  socket.start();
  return () => socket.close();
}
