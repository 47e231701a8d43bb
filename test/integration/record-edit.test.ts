import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { AppError, must, type SectionId, type VersionId } from "@dongsoan/shared/domain";
import { contentOf, listChanges } from "@dongsoan/shared/crdt";
import type { SessionView, SuggestionsView, VersionView } from "@dongsoan/shared/http-api";
import { recordEdits } from "../../server/src/usecases/record-edit.ts";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { freePort } from "../kit/running-server.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("records of the server's own edits on %s", (engine) => {
  let env: Record<string, string>;
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    env = { DATABASE_URL: await throwawayDatabase(engine), PORT: String(await freePort()) };
    server = await LocalServer.start(env);
    commune = await setUpCommune(server);
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => server.stop());

  async function suggested() {
    const { coordinator, economy, units } = commune;
    const { user } = await economy.call<SessionView>("session");
    const { section } = await makeOneSection(coordinator, units.economy.id);
    const line = new AckClient(economy, section.id, "suggest");
    await line.synced;
    await line.saved(() =>
      line.firstText.insert(8, " 97 ha lúa", letterRecord("ins", user.id, crypto.randomUUID())),
    );
    const changes = listChanges(contentOf(line.doc)).map(({ ids, seen }) => ({ ids: [...ids], seen }));
    line.leave();
    return { coordinator, id: section.id as SectionId, changes };
  }
  /** The next transaction fails: an edit of the server's own is durable by then, and its record is not made. */
  const failOnce = () =>
    vi
      .spyOn(server.application.deps.reports, "transact")
      .mockRejectedValueOnce(new AppError("storage-unavailable", "the test's own"));
  const recorded = async (id: SectionId, action: string) =>
    (await server.application.deps.reports.audit({ sectionId: id }, 100)).filter((r) => r.action === action);
  const suggestionsOf = (id: string) =>
    commune.coordinator.call<SuggestionsView>("suggestions", { params: { id } });

  it("[AUDIT2] a decision whose record was not made is recorded once when the server starts again", async () => {
    const { coordinator, id, changes } = await suggested();
    failOnce();
    const answer = await coordinator.send("decideSuggestions", {
      params: { id },
      body: { verdict: "accept", changes },
    });
    expect(answer.status).toBe(503);
    const { reports } = server.application.deps;
    expect(await reports.pendingRecords(10)).toHaveLength(1);
    expect(await recorded(id, "section.decide")).toEqual([]);

    await server.close();
    server = await LocalServer.start(env, server.dataDir);
    await expect.poll(() => server.application.deps.reports.pendingRecords(10)).toEqual([]);
    const [record] = await recorded(id, "section.decide");
    expect(record).toMatchObject({ byName: "Trần Thị Hà", ipAddress: "127.0.0.1" });
    const { decisions } = await suggestionsOf(id);
    expect(decisions).toHaveLength(1);
    const decision = must(decisions[0], "decision");
    expect(record?.after).toMatchObject({ verdict: "accept", decision: decision.id });

    // What is recorded late can be taken back like any other.
    await coordinator.call("takeBackDecision", { params: { id }, body: { decisionId: decision.id } });
    expect(await recorded(id, "section.take-back")).toHaveLength(1);
    await recordEdits(server.application.deps);
    expect(await recorded(id, "section.decide")).toHaveLength(1);
    expect((await suggestionsOf(id)).decisions[0]?.takenBack).not.toBeNull();
  });

  it("[AUDIT2] so are a decision taken back and a version restored", async () => {
    const { coordinator, id, changes } = await suggested();
    await coordinator.call("decideSuggestions", { params: { id }, body: { verdict: "accept", changes } });
    const { decisions } = await suggestionsOf(id);
    await coordinator.call("nameVersion", { params: { id }, body: { name: "Trước khi trả lại" } });
    failOnce();
    const back = await coordinator.send("takeBackDecision", {
      params: { id },
      body: { decisionId: must(decisions[0], "decision").id },
    });
    expect(back.status).toBe(503);
    await recordEdits(server.application.deps);
    expect(await recorded(id, "section.take-back")).toHaveLength(1);
    expect((await suggestionsOf(id)).decisions[0]?.takenBack).not.toBeNull();

    const line = new AckClient(commune.economy, id);
    await line.synced;
    await line.saved(() => line.firstText.insert(0, "Thêm. "));
    line.leave();
    const versions = await coordinator.call<VersionView[]>("versions", { params: { id } });
    const named = must(
      versions.find(({ kind }) => kind === "named"),
      "version",
    ).id as VersionId;
    vi.restoreAllMocks();
    const { reports } = server.application.deps;
    const transact = reports.transact.bind(reports);
    // The first transaction notes the version before; the second makes the record.
    vi.spyOn(reports, "transact")
      .mockImplementationOnce(transact)
      .mockRejectedValueOnce(new AppError("storage-unavailable", "the test's own"));
    expect(
      (await coordinator.send("restoreVersion", { params: { id }, body: { versionId: named } })).status,
    ).toBe(503);
    expect(await recorded(id, "section.restore")).toEqual([]);
    await recordEdits(server.application.deps);
    await recordEdits(server.application.deps);
    expect(await recorded(id, "section.restore")).toHaveLength(1);
  });

  it("[AUDIT2] a restore that finds nothing to change is recorded too: it noted a version", async () => {
    const { coordinator, id } = await suggested();
    await coordinator.call("nameVersion", { params: { id }, body: { name: "Như cũ" } });
    const [named] = await coordinator.call<VersionView[]>("versions", { params: { id } });
    await coordinator.call("restoreVersion", {
      params: { id },
      body: { versionId: must(named, "version").id },
    });
    expect(await recorded(id, "section.restore")).toHaveLength(1);
    expect(await server.application.deps.reports.pendingRecords(10)).toEqual([]);
  });
});
