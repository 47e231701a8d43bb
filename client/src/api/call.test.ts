import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "./api-error.ts";
import { pathOf } from "@dongsoan/shared/protocol";
import { call } from "./call.ts";
import { connectionFacts, markOffline, markSignedIn } from "./connection-store.ts";

const answer = (status: number, body: unknown, type = "application/problem+json") =>
  new Response(body === null ? null : typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers: { "content-type": type },
  });
const respond = (response: Response) => {
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(response));
  vi.stubGlobal("fetch", fetched);
  return fetched;
};
const refusal = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await promise.catch((e: unknown) => e);
  if (!(error instanceof ApiError)) throw new Error("not refused", { cause: error });
  return error;
};

afterEach(() => {
  vi.unstubAllGlobals();
  markOffline(false);
  markSignedIn();
});

describe("call", () => {
  test("fills the id into the path and sends JSON with the header that a foreign form cannot set", async () => {
    const fetched = respond(answer(200, { id: "x" }, "application/json"));
    await call("returnSection", { params: { id: "a/b" }, body: { reason: "thiếu số liệu" } });
    const [url, options] = fetched.mock.calls[0] ?? [];
    expect(url).toBe("/api/sections/a%2Fb/return");
    expect(options).toMatchObject({ method: "POST", headers: { "x-requested-with": "dongsoan" } });
    expect(pathOf("exportWord", "r1")).toBe("/api/reports/r1/report.docx");
  });
  test("gives null for an empty answer", async () => {
    respond(answer(204, null));
    expect(await call("signOut")).toBeNull();
  });
  test("turns a problem into its code, with the current value and the fields", async () => {
    respond(answer(409, { code: "stale-version", current: { title: "Mới" }, issues: [{ path: "title" }] }));
    const error = await refusal(call("session"));
    expect(error).toMatchObject({ code: "stale-version", status: 409, current: { title: "Mới" } });
    expect(error.fields).toEqual(["title"]);
  });
  test("has words for a page that a proxy made", async () => {
    respond(answer(503, "<html>", "text/html"));
    expect((await refusal(call("session"))).code).toBe("storage-unavailable");
  });
  test("marks the session as ended on 401, but not for a wrong password", async () => {
    respond(answer(401, { code: "signed-out" }));
    await refusal(call("signIn", { body: { username: "a", password: "b" } }));
    expect(connectionFacts().isSessionExpired).toBe(false);
    respond(answer(401, { code: "signed-out" }));
    await refusal(call("reports"));
    expect(connectionFacts().isSessionExpired).toBe(true);
  });
  test("is offline when the server cannot be reached, and back with the next answer", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
    expect((await refusal(call("reports"))).code).toBe("offline");
    expect(connectionFacts().isOffline).toBe(true);
    respond(answer(200, [], "application/json"));
    await call("reports");
    expect(connectionFacts().isOffline).toBe(false);
  });
});
