/** Two facts about the line to the server that every page shows: is it reachable, and are we still signed in. */
export interface ConnectionFacts {
  readonly isOffline: boolean;
  readonly isSessionExpired: boolean;
}

let facts: ConnectionFacts = { isOffline: false, isSessionExpired: false };
const listeners = new Set<() => void>();

function set(change: Partial<ConnectionFacts>): void {
  const next = { ...facts, ...change };
  if (next.isOffline === facts.isOffline && next.isSessionExpired === facts.isSessionExpired) return;
  facts = next;
  for (const listener of listeners) listener();
}

export const connectionFacts = (): ConnectionFacts => facts;
export function onConnectionFacts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const markOffline = (isOffline: boolean): void => set({ isOffline });
/** The page stays mounted under an overlay, so that nothing typed is lost. Also called on close code 4401. */
export const markSessionExpired = (): void => set({ isSessionExpired: true });
export const markSignedIn = (): void => set({ isSessionExpired: false });
