/** The worker fetches what it keeps: not while the page itself is still being fetched and drawn. */
const afterLoadMs = 2_000;

/** Registers the service worker that keeps the page's own files, and tells it what the page has loaded. */
export async function keepPageAtHand(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await new Promise((resolve) => setTimeout(resolve, afterLoadMs));
    await navigator.serviceWorker.register("/service-worker.js");
    const { active } = await navigator.serviceWorker.ready;
    // What is loaded later, such as a dialog's code, is kept as well.
    new PerformanceObserver((loaded) => {
      const names = loaded.getEntries().map((entry) => entry.name);
      active?.postMessage(names.filter((url) => new URL(url).pathname.startsWith("/assets/")));
    }).observe({ type: "resource", buffered: true });
  } catch {
    // Plain http on a network address and private windows have no service workers: a reload then needs the line.
  }
}
