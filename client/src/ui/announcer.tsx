import { useSyncExternalStore } from "react";

/** One polite region for the whole page: what a screen reader should hear about something that just happened. */
let message = "";
const listeners = new Set<() => void>();

export function announce(text: string): void {
  // The same words twice are only read again when they differ.
  message = message === text ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
