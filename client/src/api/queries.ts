import {
  QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  type UseMutationResult,
} from "@tanstack/react-query";
import type { PointRef } from "@dongsoan/shared/http-api";
import type { RouteName } from "@dongsoan/shared/protocol";
import type { Answers } from "./answers.ts";
import { ApiError } from "./api-error.ts";
import { call, request, type CallOptions } from "./call.ts";
import { connectionFacts } from "./connection-store.ts";
import { gathered } from "./gathered.ts";
import { callOrLastSeen } from "./last-seen.ts";

/**
 * Pages without the socket look again when they come to the front, and every 15 s while they are there; not while the
 * session has expired, when all answers would be the same refusal.
 */
const isWorthAsking = () => !connectionFacts().isSessionExpired;
const lookAgainMs = () => isWorthAsking() && 15_000;

/** An open page is told of every change: what comes within this time is asked for once, well within the 200 ms for others' changes. */
const gatherMs = 150;

const mayHeal = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === "offline" || error.status >= 500);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      refetchOnWindowFocus: isWorthAsking,
      // The browser's own idea of "online" is wrong behind a dead proxy: try, and let `call` find out.
      networkMode: "always",
      retry: (count, error) => count < 2 && mayHeal(error),
    },
    mutations: { networkMode: "always", retry: false },
  },
});

export const keys = {
  setUpState: ["set-up-state"],
  session: ["session"],
  report: (id: string) => ["report", id],
  finaliseCheck: (id: string) => ["report", id, "finalise-check"],
  audit: (id: string) => ["report", id, "audit"],
  versions: (sectionId: string) => ["versions", sectionId],
  difference: (sectionId: string) => ["difference", sectionId],
  sectionHistory: (sectionId: string) => ["section-history", sectionId],
  comments: (reportId: string) => ["report", reportId, "comments"],
  mentions: ["mentions"],
  reports: ["reports"],
  myWork: ["my-work"],
  retained: ["retained"],
  notices: ["notices"],
  units: ["units"],
  people: ["people"],
  invitations: ["invitations"],
  openSessions: ["open-sessions"],
  apiTokens: ["api-tokens"],
  systemHealth: ["system-health"],
} as const;

export const useSetUpState = () =>
  useQuery({ queryKey: keys.setUpState, queryFn: ({ signal }) => call("setUpState", { signal }) });
const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => callOrLastSeen("session", { signal }),
  staleTime: 60_000,
});
const reportQuery = (id: string) =>
  queryOptions({
    queryKey: keys.report(id),
    queryFn: ({ signal }) => callOrLastSeen("report", { params: { id }, signal }),
  });

export const useSession = () => useQuery(sessionQuery);
export const useReport = (id: string) => useQuery({ ...reportQuery(id), refetchInterval: lookAgainMs });

/** Asks already now for what the writing page will ask for one after the other. */
export function askAhead(reportId: string): void {
  void queryClient.prefetchQuery(sessionQuery);
  void queryClient.prefetchQuery(reportQuery(reportId));
}

/** @returns what `askAhead` has asked for. @throws when it did not come. */
export async function knownAhead(
  reportId: string,
): Promise<{ readonly session: Answers["session"]; readonly report: Answers["report"] }> {
  const [session, report] = await Promise.all([
    queryClient.ensureQueryData(sessionQuery),
    queryClient.ensureQueryData(reportQuery(reportId)),
  ]);
  return { session, report };
}

export const useReports = () =>
  useQuery({
    queryKey: keys.reports,
    queryFn: ({ signal }) => call("reports", { signal }),
    refetchInterval: lookAgainMs,
  });
export const useMyWork = () =>
  useQuery({
    queryKey: keys.myWork,
    queryFn: ({ signal }) => call("myWork", { signal }),
    refetchInterval: lookAgainMs,
  });
export const useNotices = () =>
  useQuery({
    queryKey: keys.notices,
    queryFn: ({ signal }) => call("notices", { signal }),
    refetchInterval: lookAgainMs,
  });
/** Asked after the text, which comes first. */
export const useComments = (reportId: string, isAsked: boolean) =>
  useQuery({
    queryKey: keys.comments(reportId),
    queryFn: ({ signal }) => call("comments", { params: { id: reportId }, signal }),
    enabled: isAsked,
  });
export const useMentions = (isAsked = true) =>
  useQuery({
    queryKey: keys.mentions,
    queryFn: ({ signal }) => call("mentions", { signal }),
    enabled: isAsked,
    refetchInterval: lookAgainMs,
  });
