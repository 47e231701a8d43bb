// The servers under test. Each target starts one process and says how a client reaches a room.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

function start(script, args, nodeArgs = []) {
  const child = spawn(process.execPath, [...nodeArgs, here(script), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      const end = output.indexOf("\n");
      if (end >= 0) resolve({ child, ready: JSON.parse(output.slice(0, end)) });
    });
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}`)));
  });
}

const peer = (script) => ({
  start: async (dir, rooms) => {
    const { child, ready } = await start(script, [dir]);
    return {
      child,
      connection: (room) => ({
        url: `ws://127.0.0.1:${ready.port}/room${room}`,
        headers: {},
        prefix: ready.isHocuspocus ? `room${room}` : null,
      }),
      rooms,
    };
  },
});

export const targets = {
  relay: peer("./servers/relay.mjs"),
  "y-websocket": peer("./servers/y-websocket.mjs"),
  hocuspocus: peer("./servers/hocuspocus.mjs"),
  ours: {
    start: async (dir, rooms) => {
      const { child, ready } = await start(
        "./servers/ours.mjs",
        [dir, String(rooms)],
        ["--conditions=source"],
      );
      return {
        child,
        connection: (room) => ({
          url: `ws://127.0.0.1:${ready.port}/sync/${ready.sections[room]}?ack=1`,
          headers: { authorization: `Bearer ${ready.token}` },
          prefix: null,
        }),
      };
    },
  },
};
