import { fetched } from "../../ui/fetched.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

const waiting = () => <Skeleton lineCount={3} />;

/** What is not there from the start is fetched when it is first opened: nobody waits for it before typing. */
export const AskDialog = fetched(async () => (await import("./ask-dialog.tsx")).AskDialog);
export const AuthorBar = fetched(async () => (await import("./author-bar.tsx")).AuthorBar);
export const ChangesPanel = fetched(async () => (await import("./changes-panel.tsx")).ChangesPanel, waiting);
export const CommentsPanel = fetched(
  async () => (await import("./comments-panel.tsx")).CommentsPanel,
  waiting,
);
export const HeaderDialog = fetched(async () => (await import("../../ui/header-dialog.tsx")).HeaderDialog);
