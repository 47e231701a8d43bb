import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { ErrorCode, UserId } from "@dongsoan/shared/domain";
import { seedDocument } from "@dongsoan/shared/crdt";
import { Claims } from "./claims.ts";
import { channelRates } from "./limits.ts";
import { Peer } from "./peer.ts";
import { PersonWork } from "./person-work.ts";
import { judgeReader } from "./reader-frame.ts";
import { Shadow } from "./shadow.ts";

const an = "an" as UserId;
const [anClient, binhClient] = [101, 202];
const seed = seedDocument([{ style: "body", level: 1, text: "Xã có 21 bản." }], 7);

/** An, who has written here and may only read by now, for this reason. */
const reader = (reason: ErrorCode | null): Peer =>
  new Peer({
    actor: { userId: an, unitId: null, roles: [], tokenScope: null },
    claimant: an,
    owner: { name: "An", initials: "A", unitName: "", color: "#005aa9" },
    asks: "write",
    link: { send: () => undefined, ack: () => undefined, close: () => undefined },
    right: { mode: "read", reason, epoch: 1 },
    wantsEcho: false,
    rates: channelRates,
    work: new PersonWork(channelRates, 0),
    now: 0,
  });

/** The text with a sentence by An in front, of which Bình has taken "Mở " out; and An's page, which holds all that. */
function scene() {
  const page = new Y.Doc();
  Y.applyUpdate(page, seed);
  const content = page.getXmlFragment("content");
  const text = () => (content.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  /** What a change puts into the page, as the bytes that it would send. */
  const changed = (change: () => void, clientId = anClient): Uint8Array => {
    const sent: Uint8Array[] = [];
    const hear = (update: Uint8Array) => sent.push(update);
    page.clientID = clientId;
    page.on("update", hear);
    page.transact(change);
    page.off("update", hear);
    return Y.mergeUpdates(sent);
  };
  const typed = changed(() => text().insert(0, "Mở đầu. "));
  const takenOut = changed(() => text().delete(0, 3), binhClient);
  const shadow = new Shadow(seed, [typed, takenOut]);
  const claims = new Claims(
    [
      [anClient, an],
      [binhClient, "binh" as UserId],
    ],
    [],
  );
  const judge = (update: Uint8Array, reason: ErrorCode | null = "section-locked") =>
    judgeReader(update, reader(reason), shadow, claims);
  return { page, content, text, changed, takenOut, shadow, judge };
}

const elsewhere = (clientId: number, change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  change(doc);
  return Y.encodeStateAsUpdate(doc);
};

describe("what somebody sends who may only read", () => {
  it("[ACK1] is known, and counts, where it repeats what stands or takes out what is gone", () => {
    const { page, takenOut, judge } = scene();
    expect(judge(Y.encodeStateAsUpdate(page))).toEqual({ kind: "known" });
    expect(judge(takenOut)).toEqual({ kind: "known" });
    expect(judge(Y.encodeStateAsUpdate(new Y.Doc()))).toEqual({ kind: "known" });
  });

  it("[ACK1] [ACK4] is dropped where it takes out what stands: no fault, and not to be counted", () => {
    const { page, text, changed, judge } = scene();
    expect(judge(changed(() => text().delete(0, 2)))).toEqual({ kind: "dropped" });
    // A step 2 says it of the whole document.
    expect(judge(Y.encodeStateAsUpdate(page))).toEqual({ kind: "dropped" });
  });

  it.each([
    ["a letter", ({ text }) => text().insert(3, "x")],
    [
      "a letter in place of another",
      ({ text }) => {
        text().delete(3, 1);
        text().insert(3, "x");
      },
    ],
    ["a look", ({ text }) => text().format(0, 2, { bold: {} })],
    ["a paragraph", ({ content }) => content.push([new Y.XmlElement("paragraph")])],
  ] as readonly (readonly [string, (s: ReturnType<typeof scene>) => void])[])(
    "[FENCE1] %s more is refused with the reason why nobody writes here, under whatever id",
    (_what, change) => {
      for (const id of [anClient, binhClient, 303]) {
        const s = scene();
        const update = s.changed(() => change(s), id);
        expect(s.judge(update)).toEqual({ kind: "refused", reason: "section-locked", rule: "FENCE1" });
        expect(s.judge(update, null)).toEqual({ kind: "refused", reason: "forbidden", rule: "FENCE1" });
      }
    },
  );

  it("[FENCE1] what no writer may send either is refused for the reader's own reason: the gate is not asked", () => {
    const { content, changed, judge } = scene();
    const first = changed(() => content.push([new Y.XmlElement("paragraph")]));
    const second = changed(() => content.push([new Y.XmlElement("paragraph")]));
    const ofUnknown = changed(() => content.delete(1, 1));
    const otherRoot = elsewhere(303, (doc) => doc.getText("khác").insert(0, "x"));
    expect(judge(first)).toMatchObject({ rule: "FENCE1" });
    for (const update of [second, ofUnknown, otherRoot])
      expect(judge(update)).toEqual({ kind: "refused", reason: "section-locked", rule: "FENCE1" });
  });

  it.each([
    ["nothing", []],
    ["a count without what it counts", [1]],
    ["bytes of no update", [255, 255, 255, 255, 255, 255, 255, 255, 255]],
  ])("[FENCE1] [GATE1] %s is called malformed, whatever else would be the reason", (_what, bytes) => {
    const { judge } = scene();
    for (const reason of ["section-locked", null] as const)
      expect(judge(new Uint8Array(bytes), reason)).toEqual({
        kind: "refused",
        reason: "malformed",
        rule: "GATE1",
      });
  });

  it("[ACK1] [FENCE1] changes nothing in the room's document, whatever becomes of it", () => {
    const { page, text, changed, shadow, judge } = scene();
    const before = shadow.encode();
    const sent = [
      Y.encodeStateAsUpdate(page),
      changed(() => text().delete(0, 2)),
      changed(() => text().insert(0, "x")),
      new Uint8Array([1]),
    ];
    expect(sent.map((update) => judge(update).kind)).toEqual(["known", "dropped", "refused", "refused"]);
    expect(Buffer.compare(shadow.encode(), before)).toBe(0);
  });
});
