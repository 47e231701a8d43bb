import { describe, expect, it } from "vitest";
import type { Actor, UserId } from "@dongsoan/shared/domain";
import type { ServerControl } from "@dongsoan/shared/protocol";
import { ReportChannels } from "./report-channels.ts";

const reportId = "00000000-0000-4000-8000-000000000001";
const open = "00000000-0000-4000-8000-000000000002";
const secret = "00000000-0000-4000-8000-000000000003";

describe("who is where", () => {
  it("[PERM18] shows nobody in a section that they, or whoever is told, may not read", async () => {
    const told = new Map<string, ServerControl>();
    let heard = () => undefined as void;
    const channels = new ReportChannels({
      fanout: { publish: () => undefined, subscribe: () => () => undefined },
      mayRead: () => Promise.resolve(true),
      isHidden: ({ userId }, _report, sectionId) =>
        Promise.resolve(userId !== "police" && sectionId === secret),
      onError: (error) => {
        throw error;
      },
    });
    const enter = (name: string) => {
      const actor: Actor = { userId: name as UserId, unitId: null, roles: [], tokenScope: null };
      return channels.enter(actor, { name, initials: "X", unitName: "", color: "" }, (message) => {
        told.set(name, message);
        if (told.size === 2) heard();
      });
    };
    const [police, culture] = [enter("police"), enter("culture")];
    const seenBy = async (reader: string) => {
      told.clear();
      await new Promise<void>((resolve) => {
        heard = resolve;
        culture.hear({ type: "watch", reportId });
      });
      const message = told.get(reader);
      return (
        message?.type === "presence" && message.people.map(({ userId, sectionId }) => [userId, sectionId])
      );
    };
    police.hear({ type: "here", reportId, sectionId: secret });
    culture.hear({ type: "here", reportId, sectionId: secret });
    expect(await seenBy("police")).toEqual([
      ["police", secret],
      ["culture", null],
    ]);
    expect(await seenBy("culture")).toEqual([
      ["police", null],
      ["culture", null],
    ]);
    culture.hear({ type: "here", reportId, sectionId: open });
    expect(await seenBy("police")).toEqual([
      ["police", secret],
      ["culture", open],
    ]);
    channels.close();
  });
});
