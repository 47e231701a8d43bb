import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Logger, pino } from "pino";
import type { Actor, UserId } from "@dongsoan/shared/domain";
import { docxRenderer } from "./adapters/docx/docx-renderer.ts";
import { localIdentity } from "./adapters/auth-local/local-identity.ts";
import { hashSecret } from "./adapters/auth-local/secrets.ts";
import { linkSecrets } from "./adapters/auth-local/link-secrets.ts";
import { MemoryFanout } from "./adapters/fanout-memory/memory-fanout.ts";
import { decodeText } from "./adapters/import-text/decode-text.ts";
import { smtpTransport } from "./adapters/mail-smtp/smtp-transport.ts";
import { ed25519Sealer } from "./adapters/seal/ed25519-sealer.ts";
import { zipPackage } from "./adapters/seal/package-zip.ts";
import { openPostgresStorage } from "./adapters/storage-postgres/postgres-storage.ts";
import { openSqliteStorage } from "./adapters/storage-sqlite/sqlite-storage.ts";
import type { FoundDamage, Storage } from "./adapters/storage-sql/storage.ts";
import { createApp } from "./http/app.ts";
import { peopleHandlers } from "./http/people-handlers.ts";
import { reportHandlers } from "./http/report-handlers.ts";
import type { Config } from "./ops/config.ts";
import { readHealth } from "./ops/health.ts";
import { createMetrics } from "./ops/metrics.ts";
import { type Rounds, startRounds } from "./ops/rounds.ts";
import { setUpLink } from "./ops/set-up-link.ts";
import type { Identity } from "./ports/identity.ts";
import type { OwnEdit } from "./ports/section-writer.ts";
import { authoriseSection, mayReadReport } from "./usecases/authorise-section.ts";
import type { Deps } from "./usecases/context.ts";
import { deliverMail, type DeliveryDeps } from "./usecases/deliver-mail.ts";
import { keepVersions } from "./usecases/keep-versions.ts";
import { SectionFactsCache } from "./usecases/section-facts.ts";
import { listDamage, tellDamage } from "./usecases/tell-damage.ts";
import { WrittenLogs } from "./usecases/written-logs.ts";
import { initialsOf } from "./usecases/view-session.ts";
import { type ChannelRates, channelRates } from "./sync/limits.ts";
import { createSyncServer } from "./ws/sync-server.ts";

/** Caret colours that stay apart for every kind of colour vision; by unit, never the only sign. */
const unitColors = ["#040444", "#b8440a", "#4f0bd5", "#25707e", "#611405", "#83089b", "#8c7054", "#371024"];
const expireEveryMs = 6 * 3600 * 1000;
/** Sent and given-up mails stay on the record so long. */
const keepMailMs = 30 * 24 * 3600 * 1000;

export interface RunningApplication {
  readonly server: Server;
  readonly deps: Deps & { readonly identity: Identity };
  readonly storage: Storage;
  /** Printed at a first start; null once the installation is set up. */
  readonly setUpUrl: string | null;
  close(): Promise<void>;
}

/**
 * Puts the ports and their adapters together. The only place that names both; `main.ts` starts it.
 * @param rates of every channel; a benchmark raises them, to find where the server's own strength ends.
 */
