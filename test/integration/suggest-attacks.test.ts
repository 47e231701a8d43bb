import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contentOf, listChanges, recordKey, wordAuthorId } from "@dongsoan/shared/crdt";
import type { SectionView, SessionView } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { makeOneSection } from "../kit/one-section.ts";
import { letterRecord } from "../kit/random-suggestion.ts";

/** Lines of one's own making on the plain endpoint: no editor stands between the attacker and the gate. */
describe("attacks of somebody who may only suggest, over a raw socket", () => {
  let server: LocalServer;
  let commune: Commune;
  let section: SectionView;
  let attacker: AckClient;
  let bystander: AckClient;
  let attackerId: string;
  let otherId: string;
  beforeAll(async () => {
    server = await LocalServer.start();
    commune = await setUpCommune(server);
    ({ id: attackerId } = (await commune.economy.call<SessionView>("session")).user);
    ({ id: otherId } = (await commune.coordinator.call<SessionView>("session")).user);
  });
  afterAll(() => server.stop());

  /** A section with a suggestion of the coordinator's in it. */
  beforeEach(async () => {
    ({ section } = await makeOneSection(commune.coordinator, commune.units.economy.id));
    bystander = new AckClient(commune.coordinator, section.id, "suggest");
    await bystander.synced;
    await bystander.saved(() =>
      bystander.firstText.insert(2, "97 ha", letterRecord("ins", otherId, crypto.randomUUID())),
    );
    attacker = new AckClient(commune.economy, section.id, "suggest");
    await attacker.synced;
    return () => {
      attacker.leave();
      bystander.leave();
    };
  });

  const refusals = async (rule: string): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const line = text.split("\n").find((one) => one.includes("refus") && one.includes(`"${rule}"`));
    return Number(line?.split(" ").at(-1) ?? 0);
  };
  /** What a newcomer is served: what is stored. */
  const served = async (): Promise<string> => {
    const line = new AckClient(commune.coordinator, section.id, "suggest");
    await line.synced;
    const { text } = line;
    line.leave();
    return text;
  };
  const own = () => letterRecord("ins", attackerId, crypto.randomUUID());
  const others = () => {
    const delta = bystander.firstText.toDelta() as { insert: string; attributes?: object }[];
    return Object.keys(delta.find(({ insert }) => insert === "97 ha")?.attributes ?? {})[0] ?? "";
  };

  it.each<[rule: string, what: string, attack: () => void]>([
    ["SUG11", "deletes text that stands", () => attacker.firstText.delete(0, 2)],
    ["SUG11", "formats text that stands", () => attacker.firstText.format(0, 2, { bold: {} })],
    ["SUG11", "takes a whole paragraph out", () => contentOf(attacker.doc).delete(0, 1)],
    ["SUG11", "accepts another's suggestion", () => attacker.firstText.format(2, 5, { [others()]: null })],
    ["SUG11", "rejects another's suggestion", () => attacker.firstText.delete(2, 5)],
    [
      "SUG14",
      "suggests under another's name",
      () => attacker.firstText.insert(0, "Giả ", letterRecord("ins", otherId, crypto.randomUUID())),
    ],
    [
      "SUG14",
      "suggests as whom a Word file would name (SUG31)",
      () =>
        attacker.firstText.insert(
          0,
          "Giả ",
          letterRecord("ins", wordAuthorId("Trần Thị Hà"), crypto.randomUUID()),
        ),
    ],
    [
      "SUG14",
      "adds to another's suggestion under that one's id",
      () =>
        attacker.firstText.insert(
          0,
          "Giả ",
          letterRecord("ins", attackerId, listChanges(contentOf(bystander.doc))[0]?.ids[0] ?? ""),
        ),
    ],
    [
      "GATE2",
      "writes under another's clientID",
      () => {
        attacker.doc.clientID = bystander.doc.clientID;
        attacker.firstText.insert(0, "Giả ", own());
      },
    ],
    [
      "GATE9",
      "says when it was",
      () => {
        const value = { id: crypto.randomUUID(), by: attackerId, at: "2001-01-01T00:00:00Z" };
        attacker.firstText.insert(0, "Cũ ", { [recordKey("ins", value)]: value });
      },
    ],
  ])("[%s] who %s is refused whole, and it is counted", async (rule, _what, attack) => {
    const [before, count] = [await served(), await refusals(rule)];
    attacker.doc.transact(attack);
    const code = await attacker.closed;
    expect(code).toBeGreaterThanOrEqual(4400);
    expect(code).toBeLessThan(4500);
    expect(await refusals(rule)).toBe(count + 1);
    expect(await served()).toBe(before);
    expect(bystander.text).toBe(before);
  });

  it("[SUG12] letters without a record are marked as the attacker's suggestion on every screen", async () => {
    const heard = bystander.heard((doc) => listChanges(contentOf(doc)).length === 2);
    await attacker.saved(() => attacker.firstText.insert(0, "Lén "));
    await heard;
    expect(listChanges(contentOf(bystander.doc))[0]).toMatchObject({ by: attackerId, inserted: "Lén " });
  });
});
