import { announce } from "./announcer.tsx";

let isWanted = false;
const listeners = new Set<() => void>();
export const isToasterWanted = (): boolean => isWanted;
export function onToasterWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A passing word about something that is done and needs no answer. The toaster is fetched at its first use. */
export function toast(text: string): void {
  announce(text);
  isWanted = true;
  for (const listener of listeners) listener();
  void import("sonner").then(({ toast: show }) => show(text));
}
