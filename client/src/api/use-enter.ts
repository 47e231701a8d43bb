import type { SessionView } from "@dongsoan/shared/http-api";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { markSignedIn } from "./connection-store.ts";
import { keys } from "./queries.ts";

/** Begins a session that the server has just opened. Nothing that another account was shown stays in this page's memory. */
export function useEnter(): (session: SessionView, to?: string) => void {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return (session, to = "/viec-cua-toi") => {
    client.clear();
    client.setQueryData(keys.session, session);
    markSignedIn();
    navigate(to, { replace: true });
  };
}
