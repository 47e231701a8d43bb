import type { WorkItem } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { Link } from "wouter";
import { useMyWork } from "../../api/queries.ts";
import { useServerNews } from "../../api/use-server-news.ts";
import { useText } from "../../i18n/use-text.ts";
import list from "../../ui/list.module.css";
import { NewReportLink } from "../../ui/new-report-link.tsx";
import { Empty, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { sectionAddress } from "../../ui/section-address.ts";
import { LockChip, StateChip, UrgencyChip } from "../../ui/section-chip.tsx";
import { urgencyOf } from "../../ui/urgency.ts";
import { DamageNotices } from "./damage-notices.tsx";
import { groupWork, type WorkGroup } from "./group-work.ts";
import { KeptTexts } from "./kept-texts.tsx";
import { Mentions } from "./mentions.tsx";

const words = {
  toApprove: "work.toApprove",
  returned: "work.returned",
  overdue: "work.overdue",
  soon: "work.dueSoon",
  open: "work.open",
  done: "work.done",
} as const satisfies Record<WorkGroup, string>;

/** Sections that wait for approval, returned, overdue, due and under way, the most pressing first. */
export function MyWorkPage() {
  const { t } = useText();
  const work = useMyWork();
  const [now] = useState(() => Date.now());
  useServerNews(work.data ? [...new Set(work.data.map((item) => item.reportId))].sort() : null);
  return (
    <Page title={t("work.title")}>
      <DamageNotices />
      <Mentions />
      <KeptTexts />
      <QueryState query={work}>
        {(items) =>
          items.length === 0 ? (
            <Empty text={t("work.empty")}>
              <NewReportLink />
            </Empty>
          ) : (
            groupWork(items, now).map(({ group, items: members }) => (
              <section key={group} className={list["group"]}>
                <h2>
                  {t(words[group])} ({members.length})
                </h2>
                <ul className={list["list"]}>
                  {members.map((item) => (
                    <Item key={item.sectionId} item={item} now={now} />
                  ))}
                </ul>
              </section>
            ))
          )
        }
      </QueryState>
    </Page>
  );
}

function Item({ item, now }: { readonly item: WorkItem; readonly now: number }) {
  const { t, dateTime } = useText();
  return (
    <li className={list["item"]}>
      <div className={list["main"]}>
        <Link className={list["title"]} href={sectionAddress(item.reportId, item.sectionId)}>
          {item.label} {item.title}
        </Link>
        <span className={list["detail"]}>{item.reportSubject || t("reports.untitled")}</span>
        {item.returnReason && <span>{t("work.reason", { reason: item.returnReason })}</span>}
        {item.isOwner && <span className={list["detail"]}>{t("work.owner")}</span>}
      </div>
      <div className={list["side"]}>
        <span className={list["detail"]}>
          {item.dueAt === null ? t("work.noDue") : t("work.due", { date: dateTime(item.dueAt) })}
        </span>
        <UrgencyChip urgency={urgencyOf(item.dueAt, item.stateKind, now)} />
        {item.isLocked && <LockChip />}
        <StateChip kind={item.stateKind} />
      </div>
    </li>
  );
}
