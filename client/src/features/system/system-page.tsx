import type { SystemHealth } from "@dongsoan/shared/http-api";
import { useSystemHealth } from "../../api/queries.ts";
import { useText } from "../../i18n/use-text.ts";
import { Chip } from "../../ui/chip.tsx";
import list from "../../ui/list.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { QueryState } from "../../ui/query-state.tsx";

/** Below this the administrator is warned: a day of heavy writing fits many times over. */
const lowDiskBytes = 2_000_000_000;

export function SystemPage() {
  const { t } = useText();
  const health = useSystemHealth();
  return (
    <Page title={t("system.title")} lead={t("system.lead")} width="narrow">
      <QueryState query={health}>{(facts) => <Facts facts={facts} />}</QueryState>
    </Page>
  );
}

function Facts({ facts }: { readonly facts: SystemHealth }) {
  const { t, number } = useText();
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
    [t("system.connections"), number(facts.openConnections)],
    [t("system.rooms"), number(facts.openRooms)],
    [t("system.damaged"), number(facts.damagedSections)],
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
      {facts.damagedSections > 0 && (
        <Notice kind="danger">
          <p>{t("system.damaged.some", { count: facts.damagedSections })}</p>
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
