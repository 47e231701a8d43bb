import { useEffect, useState } from "react";
import { ApiError } from "../../api/api-error.ts";
import { call } from "../../api/call.ts";
import { isSignedOut } from "../../api/is-signed-out.ts";
import { connectionFacts, markSessionExpired, onConnectionFacts } from "../../api/connection-store.ts";
import { invalidateComments, invalidateMine, invalidateReport, knownAhead } from "../../api/queries.ts";
import type { HandInResult, RefusedText } from "../../sync/refused-texts.ts";
import { WriteSession } from "../../sync/write-session.ts";
import { isAmongFirst } from "./first-sections.ts";

async function handIn(text: RefusedText): Promise<HandInResult> {
  if (text.paragraphs === null) return "later";
  try {
    await call("keepRetained", {
      body: {
        id: text.id,
        sectionId: text.sectionId,
        reason: text.reason,
        paragraphs: text.paragraphs.map((p) => ({ ...p })),
      },
    });
    invalidateMine();
    return "kept";
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429
      ? "impossible"
      : "later";
  }
}

const openSession = (userId: string, reportId: string): Promise<WriteSession> =>
  WriteSession.open({
    userId,
    reportId,
    handIn,
    isSignedOut,
    onReportChanged: () => invalidateReport(reportId),
    onMineChanged: invalidateMine,
    onCommentsChanged: () => void invalidateComments(reportId),
  });

interface SessionAhead {
  readonly userId: string;
  readonly reportId: string;
  readonly opening: Promise<WriteSession>;
}

/** Somebody may have gone elsewhere before the page was drawn. */
const dropAheadAfterMs = 15_000;
let ahead: SessionAhead | null = null;

/** Opens the session, and asks for the first sections, before the page is drawn: the text is on its way meanwhile. */
export async function openSessionAhead(reportId: string): Promise<void> {
  const { session, report } = await knownAhead(reportId);
  const mine = { userId: session.user.id, reportId, opening: openSession(session.user.id, reportId) };
  ahead = mine;
  setTimeout(() => {
    if (ahead !== mine) return;
    ahead = null;
    void mine.opening.then((opened) => opened.close());
  }, dropAheadAfterMs);
  const { sections } = await mine.opening;
  sections.openAhead(report.sections.filter((section, i) => !section.isHidden && isAmongFirst(section, i)));
}

function takeAhead(userId: string, reportId: string): Promise<WriteSession> | null {
  if (ahead?.userId !== userId || ahead.reportId !== reportId) return null;
  const { opening } = ahead;
  ahead = null;
  return opening;
}

/** Opens what the report needs of the network for as long as the page is shown. */
export function useWriteSession(userId: string | null, reportId: string): WriteSession | null {
  const [session, setSession] = useState<WriteSession | null>(null);
  useEffect(() => {
    if (userId === null) return undefined;
    let isLeft = false;
    let opened: WriteSession | null = null;
    const stops: (() => void)[] = [];
    const open = async () => {
      const fresh = await (takeAhead(userId, reportId) ?? openSession(userId, reportId));
      if (isLeft) {
        fresh.close();
        return;
      }
      opened = fresh;
      stops.push(
        fresh.saveLine.subscribe(() => {
          if (fresh.saveLine.getSnapshot().kind === "signed-out") markSessionExpired();
        }),
      );
      let wasExpired = connectionFacts().isSessionExpired;
      stops.push(
        onConnectionFacts(() => {
          const { isSessionExpired } = connectionFacts();
          if (wasExpired && !isSessionExpired) fresh.resume();
          wasExpired = isSessionExpired;
        }),
      );
      setSession(fresh);
    };
    void open();
    return () => {
      isLeft = true;
      for (const stop of stops) stop();
      opened?.close();
      setSession(null);
    };
  }, [userId, reportId]);
  return session;
}
