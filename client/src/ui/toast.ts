import { announce } from "./announcer.tsx";

/** A passing word about something that is done and needs no answer. The toaster is fetched at its first use. */
export function toast(text: string): void {
  announce(text);
  void import("sonner").then(({ toast: show }) => show(text));
}
