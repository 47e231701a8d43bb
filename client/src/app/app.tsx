import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { useConnection } from "../api/use-connection.ts";
import { useSession } from "../api/queries.ts";
import { NotFound } from "../ui/not-found.tsx";
import { codeOf, ErrorNotice } from "../ui/query-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { SessionExpired } from "./session-expired.tsx";
import { Shell } from "./shell.tsx";

/** One chunk a screen: the first load carries the shell and the screen that was asked for. */
const SignInPage = lazy(async () => ({
  default: (await import("../features/sign-in/sign-in-page.tsx")).SignInPage,
}));
const SetUpPage = lazy(async () => ({
  default: (await import("../features/set-up/set-up-page.tsx")).SetUpPage,
}));
const InvitationPage = lazy(async () => ({
  default: (await import("../features/invitation/invitation-page.tsx")).InvitationPage,
}));

export function App() {
  return (
    <Switch>
      <Route path="/thiet-lap">
        <Shell session={null}>
          <Suspense fallback={<Skeleton />}>
            <SetUpPage />
          </Suspense>
        </Shell>
      </Route>
      <Route path="/loi-moi">
        <Shell session={null}>
          <Suspense fallback={<Skeleton />}>
            <InvitationPage />
          </Suspense>
        </Shell>
      </Route>
      <Route>
        <SignedIn />
      </Route>
    </Switch>
  );
}

function SignedIn() {
  const session = useSession();
  const [location] = useLocation();
  const { isSessionExpired } = useConnection();
  if (session.data === undefined) {
    if (session.isPending)
      return (
        <Shell session={null}>
          <Skeleton />
        </Shell>
      );
    if (codeOf(session.error) !== "signed-out")
      return (
        <Shell session={null}>
          <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
        </Shell>
      );
    return (
      <Shell session={null}>
        <Suspense fallback={<Skeleton />}>
          <SignInPage {...(location === "/" || location === "/dang-nhap" ? {} : { returnTo: location })} />
        </Suspense>
      </Shell>
    );
  }
  return (
    <Shell session={session.data}>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          <Route path="/">
            <Redirect to="/viec-cua-toi" replace />
          </Route>
          <Route path="/dang-nhap">
            <Redirect to="/viec-cua-toi" replace />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
      {isSessionExpired && <SessionExpired session={session.data} />}
    </Shell>
  );
}
