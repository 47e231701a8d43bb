import { existsSync } from "node:fs";
import { join } from "node:path";
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import helmet from "helmet";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { AppError, canInOrganisation } from "@dongsoan/shared/domain";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes } from "@dongsoan/shared/routes";
import type { Authenticated, Identity } from "../ports/identity.ts";
import { type Call, FileAnswer, type Handlers } from "./handlers.ts";
import { type HeavyTurn, HeavyTurns } from "./heavy-turns.ts";
import { readJson } from "./json-body.ts";
import { openApiDocument } from "./openapi.ts";
import { pageHints } from "./page-hints.ts";
import { serveAssets } from "./precompressed.ts";
import { problemHandler, sendProblem } from "./problem.ts";

export interface AppDeps {
  readonly identity: Identity;
  readonly nameOf: (userId: string) => Promise<string>;
  readonly handlers: Handlers;
  readonly publicUrl: URL;
  readonly isSecure: boolean;
  readonly trustProxy: number;
  /** The built page; null serves the commands alone. */
  readonly clientDir: string | null;
  readonly isReady: () => boolean;
  readonly metrics: (req: Request) => Promise<string | null>;
  readonly onError: (error: unknown) => void;
}

/** Far above what a page needs; bounds what one person, their programs, or one address without an account make the server do. */
const requestsPerMinute = 1_200;
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", deps.trustProxy);
  app.use(securityHeaders(deps));

  app.get("/healthz", (_req, res) => void res.json({ ok: true }));
  app.get("/readyz", (_req, res) => void res.status(deps.isReady() ? 200 : 503).json({ ok: deps.isReady() }));
  app.get("/metrics", (req, res, next) => {
    deps
      .metrics(req)
      .then(
        (text) => (text === null ? sendProblem(res, "not-found") : res.type("text/plain").send(text)),
        next,
      );
  });
  app.use("/api", noStore, knowAndLimit(deps), refuseForeignOrigins(deps.publicUrl.origin));
  let description: Buffer | undefined;
  app.get("/api/openapi.json", (_req, res) => {
    // Takes a while to make, and most servers are never asked.
    description ??= Buffer.from(JSON.stringify(openApiDocument(deps.publicUrl.origin, deps.isSecure)));
    res.type("json").send(description);
  });
  const turns = new HeavyTurns();
  for (const name of Object.keys(paths) as RouteName[]) mount(app, name, deps, turns);
  app.use("/api", (_req, res) => sendProblem(res, "not-found"));

  if (deps.clientDir !== null) servePage(app, deps.clientDir);
  app.use(problemHandler(deps.onError));
  return app;
}

function securityHeaders({ isSecure, publicUrl }: AppDeps): RequestHandler {
  const socketOrigin = `${isSecure ? "wss" : "ws"}://${publicUrl.host}`;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: true,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // ProseMirror and the table resizer set styles on elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        connectSrc: ["'self'", socketOrigin],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'", "data:"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        // A closed network often has no TLS; upgrading would break every asset.
        upgradeInsecureRequests: isSecure ? [] : null,
      },
    },
    strictTransportSecurity: isSecure,
    crossOriginOpenerPolicy: isSecure ? { policy: "same-origin" } : false,
    originAgentCluster: isSecure,
    referrerPolicy: { policy: "no-referrer" },
  });
}

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader("cache-control", "no-store");
  next();
};

/** API7: whole offices share an address, so those who are signed in have a budget that no stranger there can use up. */
function knowAndLimit({ identity }: AppDeps): RequestHandler {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  return async (req, res, next) => {
    const known = await identity.authenticate(req.headers);
    res.locals["known"] = known;
    const { actor } = known ?? {};
    const key = actor ? `${actor.tokenScope === null ? "page" : "program"} ${actor.userId}` : `at ${req.ip}`;
    const isWithin = await limiter.consume(key).then(
      () => true,
      () => false,
    );
    if (!isWithin) return sendProblem(res, "rate-limited");
    next();
  };
}

/** Cookies ride along on cross-site requests: every change must come from our own page, or carry a token instead. */
const refuseForeignOrigins =
  (origin: string): RequestHandler =>
  (req, res, next) => {
    // A proxy's or another program's own authorization comes with the cookie still: only a token stands for itself.
    if (safeMethods.has(req.method) || /^bearer /i.test(req.get("authorization") ?? "")) return next();
    const from = req.get("origin");
    const site = req.get("sec-fetch-site");
    if (from === undefined ? site === "same-origin" : from === origin) return next();
    sendProblem(res, "csrf-refused");
  };

