import type { Request } from "express";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

/** Prometheus figures: counts and times, never names or text. */
export function createMetrics(
  token: string | null,
  stats: () => { rooms: number; connections: number; people: number; commitP99Ms: number | null },
) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const refusals = new Counter({
    name: "dongsoan_refused_updates_total",
    help: "Updates refused by the gate",
    labelNames: ["rule"],
    registers: [registry],
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge("dongsoan_rooms", "Open rooms", () => stats().rooms);
  gauge("dongsoan_connections", "Open sockets", () => stats().connections);
  gauge("dongsoan_people_online", "People with an open page or program", () => stats().people);
  gauge("dongsoan_commit_p99_ms", "p99 of the last commits", () => stats().commitP99Ms ?? 0);
  // A proxy on this machine comes from here too, with somebody else's question: it says for whom.
  const isLocal = (req: Request) =>
    ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(req.socket.remoteAddress ?? "") &&
    req.get("x-forwarded-for") === undefined &&
    req.get("forwarded") === undefined;
  return {
    countRefusal: (rule: string) => refusals.inc({ rule }),
    /** Null for whoever may not see them. */
    read: (req: Request): Promise<string | null> => {
      const isAllowed = token === null ? isLocal(req) : req.get("authorization") === `Bearer ${token}`;
      return isAllowed ? registry.metrics() : Promise.resolve(null);
    },
  };
}
