import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEmitter } from "./emitter.ts";
import type { RefusedText } from "./refused-texts.ts";
import { restMs, SaveLineStore } from "./save-line-store.ts";
import type { SaveStatus } from "./save-status.ts";
import type { SectionDocument } from "./section-document.ts";
import type { SocketState } from "./shared-socket.ts";

describe("the save line while somebody writes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("addEventListener", () => undefined);
    vi.stubGlobal("removeEventListener", () => undefined);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  function makeLine() {
    const statusChanged = createEmitter<void>();
    const socket = {
      state: { kind: "open" } as SocketState,
      stateChanged: createEmitter<SocketState>(),
      restart: () => undefined,
    };
    let status: SaveStatus = { kind: "saved", at: 1 };
    const sections = {
      all: [{ sectionId: "kinh-te" }] as SectionDocument[],
      get statuses() {
        return [status];
      },
      statusChanged,
    };
    const refused = { texts: [] as RefusedText[], changed: createEmitter<void>() };
    const line = new SaveLineStore(socket, sections, refused, true);
    const say = (next: SaveStatus) => {
      status = next;
      statusChanged.emit();
    };
    return { line, socket, say, refused };
  }

  /** A key every 120 ms, each acknowledged 30 ms later. @returns the kinds that the line has had, without repeats. */
  function writeKeys({ line, say }: ReturnType<typeof makeLine>, count: number) {
    const said: string[] = [];
    const stop = line.subscribe(() => said.push(line.getSnapshot().kind));
    for (let i = 0; i < count; i += 1) {
      say({ kind: "saving", changeCount: 1, since: Date.now(), isCatchingUp: false });
      vi.advanceTimersByTime(30);
      say({ kind: "saved", at: Date.now() });
      vi.advanceTimersByTime(90);
    }
    stop();
    return said;
  }

  it("[SAVE12] keeps its words from key to key, also over seconds, and says saved when they rest", () => {
    const made = makeLine();
    expect(writeKeys(made, 30)).toEqual(["saving"]);
    const lastAckAt = Date.now() - 90;
    vi.advanceTimersByTime(restMs);
    expect(made.line.getSnapshot()).toEqual({ kind: "saved", at: lastAckAt });
    made.line.close();
  });

  it("[SAVE12] tells a lost connection at once, among keys too", () => {
    const made = makeLine();
    writeKeys(made, 3);
    made.socket.state = { kind: "waiting", attempt: 1, retryAt: Date.now() + 500 };
    made.socket.stateChanged.emit(made.socket.state);
    vi.advanceTimersByTime(20);
    expect(made.line.getSnapshot().kind).toBe("offline");
    made.line.close();
  });

  it("[SAVE1] [SAVE8] says saved of nothing until it is known what of a text that was not taken is missing", () => {
    const { line, say, refused } = makeLine();
    const tell = (sectionId: string, paragraphs: RefusedText["paragraphs"]) => {
      const text = {
        id: "1",
        reportId: "2",
        reason: "section-locked",
        at: 1,
        lineage: 1,
        ownState: new Uint8Array(),
      };
      refused.texts = [{ ...text, sectionId, paragraphs }];
      refused.changed.emit();
      vi.advanceTimersByTime(restMs + 20);
    };
    say({ kind: "opening" });
    vi.advanceTimersByTime(20);
    tell("kinh-te", null);
    say({ kind: "saved", at: 5 });
    vi.advanceTimersByTime(restMs + 20);
    expect(line.getSnapshot().kind).toBe("opening");
    tell("kinh-te", [{ text: "ba ha", before: null }]);
    expect(line.getSnapshot()).toEqual({ kind: "retained", paragraphCount: 1, isByLock: true });
    line.markRetainedSeen();
    // What lies here of another report is looked at when that is opened.
    tell("van-hoa", null);
    expect(line.getSnapshot()).toEqual({ kind: "saved", at: 5 });
    line.close();
  });
});
