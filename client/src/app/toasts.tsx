import { lazy, Suspense, useSyncExternalStore } from "react";
import { isToasterWanted, onToasterWanted } from "../ui/toast.ts";

const Toaster = lazy(async () => ({ default: (await import("sonner")).Toaster }));

/** Passing words at the foot of the page, fetched with the first of them; the announcer has already said them. */
export function Toasts() {
  const isWanted = useSyncExternalStore(onToasterWanted, isToasterWanted);
  return <Suspense fallback={null}>{isWanted && <Toaster position="bottom-center" />}</Suspense>;
}
