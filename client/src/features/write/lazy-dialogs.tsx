import { type ComponentProps, lazy, Suspense } from "react";

/** Dialogs are fetched when they are first opened: nobody waits for them before typing. */
const LazyAsk = lazy(() => import("./ask-dialog.tsx").then((m) => ({ default: m.AskDialog })));
const LazyHeader = lazy(() => import("./header-dialog.tsx").then((m) => ({ default: m.HeaderDialog })));

export const AskDialog = (props: ComponentProps<typeof LazyAsk>) => (
  <Suspense>
    <LazyAsk {...props} />
  </Suspense>
);

export const HeaderDialog = (props: ComponentProps<typeof LazyHeader>) => (
  <Suspense>
    <LazyHeader {...props} />
  </Suspense>
);
