import { statfs } from "node:fs/promises";
import type { SystemHealth } from "@dongsoan/shared/http-api";

export interface HealthSources {
  readonly version: string;
  readonly engine: "sqlite" | "postgresql";
  readonly dataDir: string;
  readonly isAvailable: () => boolean;
  readonly sizeBytes: () => Promise<number | null>;
  readonly commitP99Ms: () => number | null;
  readonly damagedSections: () => Promise<SystemHealth["damagedSections"]>;
  readonly lastBackupAt: () => Promise<number | null>;
  readonly mail: () => Promise<SystemHealth["mail"]>;
  readonly stats: () => { readonly rooms: number; readonly connections: number; readonly people: number };
}

/** What a store that is down cannot tell is unknown; the page with the bad news must open all the same. */
const orUnknown = <T>(question: Promise<T>, unknown: T): Promise<T> => question.catch(() => unknown);

export async function readHealth(s: HealthSources): Promise<SystemHealth> {
  const { rooms, connections, people } = s.stats();
  const [disk, dataBytes, damagedSections, lastBackupAt, mail] = await Promise.all([
    statfs(s.dataDir),
    orUnknown(s.sizeBytes(), null),
    orUnknown(s.damagedSections(), []),
    orUnknown(s.lastBackupAt(), null),
    orUnknown(s.mail(), { isConfigured: false, waiting: 0, failed: 0, lastError: null }),
  ]);
  return {
    version: s.version,
    nodeVersion: process.version,
    uptimeSeconds: Math.round(process.uptime()),
    engine: s.engine,
    storageIsAvailable: s.isAvailable(),
    freeDiskBytes: disk.bavail * disk.bsize,
    dataBytes,
    openRooms: rooms,
    openConnections: connections,
    peopleOnline: people,
    commitP99Ms: s.commitP99Ms(),
    damagedSections,
    lastBackupAt,
    mail,
  };
}
