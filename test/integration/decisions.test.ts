import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contentOf, listChanges, type Change } from "@dongsoan/shared/crdt";
import { ok, type SectionId } from "@dongsoan/shared/domain";
import type {
  DecidedView,
  FinaliseCheck,
  SessionView,
  SuggestionsView,
  VersionView,
} from "@dongsoan/shared/http-api";
import type { TextNow } from "../../server/src/ports/section-writer.ts";
import { decideSuggestions } from "../../server/src/usecases/decide-suggestions.ts";
import { AckClient } from "../kit/ack-client.ts";
import { type Commune, setUpCommune } from "../kit/commune.ts";
import { LocalServer } from "../kit/local-server.ts";
import { makeOneSection } from "../kit/one-section.ts";
import type { TestPerson } from "../kit/person.ts";
import { letterRecord } from "../kit/random-suggestion.ts";
import { engines, throwawayDatabase } from "../kit/throwaway-database.ts";

describe.each(engines)("decisions on suggestions on %s", (engine) => {
  let server: LocalServer;
  let commune: Commune;
  beforeAll(async () => {
    server = await LocalServer.start({ DATABASE_URL: await throwawayDatabase(engine) });
    commune = await setUpCommune(server);
  });
  afterAll(() => server.stop());

  /** A section of one unit with a suggestion of its author in it, and everybody's line to it. */
  async function suggested() {
    const { coordinator, units } = commune;
    const author = commune.economy;
    const { user } = await author.call<SessionView>("session");
    const { reportId, section } = await makeOneSection(coordinator, units.economy.id);
    const line = new AckClient(author, section.id, "suggest");
    await line.synced;
    const id = crypto.randomUUID();
    await line.saved(() => line.firstText.insert(8, " 97 ha lúa", letterRecord("ins", user.id, id)));
    const changes = () => listChanges(contentOf(line.doc));
    return { coordinator, author, user, reportId, section, line, changes, id };
  }
  const bodyOf = (verdict: "accept" | "reject", changes: readonly Change[]) => ({
    verdict,
    changes: changes.map(({ ids, seen }) => ({ ids: [...ids], seen })),
  });
  const decide = (person: TestPerson, sectionId: string, body: object) =>
    person.call<DecidedView>("decideSuggestions", { params: { id: sectionId }, body });

  it("[SUG16] [SUG17] accepts what was seen, as the decider's edit, and says who and when", async () => {
    const { coordinator, user, section, line, changes, id } = await suggested();
    const before = await coordinator.call<SuggestionsView>("suggestions", { params: { id: section.id } });
    expect(before.suggestions).toEqual([{ id, by: user.id, at: expect.any(Number) as number }]);
    const heard = line.heard((doc) => listChanges(contentOf(doc)).length === 0);
    const answer = await decide(coordinator, section.id, bodyOf("accept", changes()));
    expect(answer).toMatchObject({ decidedCount: 1, changed: [] });
    await heard;
    expect(line.text).toContain("Kết quả: 97 ha lúa");
    expect(line.text).not.toContain("ins--");
    const after = await coordinator.call<SuggestionsView>("suggestions", { params: { id: section.id } });
    expect(after.decisions).toMatchObject([
      {
        id: answer.decisionId,
        verdict: "accept",
        takenBack: null,
        changes: [{ ids: [id], inserted: " 97 ha lúa" }],
      },
    ]);
    line.leave();
  });

  it("[SUG16] what has changed since it was seen stays pending, and the answer says so", async () => {
    const { coordinator, user, section, line, changes, id } = await suggested();
    const asSeen = bodyOf("accept", changes());
    await line.saved(() => line.firstText.insert(12, "5", letterRecord("ins", user.id, id)));
    expect(await decide(coordinator, section.id, asSeen)).toEqual({
      decisionId: null,
      decidedCount: 0,
      changed: [[id]],
    });
    expect(changes().map(({ inserted }) => inserted)).toEqual([" 97 5ha lúa"]);
    line.leave();
  });

  it("[SUG16] what is no longer as it was seen is told from the text that is open: nothing is read from bytes", async () => {
    const { coordinator, user, section, line, changes, id } = await suggested();
    const { deps } = server.application;
    const caller = await server.callerOf(coordinator);
    const state = vi.fn<(text: TextNow) => Uint8Array>((text) => text.state());
    const write: typeof deps.writer.write = (edit) =>
      deps.writer.write({
        ...edit,
        prepare: async () => {
          const prepared = await edit.prepare();
          if (!prepared.ok) return prepared;
          const { make, record } = prepared.value;
          return ok({ record, make: (text) => make({ ...text, state: () => state(text) }) });
        },
      });
    const decideHere = (seen: readonly Change[]) =>
      decideSuggestions({ ...deps, writer: { write } }, caller, section.id as SectionId, "accept", seen);
    const before = changes();
    await line.saved(() => line.firstText.insert(12, "5", letterRecord("ins", user.id, id)));
    expect(await decideHere(before)).toMatchObject({ ok: true, value: { decidedCount: 0, changed: [[id]] } });
    expect(state).not.toHaveBeenCalled();
    expect(await decideHere(changes())).toMatchObject({ ok: true, value: { decidedCount: 1, changed: [] } });
    expect(state).toHaveBeenCalledOnce();
    line.leave();
  });

  it("[SUG18] takes a decision back: what was rejected is there again, pending, under its suggester's name", async () => {
    const { coordinator, user, section, line, changes } = await suggested();
    const [asked] = changes();
    const gone = line.heard((doc) => !doc.getXmlFragment("content").toString().includes("97"));
    const { decisionId } = await decide(coordinator, section.id, bodyOf("reject", changes()));
    await gone;
    const again = line.heard((doc) => doc.getXmlFragment("content").toString().includes("97"));
    await coordinator.call("takeBackDecision", { params: { id: section.id }, body: { decisionId } });
    await again;
    expect(changes()).toEqual([asked]);
    expect(changes()[0]?.by).toBe(user.id);
    const { decisions } = await coordinator.call<SuggestionsView>("suggestions", {
      params: { id: section.id },
    });
    expect(decisions[0]?.takenBack).toMatchObject({ at: expect.any(Number) as number });
    const twice = await coordinator.send("takeBackDecision", {
      params: { id: section.id },
      body: { decisionId },
    });
    expect(twice.status).toBe(409);
    line.leave();
  });

  it("[SUG18] a decision that several take back at once is taken back once", async () => {
    const { coordinator, section, line, changes } = await suggested();
    const asked = changes();
    const gone = line.heard((doc) => !doc.getXmlFragment("content").toString().includes("97"));
    const { decisionId } = await decide(coordinator, section.id, bodyOf("reject", asked));
    await gone;
    const again = line.heard((doc) => doc.getXmlFragment("content").toString().includes("97"));
    const takeBack = () =>
      coordinator.send("takeBackDecision", { params: { id: section.id }, body: { decisionId } });
    const answers = await Promise.all([takeBack(), takeBack(), takeBack()]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    await again;
    expect(changes()).toEqual(asked);
    line.leave();
  });

  it("[SUG24] before several are decided at once the text is kept as a version; before one it is not", async () => {
    const { coordinator, user, section, line, changes } = await suggested();
    const kept = async () => {
      const versions = await coordinator.call<VersionView[]>("versions", { params: { id: section.id } });
      return versions.filter(({ kind }) => kind === "before-decision").map(({ byName }) => byName);
    };
    const add = (at: number, text: string) =>
      line.saved(() => line.firstText.insert(at, text, letterRecord("ins", user.id, crypto.randomUUID())));
    await decide(coordinator, section.id, bodyOf("accept", changes()));
    expect(await kept()).toEqual([]);
    await add(0, "Một. ");
    await add(line.firstText.length, " Hai.");
    expect(changes().length).toBe(2);
    const several = line.heard((doc) => listChanges(contentOf(doc)).length === 0);
    await decide(coordinator, section.id, bodyOf("reject", changes()));
    await several;
    expect(await kept()).toEqual(["Trần Thị Hà"]);
    line.leave();
  });

  it("[SUG16] nobody decides but the owner and the coordinator", async () => {
    const { author, section, line, changes } = await suggested();
    const refused = await author.send("decideSuggestions", {
      params: { id: section.id },
      body: bodyOf("accept", changes()),
    });
    expect(refused.status).toBe(403);
    expect(changes().length).toBe(1);
    line.leave();
  });

  it("[SUG19] a report with an open suggestion is not ready to be sealed", async () => {
    const { coordinator, reportId, line } = await suggested();
    const { obstacles } = await coordinator.call<FinaliseCheck>("finaliseCheck", {
      params: { id: reportId },
    });
    expect(obstacles.map(({ code }) => code)).toContain("suggestions-open");
    line.leave();
  });
});
