import { lazy, Suspense } from "react";

const Toaster = lazy(async () => ({ default: (await import("sonner")).Toaster }));

/** Passing words at the foot of the page; the announcer has already said them. */
export function Toasts() {
  return (
    <Suspense fallback={null}>
      <Toaster position="bottom-center" />
    </Suspense>
  );
}
