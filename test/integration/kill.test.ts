import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyHeader } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { Rng } from "../kit/rng.ts";
import { RunningServer } from "../kit/running-server.ts";

const runs = process.env["LONG"] ? 50 : 5;
const writersPerSection = 2;
/** Under the frame limit, above what anybody types. */
const typeEveryMs = 10;

describe("kill -9 under typing", () => {
  let server: RunningServer;
  let commune: Commune;
  let sectionIds: string[] = [];

  beforeAll(async () => {
    server = await RunningServer.start();
    commune = await setUpCommune(server);
    const { coordinator } = commune;
    const { id } = await coordinator.call<{ id: string }>("createReport", {
      body: {
        header: emptyHeader,
        sections: ["KINH TẾ", "VĂN HÓA"].map((title) => ({
          title,
          blocks: [{ style: "body", level: 1, text: "Kết quả:" }],
          children: [],
        })),
        dueAt: null,
        original: null,
      },
    });
    const report = await coordinator.call<ReportView>("report", { params: { id } });
    sectionIds = report.sections.map((s) => s.id);
  });
  afterAll(() => server.stop());

  it(
    `[ACK1] [ACK2] ${runs} times: what was acknowledged is there for a newcomer, with the writers gone`,
    async () => {
      const seed = Number(process.env["SEED"] ?? 20_261_124);
      const rng = new Rng(seed);
      const saved = new Map(sectionIds.map((id) => [id, new Set<string>()]));
      for (let run = 0; run < runs; run += 1) {
        const writers = sectionIds.flatMap((sectionId) =>
          Array.from({ length: writersPerSection }, () => ({
            sectionId,
            client: new AckClient(commune.coordinator, sectionId),
          })),
        );
        await Promise.all(writers.map(({ client }) => client.synced));
        let count = 0;
        const typing = setInterval(() => {
          for (const [i, { client }] of writers.entries()) client.type(` r${run}w${i}n${count}.`);
          count += 1;
        }, typeEveryMs);
        // The moment is the seed's; nothing can be awaited that would not be a moment between two commits.
        await new Promise((resolve) => setTimeout(resolve, 50 + rng.int(650)));
        await server.kill();
        await Promise.all(writers.map(({ client }) => client.closed));
        clearInterval(typing);
        for (const { sectionId, client } of writers) {
          for (const word of client.acknowledged()) saved.get(sectionId)?.add(word);
          client.leave();
        }
        await server.launch();
        for (const [sectionId, words] of saved) {
          const newcomer = new AckClient(commune.coordinator, sectionId);
          await newcomer.synced;
          const { text } = newcomer;
          newcomer.leave();
          const lost = [...words].filter((word) => !text.includes(word));
          expect(lost, `seed ${seed}, run ${run}`).toEqual([]);
        }
      }
      // A server that acknowledges nothing would pass all of the above.
      for (const words of saved.values()) expect(words.size, `seed ${seed}`).toBeGreaterThan(10 * runs);
    },
    runs * 15_000,
  );
});
