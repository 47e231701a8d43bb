/** The worker fetches what it keeps: not while the page itself is still being fetched and drawn. */
const afterLoadMs = 2_000;

/** Registers the service worker that keeps the page's own files, and tells it what was loaded before it was there. */
export async function keepPageAtHand(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await new Promise((resolve) => setTimeout(resolve, afterLoadMs));
    await navigator.serviceWorker.register("/service-worker.js");
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
    active?.postMessage(loaded.filter((url) => new URL(url).pathname.startsWith("/assets/")));
  } catch {
    // Plain http on a network address and private windows have no service workers: a reload then needs the line.
  }
}
