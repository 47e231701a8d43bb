import { createServer, type Server } from "node:http";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Logger, pino } from "pino";
import type { Actor, ReportId, SectionId, UserId } from "@dongsoan/shared/domain";
import { pooledImportReader } from "./adapters/import-text/pooled-import-reader.ts";
import { smtpTransport } from "./adapters/mail-smtp/smtp-transport.ts";
import { zipPackage } from "./adapters/seal/package-zip.ts";
import type { Storage } from "./adapters/storage-sql/storage.ts";
import { createApp } from "./http/app.ts";
import { commentHandlers } from "./http/comment-handlers.ts";
import { peopleHandlers } from "./http/people-handlers.ts";
import { reportHandlers } from "./http/report-handlers.ts";
import { openInstallation, passwordResetUrlOf } from "./installation.ts";
import type { Config } from "./ops/config.ts";
import { readHealth } from "./ops/health.ts";
import { createMetrics } from "./ops/metrics.ts";
import { type Rounds, startRounds } from "./ops/rounds.ts";
import { setUpLink } from "./ops/set-up-link.ts";
import type { Identity } from "./ports/identity.ts";
import { authoriseSection, mayReadReport } from "./usecases/authorise-section.ts";
import type { Deps } from "./usecases/context.ts";
import { deliverMail, type DeliveryDeps } from "./usecases/deliver-mail.ts";
import { keepVersions } from "./usecases/keep-versions.ts";
import { recordEdits } from "./usecases/record-edit.ts";
import { shareReads } from "./usecases/share-reads.ts";
import { listDamage, tellDamage } from "./usecases/tell-damage.ts";
import { initialsOf } from "./usecases/view-session.ts";
import { type ChannelRates, channelRates } from "./sync/limits.ts";
import { createSyncServer } from "./ws/sync-server.ts";

/** Caret colours that stay apart for every kind of colour vision; by unit, never the only sign. */
const unitColors = ["#040444", "#b8440a", "#4f0bd5", "#25707e", "#611405", "#83089b", "#8c7054", "#371024"];
const expireEveryMs = 6 * 3600 * 1000;
/** Writing down versions is work for a quiet moment; just after a start everybody comes back at once. */
const firstKeepingAfterMs = 10_000;
/** An answer that nobody reads is given up; longer than a heavy question may wait for its turn. */
const idleAnswerMs = 120_000;
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
 * Puts the ports and their adapters together; `main.ts` starts it.
 * @param rates of every channel; a benchmark raises them, to find where the server's own strength ends.
 */
export async function compose(
  config: Config,
  rates: ChannelRates = channelRates,
): Promise<RunningApplication> {
  const log = pino({ level: config.logLevel, redact: ["req.headers.cookie", "req.headers.authorization"] });
  const onError = (error: unknown) => log.error({ err: error }, "unexpected");
  let postman: Rounds | null = null;
  let keeper: Rounds | null = null;
  const { storage, deps } = await openInstallation(config, {
    onError,
    onDamage(found) {
      log.error(found, "stored text is damaged");
      tellDamage(deps, found).catch(onError);
    },
    wakePostman: () => postman?.wake(),
    wakeKeeper: () => keeper?.wake(),
    // The rooms are opened below; nobody restores before that.
    writer: { write: (edit) => sync.write(edit) },
  });
  const { documents, reports, directory, fanout, clock, identity } = deps;
  postman = openMail(config, { ...deps, outbox: storage.outbox }, log, onError);
  keeper = startRounds(
    () => keepVersions({ ...deps, onError }),
    () => clock.now(),
    onError,
    firstKeepingAfterMs,
  );
  const recorder = startRounds(
    () => recordEdits(deps),
    () => clock.now(),
    onError,
  );
  const link = setUpLink(config.publicUrl.origin);
  const isSetUp = (await directory.organisation()) !== null;

  // Asked at every opening of a section, by many at once.
  const asking = {
    person: shareReads((id: UserId) => directory.person(id)),
    units: shareReads(() => directory.units()),
    reports: {
      report: shareReads((id: ReportId) => reports.report(id)),
      sections: shareReads((id: ReportId) => reports.sections(id)),
      reportOfSection: shareReads((id: SectionId) => reports.reportOfSection(id)),
    },
  };
  const ownerOf = async (actor: Actor) => {
    const [person, units] = await Promise.all([asking.person(actor.userId), asking.units(null)]);
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
    authorise: (actor, sectionId) => authoriseSection(asking, actor, sectionId),
    currentActor: async (actor) => {
      const person = await asking.person(actor.userId);
      return person?.isActive ? { ...actor, unitId: person.unitId, roles: person.roles } : null;
    },
    mayRead: (actor, reportId) => mayReadReport(asking, actor, reportId),
    isHidden: async (actor, _reportId, sectionId) => !(await authoriseSection(asking, actor, sectionId)).ok,
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
  const importReader = pooledImportReader();
  const app = createApp({
    identity,
    nameOf: async (userId) => (await directory.person(userId as UserId))?.name ?? "",
    handlers: {
      ...reportHandlers({ ...deps, importReader, zipPackage }),
      ...commentHandlers(deps),
      ...peopleHandlers({
        ...deps,
        health,
        setUpLink: link,
        invitationUrl: `${config.publicUrl.origin}/loi-moi`,
        passwordResetUrl: passwordResetUrlOf(config),
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
  server.setTimeout(idleAnswerMs);
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
      await Promise.all([postman?.close(), keeper.close(), recorder.close()]);
      await Promise.all([deps.textWork.close(), deps.renderer.close(), importReader.close()]);
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
