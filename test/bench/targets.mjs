// The servers under test. Each target starts one process and says how a client reaches a room.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** A started server process. */
class Server {
  /** Exit code or signal, once it is gone. */
  exited = null;
  #child;
  #errors = "";
  #toConnection;

  constructor(child, startMs, facts, toConnection) {
    this.#child = child;
    this.pid = child.pid;
    this.startMs = startMs;
    this.facts = facts;
    this.#toConnection = toConnection;
    child.stderr.on("data", (chunk) => (this.#errors = (this.#errors + chunk).slice(-2_000)));
    this.gone = new Promise((resolve) =>
      child.once("exit", (code, signal) => resolve((this.exited = signal ?? code))),
    );
  }

  /** The last it wrote before it ended. */
  errors() {
    return this.#errors;
  }

  /** @param who "an", or "binh" where somebody else is meant. */
  connection(room, who = "an") {
    return { isRelay: false, prefix: null, headers: {}, ...this.#toConnection(this.facts, room, who) };
  }

  /** `process.memoryUsage()` of the server after a forced collection, in bytes. */
  memory() {
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error("the server does not tell its memory")), 60_000);
      this.#child.once("message", ({ memory }) => {
        clearTimeout(giveUp);
        resolve(memory);
      });
      this.#child.send("memory");
    });
  }

  stop(signal) {
    if (this.exited === null) this.#child.kill(signal);
    return this.gone;
  }
}

const target = ({ script, toConnection, environment = () => ({}), ...facts }) => ({
  ...facts,
  start(dir, options) {
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ["--expose-gc", here(`servers/${script}`), JSON.stringify({ dir, ...options })],
      { stdio: ["ignore", "ignore", "pipe", "ipc"], env: { ...process.env, ...environment(dir) } },
    );
    return new Promise((resolve, reject) => {
      let errors = "";
      child.stderr.on("data", (chunk) => (errors += chunk));
      child.once("exit", (code) => reject(new Error(`${script} ended with ${code}: ${errors}`)));
      child.once("message", ({ ready }) =>
        resolve(new Server(child, performance.now() - started, ready, toConnection)),
      );
    });
  },
});

const atRoom = ({ port }, room) => ({ url: `ws://127.0.0.1:${port}/room${room}` });
const level = (dir) => ({ YPERSISTENCE: join(dir, "level") });

/** `isDurable`: keeps text over a restart. `ack`: what tells a writer that an edit is safe. */
export const targets = {
  relay: target({
    script: "relay.mjs",
    isRelay: true,
    isDurable: false,
    toConnection: (facts, room) => ({ ...atRoom(facts, room), isRelay: true }),
  }),
  "batched relay": target({
    script: "relay-batched.mjs",
    isRelay: true,
    isDurable: false,
    toConnection: (facts, room) => ({ ...atRoom(facts, room), isRelay: true }),
  }),
  "y-websocket": target({ script: "y-websocket.mjs", isDurable: false, toConnection: atRoom }),
  "y-websocket + LevelDB": target({
    script: "y-websocket.mjs",
    isDurable: true,
    ack: "none",
    environment: level,
    toConnection: atRoom,
  }),
  "Hocuspocus + SQLite": target({
    script: "hocuspocus.mjs",
    isDurable: true,
    ack: "status",
    toConnection: (facts, room) => ({ ...atRoom(facts, room), prefix: `room${room}` }),
  }),
  ours: target({
    script: "ours.mjs",
    // As `npm start` does.
    environment: () => ({
      MALLOC_ARENA_MAX: "2",
      MALLOC_MMAP_THRESHOLD_: "16384",
      MALLOC_TRIM_THRESHOLD_: "131072",
    }),
    isDurable: true,
    ack: "commit",
    toConnection: ({ port, tokens, sections }, room, who) => ({
      url: `ws://127.0.0.1:${port}/sync/${sections[room]}?ack=1`,
      headers: { authorization: `Bearer ${tokens[who]}` },
    }),
  }),
};
