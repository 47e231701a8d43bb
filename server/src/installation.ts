import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { localIdentity } from "./adapters/auth-local/local-identity.ts";
import { linkSecrets } from "./adapters/auth-local/link-secrets.ts";
import { hashSecret } from "./adapters/auth-local/secrets.ts";
import { pooledDocxRenderer } from "./adapters/docx/pooled-docx-renderer.ts";
import { MemoryFanout } from "./adapters/fanout-memory/memory-fanout.ts";
import { ed25519Sealer } from "./adapters/seal/ed25519-sealer.ts";
import { openPostgresStorage } from "./adapters/storage-postgres/postgres-storage.ts";
import { openSqliteStorage } from "./adapters/storage-sqlite/sqlite-storage.ts";
import { pooledTextWork } from "./adapters/text-work/pooled-text-work.ts";
import type { FoundDamage, Storage } from "./adapters/storage-sql/storage.ts";
import type { Config } from "./ops/config.ts";
import type { Identity } from "./ports/identity.ts";
import type { SectionWriter } from "./ports/section-writer.ts";
import { ByHead } from "./usecases/by-head.ts";
import type { Deps } from "./usecases/context.ts";
import { SectionFactsCache } from "./usecases/section-facts.ts";
import { WrittenLogs } from "./usecases/written-logs.ts";

export const databaseFileOf = (config: Config): string => join(config.dataDir, "dongsoan.db");
export const passwordResetUrlOf = (config: Config): string => `${config.publicUrl.origin}/dat-lai-mat-khau`;

export interface Installation {
  readonly storage: Storage;
  readonly deps: Deps & { readonly identity: Identity };
}

/** Everything that stands on one database and its keys: what the server and the command line have in common. */
export async function openInstallation(
  config: Config,
  options: {
    readonly onError: (error: unknown) => void;
    readonly onDamage: (found: FoundDamage) => void;
    /** Something was put into the mail outbox. */
    readonly wakePostman: () => void;
    /** A version was noted whose content is to be written. */
    readonly wakeKeeper: () => void;
    /** The rooms, where there are any. */
    readonly writer: SectionWriter;
  },
): Promise<Installation> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const clock = { now: () => Date.now() };
  const { onDamage } = options;
  const storage =
    config.databaseUrl === null
      ? await openSqliteStorage({ file: databaseFileOf(config), clock, onDamage })
      : await openPostgresStorage({ url: config.databaseUrl, clock, onDamage });
  const textWork = pooledTextWork();
  return {
    storage,
    deps: {
      reports: storage.reports,
      documents: storage.documents,
      versions: storage.versions,
      comments: storage.comments,
      keeper: { wake: options.wakeKeeper },
      writer: options.writer,
      writtenLogs: new WrittenLogs(storage.documents, textWork),
      textWork,
      commentPlaces: new ByHead(storage.documents),
      authors: new ByHead(storage.documents),
      directory: storage.directory,
      fanout: new MemoryFanout(options.onError),
      clock,
      random: {
        uuid: () => randomUUID(),
        token: (byteCount: number) => randomBytes(byteCount).toString("base64url"),
      },
      sealer: ed25519Sealer(config.keyDir),
      renderer: pooledDocxRenderer(),
      facts: new SectionFactsCache(storage.documents, textWork),
      identity: await localIdentity({ db: storage.kysely, clock, isSecure: config.isSecure }),
      linkSecrets: linkSecrets(config.keyDir),
      hashSecret,
      mail: { isConfigured: config.mail !== null, wake: options.wakePostman },
    },
  };
}
