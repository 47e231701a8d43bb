import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Difference, ReportView } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { makeOneSection } from "../kit/one-section.ts";
import type { TestPerson } from "../kit/person.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("what changed since somebody was last here, on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("[VER11] what others changed since one's last visit is marked, and shown until the next visit", async () => {
    const { coordinator, economy, units } = commune;
    const { reportId, section } = await makeOneSection(coordinator, units.economy.id, "unit");
    const params = { id: section.id };
    const hasNews = async (person: TestPerson) =>
      (await person.call<ReportView>("report", { params: { id: reportId } })).sections[0]?.hasNews;
    expect(await hasNews(coordinator)).toBe(false);
    await coordinator.call("markOpened", { params });
    await economy.call("markOpened", { params });
    const client = new AckClient(economy, section.id);
    await client.synced;
    await client.saved(() => client.firstText.insert(client.firstText.length, " Thu 40 tấn."));
    client.leave();
    // Not to its author: one knows what one wrote.
    expect([await hasNews(coordinator), await hasNews(economy)]).toEqual([true, false]);
    const since = await coordinator.call<Difference>("difference", {
      params,
      body: { from: { kind: "last-visit" }, to: { kind: "now" } },
    });
    const [block] = since.blocks;
    const added = block?.kind === "paragraph" ? block.pieces.filter((p) => p.change === "inserted") : [];
    expect(added.map((p) => p.text)).toEqual([" Thu 40 tấn."]);
    await coordinator.call("markOpened", { params });
    expect(await hasNews(coordinator)).toBe(false);
  });

  it("[VER11] what changed since it was handed in last, and since it was approved last", async () => {
    const { coordinator, units } = commune;
    const { section } = await makeOneSection(coordinator, units.economy.id, "unit");
    const params = { id: section.id };
    const write = async (person: TestPerson, words: string) => {
      const client = new AckClient(person, section.id);
      await client.synced;
      await client.saved(() => client.firstText.insert(client.firstText.length, words));
      client.leave();
    };
    const added = async (kind: "last-approved" | "last-submitted") => {
      const body = { from: { kind }, to: { kind: "now" } };
      const { blocks } = await coordinator.call<Difference>("difference", { params, body });
      return blocks.flatMap((block) =>
        block.kind === "paragraph"
          ? block.pieces.filter(({ change }) => change === "inserted").map(({ text }) => text)
          : [],
      );
    };
    const statusOf = async (kind: string) =>
      (await coordinator.send("difference", { params, body: { from: { kind }, to: { kind: "now" } } }))
        .status;
    expect([await statusOf("last-submitted"), await statusOf("last-approved")]).toEqual([404, 404]);
    await coordinator.call("submitSection", { params });
    await write(coordinator, " Một.");
    await coordinator.call("approveSection", { params });
    await write(coordinator, " Hai.");
    expect(await added("last-submitted")).toEqual([" Một. Hai."]);
    expect(await added("last-approved")).toEqual([" Hai."]);
    await coordinator.call("returnSection", { params, body: { reason: "Thêm số liệu." } });
    await coordinator.call("submitSection", { params });
    expect(await added("last-submitted")).toEqual([]);
    expect(await added("last-approved")).toEqual([" Hai."]);
  });

  it("[OUT4] last opened is told of a section's people, not of who follows their work", async () => {
    const { coordinator, economy, units } = commune;
    const { reportId, section } = await makeOneSection(coordinator, units.economy.id, "unit");
    const lastOpenedAt = async () =>
      (await coordinator.call<ReportView>("report", { params: { id: reportId } })).sections[0]?.lastOpenedAt;
    await coordinator.call("markOpened", { params: { id: section.id } });
    expect(await lastOpenedAt()).toBeNull();
    await economy.call("markOpened", { params: { id: section.id } });
    expect(await lastOpenedAt()).toBeGreaterThan(0);
  });
});
