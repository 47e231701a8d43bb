// How the bench speaks with a server process: it says where it listens, and tells its memory after a collection.
export function ready(facts) {
  process.on("message", (message) => {
    if (message !== "memory") return;
    // A plain `gc()` leaves the heap's empty pages with the process, where an idle server gives them back by and by.
    globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
    process.send({ memory: process.memoryUsage() });
  });
  // Without the bench there is nobody to serve.
  process.on("disconnect", () => process.exit(1));
  process.send({ ready: facts });
}

/** What the bench asks of a server: where it keeps its files, how many rooms, and more. */
export const asked = JSON.parse(process.argv[2]);
