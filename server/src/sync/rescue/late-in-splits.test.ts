import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { contentOf } from "@dongsoan/shared/crdt";
import { join, paragraph, scene, split, textIn } from "../../../../test/kit/removed-paragraph.ts";
import { Sight } from "../sight.ts";

const line = "Xã trồng lúa nước.";
const here = "Xã trồng".length;

describe("letters that come late into a part that was split off", () => {
  it("[RESC8] go along, however many paragraphs are removed and letters go along meanwhile", () => {
    const { edit, admit, texts } = scene([line]);
    const late = edit("chi", (c) => textIn(c, 0).insert(line.length, " c"));
    const letters = Array.from({ length: 250 }, (_, i) =>
      edit("an", (c) => textIn(c, 0).insert("Xã trồng lúa".length + i, "a")),
    );
    const binh = (change: (c: Y.XmlFragment) => void) => admit("binh", edit("binh", change));
    binh((c) => split(c, 0, here));
    for (const letter of letters) expect(admit("an", letter)).toMatchObject({ ok: true });
    for (let i = 0; i < 250; i += 1) {
      binh((c) => c.insert(2, [paragraph("Dân số tăng.")]));
      binh((c) => c.delete(2, 1));
    }
    admit("chi", late);
    expect(texts()).toEqual(["Xã trồng", ` lúa${"a".repeat(250)} nước. c`]);
  });

  it("[RESC8] behind a letter that went along, though others have written between, who had heard of the split", () => {
    const { edit, admit, texts, docOf, shadow } = scene([line]);
    const late = ["A", "F"].map((letter, i) =>
      edit("an", (c) => textIn(c, 0).insert(line.length + i, letter)),
    );
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    Y.applyUpdate(docOf("chi"), shadow.encode());
    admit(
      "chi",
      edit("chi", (c) => textIn(c, 0).insert(here, " D")),
    );
    for (const letter of late) expect(admit("an", letter)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Xã trồng D", " lúa nước.AF"]);
  });

  it("[RESC8] not behind letters that their writer never saw there", () => {
    const { edit, admit, texts, docOf, shadow } = scene([line]);
    const late = edit("an", (c) => textIn(c, 0).insert("Xã trồng lúa".length, " A"));
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    Y.applyUpdate(docOf("chi"), shadow.encode());
    const typed = edit("chi", (c) => textIn(c, 0).insert(here, " C"));
    for (const [name, update] of [["an", late] as const, ["chi", typed] as const])
      expect(admit(name, update)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Xã trồng C", " lúa A nước."]);
  });

  it("[RESC8] many that came at once leave as many marks as one", () => {
    const lengths = [1, 100].map((count) => {
      const { edit, admit } = scene(["Xã trồng" + "ab".repeat(count)]);
      const late = edit("an", (c) => {
        for (let i = 0; i < count; i += 1) textIn(c, 0).insert(here + 1 + i * 2, "x");
      });
      admit(
        "binh",
        edit("binh", (c) => split(c, 0, here)),
      );
      const admission = admit("an", late);
      const { structs } = Y.decodeUpdate(
        (admission.ok && admission.repair?.payload) || new Uint8Array([0, 0]),
      );
      return structs.reduce((sum, { length }) => sum + length, 0) - count;
    });
    expect(lengths).toEqual([1, 1]);
  });

  it("[HEARD2] [RESC8] a letter that goes on where its writer's last one stands stays there, whatever others have put before it", () => {
    const { edit, admit, texts, hear } = scene([line, "Dân số tăng."], true);
    admit(
      "an",
      edit("an", (c) => textIn(c, 0).insert(line.length, "x")),
    );
    hear("binh");
    const goesOn = edit("an", (c) => textIn(c, 0).insert(line.length + 1, "y"));
    const moved = edit("binh", (c) => {
      textIn(c, 1).delete(0, "Dân số ".length);
      textIn(c, 0).insert(0, "Dân số ");
    });
    expect(admit("binh", moved)).toMatchObject({ ok: true });
    expect(admit("an", goesOn)).toMatchObject({ ok: true, repair: null });
    expect(texts()).toEqual([`Dân số ${line}xy`, "tăng."]);
  });

  it("[HEARD2] [RESC8] a letter stays where it was typed, though another's has gone along to right before it", () => {
    const { edit, admit, texts } = scene([line], true);
    const late = edit("an", (c) => textIn(c, 0).insert("Xã trồng lúa".length, " A"));
    const divided = edit("binh", (c) => split(c, 0, here));
    const typed = edit("binh", (c) => textIn(c, 1).insert(" lúa".length, " B"));
    const joined = edit("binh", (c) => join(c, 1));
    expect(admit("binh", divided)).toMatchObject({ ok: true });
    expect(admit("an", late)).toMatchObject({ ok: true });
    expect(admit("binh", typed)).toMatchObject({ ok: true, repair: null });
    // Taken out and put in again it would stand twice: whoever joins has not heard of that.
    expect(admit("binh", joined)).toMatchObject({ ok: true });
    expect(texts()).toEqual(["Xã trồng lúa A B nước."]);
  });

  it("[HEARD2] of many letters typed behind one that is gone, what went with that is looked at once", () => {
    const count = 6_000;
    const { edit, admit, hear, texts } = scene(["ab".repeat(count)], true);
    const without = (letter: string) =>
      admit(
        "binh",
        edit("binh", (c) => {
          const text = textIn(c, 0);
          text.applyDelta(
            [...text.toString()].map((one) => (one === letter ? { delete: 1 } : { retain: 1 })),
          );
        }),
      );
    without("a");
    hear("an");
    const typed = edit("an", (c) => {
      for (let i = 0; i < 1_000; i += 1) textIn(c, 0).insert(count, "x");
    });
    without("b");
    const looks = vi.spyOn(Sight.prototype, "seenOf");
    expect(admit("an", typed)).toMatchObject({ ok: true });
    // Each by itself they took six seconds.
    expect(looks.mock.calls.length).toBeLessThan(100);
    looks.mockRestore();
    expect(texts()).toEqual(["x".repeat(1_000)]);
  });

  it("[RESC5] more letters than may go along are not looked up one by one", () => {
    const count = 3_000;
    const { edit, admit, shadow } = scene(["Xã trồng" + "ab".repeat(count)]);
    const late = edit("an", (c) => {
      for (let i = 0; i < count; i += 1) textIn(c, 0).insert(here + 1 + i * 2, "x");
    });
    admit(
      "binh",
      edit("binh", (c) => split(c, 0, here)),
    );
    const old = textIn(contentOf(shadow.doc), 0);
    let { _start } = old;
    let walkCount = 0;
    Object.defineProperty(old, "_start", {
      get: () => {
        walkCount += 1;
        return _start;
      },
      set: (item: Y.Item | null) => {
        _start = item;
      },
    });
    expect(admit("an", late)).toMatchObject({ ok: false, rule: "RESC5" });
    expect(walkCount).toBeGreaterThan(1_000);
    expect(walkCount).toBeLessThan(1_100);
  });
});
