import type { ComponentType } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { isSignedOut } from "../api/is-signed-out.ts";
import { useConnection } from "../api/use-connection.ts";
import { useServerNews } from "../api/use-server-news.ts";
import { askAhead, useReport, useSession } from "../api/queries.ts";
import { beginFooting } from "../sync/footing.ts";
import { fetched } from "../ui/fetched.tsx";
import { NotFound } from "../ui/not-found.tsx";
import { codeOf, ErrorNotice } from "../ui/query-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ReportNav } from "../ui/report-nav.tsx";
import { SessionExpired } from "./session-expired.tsx";
import { Shell } from "./shell.tsx";

const screen = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  fetched(load, () => <Skeleton />);

/** One chunk a screen: the first load carries the shell and the screen that was asked for. */
const SignInPage = screen(async () => (await import("../features/sign-in/sign-in-page.tsx")).SignInPage);
const SetUpPage = screen(async () => (await import("../features/set-up/set-up-page.tsx")).SetUpPage);
const InvitationPage = screen(
  async () => (await import("../features/invitation/invitation-page.tsx")).InvitationPage,
);
const PasswordResetPage = screen(
  async () => (await import("../features/password-reset/password-reset-page.tsx")).PasswordResetPage,
);

const MyWorkPage = screen(async () => (await import("../features/my-work/my-work-page.tsx")).MyWorkPage);
const ReportsPage = screen(async () => (await import("../features/reports/reports-page.tsx")).ReportsPage);
const NewReportPage = screen(
  async () => (await import("../features/new-report/new-report-page.tsx")).NewReportPage,
);
const fetchWriting = () => import("../features/write/write-page.tsx");
const WritePage = screen(async () => (await fetchWriting()).WritePage);
const OutlinePage = screen(async () => (await import("../features/outline/outline-page.tsx")).OutlinePage);
const FinalisePage = screen(
  async () => (await import("../features/finalise/finalise-page.tsx")).FinalisePage,
);
const HistoryPage = screen(async () => (await import("../features/history/history-page.tsx")).HistoryPage);
const ReportChangesPage = screen(
  async () => (await import("../features/versions/report-changes-page.tsx")).ReportChangesPage,
);
const VersionsPage = screen(
  async () => (await import("../features/versions/versions-page.tsx")).VersionsPage,
);
const PeoplePage = screen(async () => (await import("../features/people/people-page.tsx")).PeoplePage);
const SystemPage = screen(async () => (await import("../features/system/system-page.tsx")).SystemPage);
const AccountPage = screen(async () => (await import("../features/account/account-page.tsx")).AccountPage);
const HelpPage = screen(async () => (await import("../features/help/help-page.tsx")).HelpPage);

/** A page that begins with a report begins with everything that it needs, at once. */
export function startAhead(path: string): void {
  const reportId = /^\/bao-cao\/([0-9a-f-]{36})$/.exec(path)?.[1];
  if (reportId === undefined) return;
  beginFooting(isSignedOut);
  askAhead(reportId);
  WritePage.fetchAhead();
  fetchWriting()
    .then(({ openSessionAhead }) => openSessionAhead(reportId))
    // Whatever did not come (code, session, report) is met, and shown, by the page itself.
    .catch(() => undefined);
}

export function App() {
  return (
    <Switch>
      <Route path="/thiet-lap">
        <Shell session={null}>
          <SetUpPage />
        </Shell>
      </Route>
      <Route path="/loi-moi">
        <Shell session={null}>
          <InvitationPage />
        </Shell>
      </Route>
      <Route path="/dat-lai-mat-khau">
        <Shell session={null}>
          <PasswordResetPage />
        </Shell>
      </Route>
      <Route>
        <SignedIn />
      </Route>
    </Switch>
  );
}

/** The reports that a page shows without their text. The writing page has a socket of its own, and so has the list of work. */
function reportsOn(path: string): readonly string[] | null {
  if (path === "/bao-cao") return [];
  const reportId = /^\/bao-cao\/([0-9a-f-]{36})\/./.exec(path)?.[1];
  return reportId === undefined ? null : [reportId];
}

function SignedIn() {
  const session = useSession();
  const [location] = useLocation();
  useServerNews(session.data ? reportsOn(location) : null);
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
        <SignInPage {...(location === "/" || location === "/dang-nhap" ? {} : { returnTo: location })} />
      </Shell>
    );
  }
  return (
    <Shell session={session.data}>
      <Switch>
        <Route path="/">
          <Redirect to="/viec-cua-toi" replace />
        </Route>
        <Route path="/dang-nhap">
          <Redirect to="/viec-cua-toi" replace />
        </Route>
        <Route path="/viec-cua-toi" component={MyWorkPage} />
        <Route path="/bao-cao" component={ReportsPage} />
        <Route path="/bao-cao/moi" component={NewReportPage} />
        <Route path="/bao-cao/:id">{({ id }) => <WriteScreen key={id} reportId={id} />}</Route>
        <Route path="/bao-cao/:id/muc">{({ id }) => <OutlinePage key={id} reportId={id} />}</Route>
        <Route path="/bao-cao/:id/chot">{({ id }) => <FinalisePage key={id} reportId={id} />}</Route>
        <Route path="/bao-cao/:id/thay-doi">{({ id }) => <ReportChangesPage key={id} reportId={id} />}</Route>
        <Route path="/bao-cao/:id/lich-su/:muc">
          {({ id, muc }) => <VersionsPage key={muc} reportId={id} sectionId={muc} />}
        </Route>
        <Route path="/bao-cao/:id/lich-su">{({ id }) => <HistoryPage key={id} reportId={id} />}</Route>
        <Route path="/quan-tri/nguoi-dung" component={PeoplePage} />
        <Route path="/quan-tri/he-thong" component={SystemPage} />
        <Route path="/tai-khoan" component={AccountPage} />
        <Route path="/tro-giup" component={HelpPage} />
        <Route>
          <NotFound />
        </Route>
      </Switch>
      {isSessionExpired && <SessionExpired session={session.data} />}
    </Shell>
  );
}

/** Writing with the way to the report's other pages; the page itself names the report. */
function WriteScreen({ reportId }: { readonly reportId: string }) {
  const report = useReport(reportId);
  return (
    <>
      {report.data && <ReportNav report={report.data} isCompact />}
      <WritePage reportId={reportId} />
    </>
  );
}
