import { connectToServer } from "./connect-to-server.ts";
import { SharedSocket } from "./shared-socket.ts";

export interface ServerNewsOptions {
  readonly reportIds: readonly string[];
  readonly onReportChanged: (reportId: string) => void;
  readonly onMineChanged: () => void;
  readonly isSignedOut: () => Promise<boolean>;
}

/**
 * Tells what has changed, for a page that shows no text: channel 0 alone, no section.
 * @returns what stops it.
 */
export function followServer(options: ServerNewsOptions): () => void {
  const { reportIds, onReportChanged, onMineChanged, isSignedOut } = options;
  const socket = new SharedSocket({ connect: connectToServer, isSignedOut });
  const unconfirmed = new Set<string>();
  socket.control.subscribe((message) => {
    if (message.type === "mine-changed") onMineChanged();
    if (message.type === "report-changed") onReportChanged(message.reportId);
    // The first word about a report says that it is being watched: what happened until then was told to nobody.
    if (message.type === "presence" && unconfirmed.delete(message.reportId))
      onReportChanged(message.reportId);
  });
  let wasOpen = false;
  socket.stateChanged.subscribe((state) => {
    if (state.kind !== "open") return;
    for (const reportId of reportIds) unconfirmed.add(reportId);
    if (wasOpen) onMineChanged();
    wasOpen = true;
  });
  for (const reportId of reportIds) socket.send({ type: "watch", reportId });
  socket.start();
  return () => socket.close();
}