export async function compose(
  config: Config,
  rates: ChannelRates = channelRates,
): Promise<RunningApplication> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const log = pino({ level: config.logLevel, redact: ["req.headers.cookie", "req.headers.authorization"] });
  const onError = (error: unknown) => log.error({ err: error }, "unexpected");
  const clock = { now: () => Date.now() };
  const random = {
    uuid: () => randomUUID(),
    token: (byteCount: number) => randomBytes(byteCount).toString("base64url"),
  };
  const onDamage = (found: FoundDamage) => {
    log.error(found, "stored text is damaged");
    tellDamage(deps, found).catch(onError);
  };
  const databaseFile = join(config.dataDir, "dongsoan.db");
  const storage =
    config.databaseUrl === null
      ? await openSqliteStorage({ file: databaseFile, clock, onDamage: (found) => onDamage(found) })
      : await openPostgresStorage({ url: config.databaseUrl, clock, onDamage: (found) => onDamage(found) });
  const { documents, reports, directory, versions } = storage;
  const fanout = new MemoryFanout(onError);
  const sealer = ed25519Sealer(config.keyDir);
  const identity = await localIdentity({ db: storage.kysely, clock, isSecure: config.isSecure });
  const secrets = linkSecrets(config.keyDir);
  const postman = openMail(config, { ...storage, linkSecrets: secrets, hashSecret, clock }, log, onError);
  const keeper = startRounds(
    () => keepVersions({ reports, documents, versions, sealer, clock, random, onError }),
    () => clock.now(),
    onError,
  );
  const deps = {
    reports,
    versions,
    keeper,
    // The rooms are opened below; nobody restores before that.
    writer: { write: (edit: OwnEdit) => sync.write(edit) },
    documents,
    directory,
    fanout,
    clock,
    random,
    sealer,
    renderer: docxRenderer(),
    facts: new SectionFactsCache(documents),
    writtenLogs: new WrittenLogs(documents),
    identity,
    linkSecrets: secrets,
    hashSecret,
    mail: { isConfigured: postman !== null, wake: () => postman?.wake() },
  };
  const link = setUpLink(config.publicUrl.origin);
  const isSetUp = (await directory.organisation()) !== null;

  const ownerOf = async (actor: Actor) => {
    const [person, units] = await Promise.all([directory.person(actor.userId), directory.units()]);
    const at = units.findIndex((u) => u.id === actor.unitId);
    const unit = units[at];
    return {
      name: person?.name ?? "",
      initials: initialsOf(person?.name ?? "", unit?.shortName ?? null),
      unitName: unit?.name ?? "",
      color: unitColors[Math.max(0, at) % unitColors.length] ?? "#040444",
    };
  };
  const metrics = createMetrics(config.metricsToken, () => ({
    ...sync.stats(),
    commitP99Ms: storage.commitP99Ms(),
  }));
  const sync = createSyncServer({
    documents,
    fanout,
    identity,
    now: () => clock.now(),
    rates,
    publicOrigin: config.publicUrl.origin,
    buildId: "0.1.0",
    ownerOf,
    authorise: (actor, sectionId) => authoriseSection(deps, actor, sectionId),
    currentActor: async (actor) => {
      const person = await directory.person(actor.userId);
      return person?.isActive ? { ...actor, unitId: person.unitId, roles: person.roles } : null;
    },
    mayRead: (actor, reportId) => mayReadReport(deps, actor, reportId),
    isHidden: async (actor, _reportId, sectionId) => !(await authoriseSection(deps, actor, sectionId)).ok,
    onRefused: (sectionId, userId, rule) => {
      metrics.countRefusal(rule);
      log.info({ sectionId, userId, rule }, "update refused");
    },
    onError,
  });

  const health = () =>
    readHealth({
      version: "0.1.0",
      engine: storage.engine,
      dataDir: config.dataDir,
      sizeBytes: () => storage.sizeBytes(),
      lastBackupAt: () => storage.operations.lastAt("backup"),
      mail: async () => ({ isConfigured: postman !== null, ...(await storage.outbox.counts()) }),
      isAvailable: () => storage.isAvailable(),
      commitP99Ms: () => storage.commitP99Ms(),
      damagedSections: () => listDamage(deps),
      stats: () => sync.stats(),
    });
  const clientDir = fileURLToPath(new URL("../../client/dist", import.meta.url));
  const app = createApp({
    identity,
    nameOf: async (userId) => (await directory.person(userId as UserId))?.name ?? "",
    handlers: {
      ...reportHandlers({ ...deps, decodeText, zipPackage }),
      ...peopleHandlers({
        ...deps,
        health,
        setUpLink: link,
        invitationUrl: `${config.publicUrl.origin}/loi-moi`,
        passwordResetUrl: `${config.publicUrl.origin}/dat-lai-mat-khau`,
      }),
    },
    publicUrl: config.publicUrl,
    isSecure: config.isSecure,
    trustProxy: config.trustProxy,
    clientDir: existsSync(clientDir) ? clientDir : null,
    isReady: () => storage.isAvailable(),
    metrics: metrics.read,
    onError,
  });
  const server = createServer(app);
  server.on("upgrade", (request, socket, head) => sync.handleUpgrade(request, socket, head));
  const expiry = setInterval(() => {
    reports.expireRetained(clock.now()).catch(onError);
    storage.outbox.forget(clock.now() - keepMailMs).catch(onError);
  }, expireEveryMs);
  expiry.unref();

  return {
    server,
    deps,
    storage,
    setUpUrl: isSetUp ? null : link.url,
    async close() {
      clearInterval(expiry);
      sync.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([postman?.close(), keeper.close()]);
      await storage.close();
    },
  };
}

/** @returns null when no mail server is configured. */
function openMail(
  config: Config,
  deps: Pick<DeliveryDeps, "outbox" | "directory" | "linkSecrets" | "hashSecret" | "clock">,
  log: Logger,
  onError: (error: unknown) => void,
): Rounds | null {
  if (config.mail === null) return null;
  const { url, from, retryAfterMs } = config.mail;
  const delivery: DeliveryDeps = {
    ...deps,
    transport: smtpTransport(url, from),
    publicOrigin: config.publicUrl.origin,
    retryAfterMs,
    onFailed: (mail) => log.warn(mail, "mail was not taken"),
  };
  return startRounds(
    () => deliverMail(delivery),
    () => deps.clock.now(),
    onError,
  );
}
