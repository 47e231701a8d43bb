import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalServer } from "../kit/local-server.ts";

/** Plain http, as in a closed network, and behind a proxy that speaks TLS. */
const ways: readonly (readonly [string, { readonly PUBLIC_URL?: string }])[] = [
  ["http", {}],
  ["https", { PUBLIC_URL: "https://bao-cao.vi-du.vn" }],
];

describe.each(ways)("what a browser is told with every answer, over %s", (way, env) => {
  let server: LocalServer;
  beforeAll(async () => (server = await LocalServer.start(env)));
  afterAll(() => server.stop());

  const policyOf = (headers: Headers) =>
    new Map(
      (headers.get("content-security-policy") ?? "").split(";").map((part) => {
        const [name = "", ...values] = part.trim().split(" ");
        return [name, values.join(" ")];
      }),
    );

  it.each(["/healthz", "/api/session", "/api/nothing-here"])(
    "[API8] %s: no script but ours, no frame around the page, no address told elsewhere",
    async (path) => {
      const { headers } = await fetch(`${server.url}${path}`);
      const policy = policyOf(headers);
      const wanted = {
        "default-src": "'self'",
        "script-src": "'self'",
        "script-src-attr": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
      };
      expect(Object.fromEntries([...policy].filter(([name]) => name in wanted))).toEqual(wanted);
      const host = new URL(env.PUBLIC_URL ?? server.url).host;
      expect(policy.get("connect-src")).toBe(`'self' ${way === "https" ? "wss" : "ws"}://${host}`);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("cache-control")).toBe(path.startsWith("/api") ? "no-store" : null);
      expect([policy.has("upgrade-insecure-requests"), headers.has("strict-transport-security")]).toEqual(
        way === "https" ? [true, true] : [false, false],
      );
    },
  );
});
