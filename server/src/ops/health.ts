import { statfs } from "node:fs/promises";
import { statSync } from "node:fs";
import type { SystemHealth } from "@dongsoan/shared/http-api";

export interface HealthSources {
  readonly version: string;
  readonly engine: "sqlite" | "postgresql";
  readonly dataDir: string;
  readonly databaseFile: string | null;
  readonly isAvailable: () => boolean;
  readonly commitP99Ms: () => number | null;
  readonly damagedSections: () => Promise<number>;
  readonly stats: () => { readonly rooms: number; readonly connections: number };
}

const sizeOf = (file: string | null): number | null => {
  if (file === null) return null;
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
};

export async function readHealth(s: HealthSources): Promise<SystemHealth> {
  const disk = await statfs(s.dataDir);
  const { rooms, connections } = s.stats();
  return {
    version: s.version,
    nodeVersion: process.version,
    uptimeSeconds: Math.round(process.uptime()),
    engine: s.engine,
    storageIsAvailable: s.isAvailable(),
    freeDiskBytes: disk.bavail * disk.bsize,
    dataBytes: sizeOf(s.databaseFile),
    openRooms: rooms,
    openConnections: connections,
    commitP99Ms: s.commitP99Ms(),
    damagedSections: await s.damagedSections(),
  };
}