/** Bytes only: nothing is made of them yet, and nothing is unpacked, which may be a thousand times as much. */
function bodyReader(name: RouteName): RequestHandler {
  const { rawBody, maxBodyBytes } = routes[name];
  const type = rawBody === null ? "application/json" : () => true;
  return express.raw({ type, limit: maxBodyBytes, inflate: false });
}

function parseBody(name: RouteName, bytes: unknown): unknown {
  const { body: schema } = routes[name];
  if (schema === null) return undefined;
  const parsed = schema.safeParse(Buffer.isBuffer(bytes) ? readJson(bytes) : undefined);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, 20)
    .map((i) => ({ path: i.path.join("."), message: i.message }));
  throw new AppError("malformed", "a body is not as its schema says", { info: { issues } });
}

type Who = Pick<Call, "caller" | "credentialId">;

/** One route of the table: who asks, body by its schema, handler, answer. */
function mount(app: Express, name: RouteName, deps: AppDeps, turns: HeavyTurns): void {
  const [method, path] = paths[name].split(" ") as [string, string];
  const { access, isQuestion, isHeavy, needs } = routes[name];
  const isReading = safeMethods.has(method) || isQuestion;
  const handler = deps.handlers[name];
  if (!handler) throw new Error(`no handler for ${name}`);

  const identify = async (req: Request, res: Response): Promise<Who | null> => {
    const who = res.locals["known"] as Authenticated | null;
    if (!who) return null;
    return {
      caller: {
        actor: who.actor,
        name: await deps.nameOf(who.actor.userId),
        ipAddress: req.ip ?? null,
        sessionId: who.credentialId,
      },
      credentialId: who.credentialId,
    };
  };
  // Asked before the body is read: a stranger's forty megabytes are not parsed.
  const authenticate = async (req: Request, res: Response, next: NextFunction) => {
    if (access === "public") return next();
    const who = await identify(req, res);
    if (!who) return sendProblem(res, "signed-out");
    const { actor } = who.caller;
    // PERM9: whatever a use case asks, a program that may only read gets to none that changes anything.
    if (actor.tokenScope === "read" && !isReading) return sendProblem(res, "forbidden");
    const permission = needs === null ? null : canInOrganisation(actor, needs);
    if (permission && !permission.ok) return sendProblem(res, permission.reason);
    res.locals["who"] = who;
    next();
  };
  const takeTurn = (_req: Request, res: Response, next: NextFunction) => {
    if (!isHeavy) return next();
    const turn = turns.enter((res.locals["who"] as Who).caller.actor.userId);
    if (!turn) return sendProblem(res, "rate-limited");
    res.once("close", () => turn.abandon());
    res.locals["turn"] = turn;
    next();
  };
  const answer = async (req: Request, res: Response) => {
    const who = res.locals["who"] as Who;
    const turn = res.locals["turn"] as HeavyTurn | undefined;
    // What a body is made into is work too.
    const work = () =>
      handler({
        ...who,
        id: String(req.params["id"] ?? ""),
        body: parseBody(name, req.body) as never,
        req,
        res,
      });
    const result = turn ? await turn.run(async () => work()) : await work();
    if (result === null) return sendProblem(res, "rate-limited");
    if (!result.ok) return sendProblem(res, result.reason);
    if (result.value instanceof FileAnswer) return sendFile(res, result.value);
    if (result.value === null) return void res.status(204).end();
    res.json(result.value);
  };
  const register = { GET: "get", POST: "post", PUT: "put", PATCH: "patch", DELETE: "delete" } as const;
  app[register[method as keyof typeof register]](path, authenticate, takeTurn, bodyReader(name), answer);
}

function sendFile(res: Response, file: FileAnswer): void {
  res.setHeader("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`);
  res.type(file.type).send(Buffer.from(file.content));
}

function servePage(app: Express, clientDir: string): void {
  app.use("/assets", serveAssets(join(clientDir, "assets")));
  app.use(express.static(clientDir, { index: false, maxAge: 0 }));
  const index = join(clientDir, "index.html");
  const hintsFor = pageHints(clientDir);
  app.get(/^\/(?!api|sync).*/, (req, res) => {
    if (!existsSync(index)) return void res.status(503).type("text/plain").send("npm run build");
    res.setHeader("cache-control", "no-cache");
    const hints = hintsFor(req.path);
    if (hints.length > 0) res.setHeader("link", hints);
    res.sendFile(index, { root: "/" });
  });
}
