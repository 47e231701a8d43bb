import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEmitter } from "./emitter.ts";
import { restMs, SaveLineStore } from "./save-line-store.ts";
import type { SaveStatus } from "./save-status.ts";
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
      get statuses() {
        return [status];
      },
      statusChanged,
    };
    const line = new SaveLineStore(socket, sections, { texts: [], changed: createEmitter<void>() }, true);
    const say = (next: SaveStatus) => {
      status = next;
      statusChanged.emit();
    };
    return { line, socket, say };
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
});
