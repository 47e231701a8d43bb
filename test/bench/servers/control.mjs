// How the bench speaks with a server process: it says where it listens, and tells its memory after a collection.
export function ready(facts) {
  process.on("message", (message) => {
    if (message !== "memory") return;
    for (let i = 0; i < 3; i += 1) globalThis.gc?.();
    process.send({ memory: process.memoryUsage() });
  });
  // Without the bench there is nobody to serve.
  process.on("disconnect", () => process.exit(1));
  process.send({ ready: facts });
}

/** What the bench asks of a server: where it keeps its files, how many rooms, and more. */
export const asked = JSON.parse(process.argv[2]);
