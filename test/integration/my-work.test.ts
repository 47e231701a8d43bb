import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkItem } from "@dongsoan/shared/http-api";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { makeOneSection } from "../kit/one-section.ts";

describe("my work", () => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  it("[WORK1] holds what is locked and what one has handed in, too, and nothing of others", async () => {
    const { coordinator, economy, police, units } = commune;
    const { reportId, section } = await makeOneSection(coordinator, units.economy.id);
    const params = { id: section.id };
    const workOf = async (person: typeof economy) => {
      const items = await person.call<WorkItem[]>("myWork");
      return items.map(({ stateKind, isLocked }) => `${stateKind}${isLocked ? ", locked" : ""}`);
    };
    await economy.signIn();
    await police.signIn();
    expect(await workOf(economy)).toEqual(["assigned"]);
    await coordinator.call("lockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id], reason: "Chốt số liệu" },
    });
    expect(await workOf(economy)).toEqual(["assigned, locked"]);
    await coordinator.call("unlockSections", {
      params: { id: reportId },
      body: { sectionIds: [section.id] },
    });
    await coordinator.call("submitSection", { params });
    expect(await workOf(economy)).toEqual(["submitted"]);
    await coordinator.call("approveSection", { params });
    expect(await workOf(economy)).toEqual(["approved"]);
    expect(await workOf(police)).toEqual([]);
  });
});
