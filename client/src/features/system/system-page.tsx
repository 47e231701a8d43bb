import type { SystemHealth } from "@dongsoan/shared/http-api";
import { useState } from "react";
import { useSystemHealth } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { AdministratorsOnly } from "../../ui/administrators-only.tsx";
import { Chip } from "../../ui/chip.tsx";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";

/** Below this the administrator is warned: a day of heavy writing fits many times over. */
const lowDiskBytes = 2_000_000_000;
const oldBackupMs = 7 * 24 * 3600 * 1000;

export function SystemPage() {
  return (
    <AdministratorsOnly>
      <Health />
    </AdministratorsOnly>
  );
}

function Health() {
  const { t } = useText();
  const health = useSystemHealth();
  return (
    <Page title={t("system.title")} lead={t("system.lead")} width="narrow">
      <QueryState query={health}>{(facts) => <Facts facts={facts} />}</QueryState>
    </Page>
  );
}

function Facts({ facts }: { readonly facts: SystemHealth }) {
  const { t, number, dateTime } = useText();
  const [now] = useState(() => Date.now());
  const isBackupOld = facts.lastBackupAt === null || now - facts.lastBackupAt > oldBackupMs;
  const mailWords = ({ isConfigured, waiting, failed, lastError }: SystemHealth["mail"]) =>
    isConfigured
      ? t("system.mail.value", { waiting, failed }) +
        (waiting > 0 && lastError !== null ? t("system.mail.lastError", { code: lastError }) : "")
      : t("system.mail.none");
  const size = (bytes: number | null) =>
    bytes === null
      ? t("common.unknown")
      : bytes >= 1e9
        ? `${number(Math.round(bytes / 1e8) / 10)} GB`
        : `${number(Math.round(bytes / 1e5) / 10)} MB`;
  const minutes = Math.floor(facts.uptimeSeconds / 60);
  const rows: readonly (readonly [string, string])[] = [
    [t("system.engine"), facts.engine === "sqlite" ? "SQLite" : "PostgreSQL"],
    [t("system.disk"), size(facts.freeDiskBytes)],
    [t("system.data"), size(facts.dataBytes)],
    [
      t("system.commit"),
      facts.commitP99Ms === null
        ? t("common.unknown")
        : t("system.commit.value", { ms: Math.round(facts.commitP99Ms * 10) / 10 }),
    ],
    [
      t("system.backup"),
      facts.lastBackupAt === null ? t("system.backup.never") : dateTime(facts.lastBackupAt),
    ],
    [t("system.mail"), mailWords(facts.mail)],
    [t("system.people"), number(facts.peopleOnline)],
    [t("system.connections"), number(facts.openConnections)],
    [t("system.rooms"), number(facts.openRooms)],
    [t("system.damaged"), number(facts.damagedSections.length)],
    [
      t("system.uptime"),
      t("system.uptime.value", {
        days: Math.floor(minutes / 1440),
        hours: Math.floor(minutes / 60) % 24,
        minutes: minutes % 60,
      }),
    ],
    [t("system.version"), facts.version],
    [t("system.node"), facts.nodeVersion],
  ];
  return (
    <>
      {facts.freeDiskBytes !== null && facts.freeDiskBytes < lowDiskBytes && (
        <Notice kind="danger">
          <p>{t("system.disk.low", { free: size(facts.freeDiskBytes) })}</p>
        </Notice>
      )}
      {facts.damagedSections.length > 0 && (
        <Notice kind="danger">
          <p>{t("system.damaged.some", { count: facts.damagedSections.length })}</p>
          <ul>
            {facts.damagedSections.map(({ reportId, sectionId, label, at }) => (
              <li key={sectionId}>
                {t("system.damaged.where", { label, report: reportId, at: dateTime(at) })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {facts.mail.failed > 0 && (
        <Notice kind="warn">
          <p>{t("system.mail.failed", { count: facts.mail.failed, code: facts.mail.lastError ?? "" })}</p>
        </Notice>
      )}
      {isBackupOld && (
        <Notice kind="warn">
          <p>{facts.lastBackupAt === null ? t("system.backup.none") : t("system.backup.old")}</p>
        </Notice>
      )}
      <Card>
        <dl className={list["facts"]}>
          <dt>{t("system.storage")}</dt>
          <dd>
            {facts.storageIsAvailable ? (
              <Chip kind="ok">{t("system.storage.ok")}</Chip>
            ) : (
              t("system.storage.down")
            )}
          </dd>
          {rows.map(([name, value]) => (
            <Row key={name} name={name} value={value} />
          ))}
        </dl>
      </Card>
    </>
  );
}

const Row = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);
