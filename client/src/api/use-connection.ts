import { useSyncExternalStore } from "react";
import { connectionFacts, onConnectionFacts, type ConnectionFacts } from "./connection-store.ts";

export const useConnection = (): ConnectionFacts => useSyncExternalStore(onConnectionFacts, connectionFacts);
