import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveAssets } from "./precompressed.ts";

describe("the page's files", () => {
  const dir = mkdtempSync(join(tmpdir(), "assets-"));
  const script = "console.log('xin chào');";
  let server: Server;
  beforeAll(async () => {
    writeFileSync(join(dir, "page-1.js"), script);
    writeFileSync(join(dir, "page-1.js.gz"), gzipSync(script));
    writeFileSync(join(dir, "font-1.woff2"), "font");
    server = createServer(express().use("/assets", serveAssets(dir)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });
  const fetchRaw = (name: string, codings: string) =>
    new Promise<{ answer: IncomingMessage; body: Buffer }>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      get({ port, path: `/assets/${name}`, headers: { "accept-encoding": codings } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ answer, body: Buffer.concat(chunks) }));
      }).on("error", reject);
    });

  it("go out compressed to a browser that takes it, under their own type", async () => {
    const { answer, body } = await fetchRaw("page-1.js", "gzip, deflate, br");
    expect(answer.headers).toMatchObject({
      "content-encoding": "gzip",
      "content-type": expect.stringContaining("javascript") as string,
      "cache-control": expect.stringContaining("immutable") as string,
      vary: "Accept-Encoding",
    });
    expect(gunzipSync(body).toString()).toBe(script);
  });

  it("go out as they are to one that does not, and where the build made no other form", async () => {
    const plain = await fetchRaw("page-1.js", "identity");
    expect(plain.answer.headers["content-encoding"]).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
    const font = await fetchRaw("font-1.woff2", "gzip");
    expect(font.answer.headers["content-encoding"]).toBeUndefined();
    expect(font.body.toString()).toBe("font");
  });
});
