import { join } from "node:path";
import { z } from "zod";

const environment = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: z.string().default(""),
  PUBLIC_URL: z.string().default(""),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  METRICS_TOKEN: z.string().default(""),
  SMTP_URL: z.union([z.literal(""), z.url({ protocol: /^smtps?$/ })]).default(""),
  MAIL_FROM: z.string().max(200).default(""),
  MAIL_RETRY_SECONDS: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .default("60,300,900,3600,10800,21600,43200"),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly publicUrl: URL;
  readonly isSecure: boolean;
  readonly logLevel: string;
  readonly metricsToken: string | null;
  readonly trustProxy: number;
  readonly keyDir: string;
  /** Null: no mail server, links are shown on the screen only. */
  readonly mail: {
    readonly url: string;
    readonly from: string;
    readonly retryAfterMs: readonly number[];
  } | null;
}

/** Parsed once and frozen. @throws Error naming every variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success)
    throw new Error(
      `configuration: ${parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ")}`,
    );
  const e = parsed.data;
  const publicUrl = new URL(
    e.PUBLIC_URL === "" ? `http://${e.HOST === "0.0.0.0" ? "127.0.0.1" : e.HOST}:${e.PORT}` : e.PUBLIC_URL,
  );
  return Object.freeze({
    host: e.HOST,
    port: e.PORT,
    dataDir: e.DATA_DIR,
    databaseUrl: e.DATABASE_URL === "" ? null : e.DATABASE_URL,
    publicUrl,
    isSecure: publicUrl.protocol === "https:",
    logLevel: e.LOG_LEVEL,
    metricsToken: e.METRICS_TOKEN === "" ? null : e.METRICS_TOKEN,
    trustProxy: e.TRUST_PROXY,
    keyDir: join(e.DATA_DIR, "keys"),
    mail:
      e.SMTP_URL === ""
        ? null
        : {
            url: e.SMTP_URL,
            from: e.MAIL_FROM === "" ? `Đồng Soạn <dongsoan@${publicUrl.hostname}>` : e.MAIL_FROM,
            retryAfterMs: e.MAIL_RETRY_SECONDS.split(",").map((s) => Number(s) * 1000),
          },
  });
}