/** A list that holds much leaves texts out: they are asked for one by one. */
export const useRetained = () =>
  useQuery({
    queryKey: keys.retained,
    queryFn: async ({ signal }) => {
      const texts = await call("retained", { signal });
      for (const [i, { id, isWhole }] of texts.entries())
        if (!isWhole) texts[i] = await call("retainedText", { params: { id }, signal });
      return texts;
    },
  });
export const useUnits = () =>
  useQuery({ queryKey: keys.units, queryFn: ({ signal }) => call("units", { signal }) });
export const usePeople = () =>
  useQuery({ queryKey: keys.people, queryFn: ({ signal }) => call("people", { signal }) });
export const useInvitations = () =>
  useQuery({ queryKey: keys.invitations, queryFn: ({ signal }) => call("invitations", { signal }) });
export const useOpenSessions = () =>
  useQuery({ queryKey: keys.openSessions, queryFn: ({ signal }) => call("openSessions", { signal }) });
export const useApiTokens = () =>
  useQuery({ queryKey: keys.apiTokens, queryFn: ({ signal }) => call("apiTokens", { signal }) });
export const useSystemHealth = () =>
  useQuery({
    queryKey: keys.systemHealth,
    queryFn: ({ signal }) => call("systemHealth", { signal }),
    refetchInterval: lookAgainMs,
  });
export const useFinaliseCheck = (id: string) =>
  useQuery({
    queryKey: keys.finaliseCheck(id),
    queryFn: ({ signal }) => call("finaliseCheck", { params: { id }, signal }),
  });
export const useAudit = (id: string, isAllowed: boolean) =>
  useQuery({
    queryKey: keys.audit(id),
    queryFn: ({ signal }) => call("audit", { params: { id }, signal }),
    enabled: isAllowed,
  });
export const useSectionHistory = (sectionId: string) =>
  useQuery({
    queryKey: keys.sectionHistory(sectionId),
    queryFn: ({ signal }) => call("sectionHistory", { params: { id: sectionId }, signal }),
  });

export const useVersions = (sectionId: string) =>
  useQuery({
    queryKey: keys.versions(sectionId),
    queryFn: ({ signal }) => call("versions", { params: { id: sectionId }, signal }),
    refetchInterval: lookAgainMs,
  });
/** The text may change at any moment; a difference that somebody is reading changes only when they ask again. */
export const useDifference = (sectionId: string, from: PointRef, to: PointRef) =>
  useQuery({
    queryKey: [...keys.difference(sectionId), from, to],
    queryFn: ({ signal }) => call("difference", { params: { id: sectionId }, body: { from, to }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

const reportHints = new Map<string, () => void>();
/** For the socket's `report-changed`: everything shown of this report is fetched again. */
export function invalidateReport(reportId: string): void {
  const follow =
    reportHints.get(reportId) ??
    gathered(
      () =>
        Promise.all([
          queryClient.invalidateQueries({ queryKey: keys.report(reportId) }),
          queryClient.invalidateQueries({ queryKey: ["section-history"] }),
        ]),
      gatherMs,
    );
  reportHints.set(reportId, follow);
  follow();
}

/** For the socket's `comments-changed`. */
export const invalidateComments = (reportId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: keys.comments(reportId) });

/** For the socket's `mine-changed`. */
export const invalidateMine: () => void = gathered(
  () =>
    Promise.all(
      [keys.reports, keys.myWork, keys.retained, keys.notices, keys.mentions].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    ),
  gatherMs,
);

/**
 * A command. An answer that is a whole report replaces the cached one at once; `refresh` names the lists to fetch again.
 */
export function useCommand<Name extends RouteName>(
  name: Name,
  refresh: readonly (readonly string[])[] = [],
): UseMutationResult<Answers[Name], ApiError, CallOptions<Name>> {
  return useMutation<Answers[Name], ApiError, CallOptions<Name>>({
    mutationFn: (options) => request(name, options),
    onSuccess: async (answer) => {
      if (isReport(answer)) queryClient.setQueryData(keys.report(answer.id), answer);
      await Promise.all(refresh.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
    onError: async (error) => {
      // Somebody was faster: what is shown beside one's own value must be theirs.
      if (error.code === "stale-version" || error.code === "wrong-state")
        await queryClient.invalidateQueries({ queryKey: ["report"] });
    },
  });
}

const isReport = (answer: unknown): answer is Answers["report"] =>
  typeof answer === "object" && answer !== null && "sections" in answer && "id" in answer;
