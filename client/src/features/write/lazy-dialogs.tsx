import { type ComponentProps, lazy, Suspense } from "react";

/** What is not there from the start is fetched when it is first opened: nobody waits for it before typing. */
const LazyAsk = lazy(() => import("./ask-dialog.tsx").then((m) => ({ default: m.AskDialog })));
const LazyAuthors = lazy(() => import("./author-bar.tsx").then((m) => ({ default: m.AuthorBar })));
const LazyChanges = lazy(() => import("./changes-panel.tsx").then((m) => ({ default: m.ChangesPanel })));
const LazyComments = lazy(() => import("./comments-panel.tsx").then((m) => ({ default: m.CommentsPanel })));
const LazyHeader = lazy(() =>
  import("../../ui/header-dialog.tsx").then((m) => ({ default: m.HeaderDialog })),
);

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

export const AuthorBar = (props: ComponentProps<typeof LazyAuthors>) => (
  <Suspense>
    <LazyAuthors {...props} />
  </Suspense>
);

export const CommentsPanel = (props: ComponentProps<typeof LazyComments>) => (
  <Suspense>
    <LazyComments {...props} />
  </Suspense>
);

export const ChangesPanel = (props: ComponentProps<typeof LazyChanges>) => (
  <Suspense>
    <LazyChanges {...props} />
  </Suspense>
);
