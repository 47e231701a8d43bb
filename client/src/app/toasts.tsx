import { useSyncExternalStore } from "react";
import { fetched } from "../ui/fetched.tsx";
import { isToasterWanted, onToasterWanted } from "../ui/toast.ts";

const Toaster = fetched(
  async () => (await import("sonner")).Toaster,
  () => null,
  () => null,
);

/** Passing words at the foot of the page, fetched with the first of them; the announcer has already said them. */
export function Toasts() {
  const isWanted = useSyncExternalStore(onToasterWanted, isToasterWanted);
  return isWanted && <Toaster position="bottom-center" />;
}
