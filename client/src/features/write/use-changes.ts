import { useSyncExternalStore } from "react";
import type { ChangeLists } from "../../sync/open-changes.ts";
import { useWrite } from "./write-context.ts";

/** What is suggested in the report's open sections, read again shortly after a text has changed. */
export function useChanges(): ChangeLists {
  const { changes } = useWrite().session;
  return useSyncExternalStore(changes.subscribe, changes.get);
}
