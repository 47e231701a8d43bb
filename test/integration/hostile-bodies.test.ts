import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import { paths, type RouteName } from "@dongsoan/shared/protocol";
import { routes } from "@dongsoan/shared/routes";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { RunningServer } from "../kit/running-server.ts";
import { TestPerson } from "../kit/person.ts";

/** Mostly the sending of forty megabytes on a busy machine; without bounds the worst body took half a minute. */
const mostMs = 5_000;

describe("bodies that are made to be work", () => {
  let server: RunningServer;
  let commune: Commune;

  beforeAll(async () => {
    server = await RunningServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  const stranger = () => new TestPerson(server.url, "", "");
  const post = async (who: TestPerson, route: RouteName, body: Uint8Array, headers = {}) => {
    const startedAt = performance.now();
    const response = await fetch(`${server.url}${paths[route].split(" ")[1]}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url, cookie: who.cookie, ...headers },
      body: Buffer.from(body),
    });
    const { code } = (await response.json()) as { code: string };
    return { status: response.status, code, tookMs: performance.now() - startedAt };
  };
  const manyObjects = (count: number) => Buffer.from(`{"sections":[${"{},".repeat(count)}{}]}`);

  it("[API6] a compressed body is not unpacked, whoever sends it", async () => {
    const packed = gzipSync(manyObjects(1_300_000));
    expect(packed.length).toBeLessThan(10_000);
    for (const [who, route] of [
      [stranger(), "signIn"],
      [commune.coordinator, "createReport"],
      [commune.coordinator, "previewImport"],
    ] as const) {
      const answer = await post(who, route, packed, { "content-encoding": "gzip" });
      expect(answer).toMatchObject({ status: 415, code: "unsupported-encoding" });
      expect(answer.tookMs).toBeLessThan(mostMs);
    }
  });

  it("[API6] a body is as large as its route needs, and no larger", async () => {
    for (const name of Object.keys(routes) as RouteName[]) {
      const { access, maxBodyBytes } = routes[name];
      if (access === "public") expect(maxBodyBytes, name).toBeLessThanOrEqual(16_000);
    }
    expect(await post(stranger(), "signIn", Buffer.from(`"${"x".repeat(16_000)}"`))).toMatchObject({
      status: 413,
    });
    expect(await post(commune.coordinator, "invite", Buffer.from(`"${"x".repeat(64_000)}"`))).toMatchObject({
      status: 413,
      code: "too-large",
    });
  });

  it("[API6] what has too many values is refused before anything is made of it", async () => {
    const answer = await post(commune.coordinator, "createReport", manyObjects(12_900_000));
    expect(answer).toMatchObject({ status: 413, code: "too-large" });
    expect(answer.tookMs).toBeLessThan(mostMs);
    const deep = "[".repeat(8_000);
    expect(await post(stranger(), "signIn", Buffer.from(deep))).toMatchObject({
      status: 400,
      code: "malformed",
    });
  });

  it("[API6] a report of sixty thousand paragraphs with its original is created", async () => {
    const block = { style: "body", level: 1, text: "Kết quả trong kỳ, như đã báo cáo." };
    const section = (title: string) => ({
      title,
      blocks: Array.from({ length: 20_000 }, () => block),
      children: [],
    });
    const body = {
      header: emptyHeader,
      sections: ["MỘT", "HAI", "BA"].map(section),
      dueAt: null,
      original: {
        fileName: "goc.txt",
        contentBase64: Buffer.alloc(6_000_000, "Văn bản. ").toString("base64"),
      },
    };
    expect((await commune.coordinator.send("createReport", { body })).status).toBe(200);
  });

  it("[IMP27] a file of more lines than can be created is refused at once", async () => {
    const lines = Buffer.from("Kết quả trong kỳ.\n\n".repeat(160_000));
    expect(await post(commune.coordinator, "previewImport", lines)).toMatchObject({
      status: 413,
      code: "too-large",
    });
  });

  it("[API7] a loop without an account takes nothing from those who are signed in at the same address", async () => {
    const ask = async (path: string, cookie = "") =>
      (await fetch(`${server.url}${path}`, { headers: { cookie } })).status;
    for (let i = 0; i < 13; i += 1)
      await Promise.all(Array.from({ length: 100 }, () => ask("/api/setup", "dongsoan=guessed")));
    expect(await ask("/api/setup")).toBe(429);
    expect(await ask("/api/openapi.json")).toBe(429);
    expect(await ask("/api/session", commune.economy.cookie)).toBe(200);
    expect(await ask("/api/openapi.json", commune.economy.cookie)).toBe(200);
  });
});
