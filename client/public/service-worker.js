// Keeps the page itself at hand, so that a reload without a line still shows the text that lies on this machine.
// Only the page's own files; never commands, never text, and it never reloads anything by itself.
const store = "dongsoan-page-1";

self.addEventListener("install", (event) => {
  // Where the browser knows routes, the page does not wait for this worker to be woken.
  event.addRoutes?.([
    { condition: { urlPattern: "/assets/*" }, source: { cacheName: store } },
    { condition: { requestMode: "navigate" }, source: "race-network-and-fetch-handler" },
  ]);
  event.waitUntil(caches.open(store).then((cache) => cache.add("/")));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const drop = async () => {
    for (const name of await caches.keys()) if (name !== store) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

// What the page had loaded before this worker was there.
self.addEventListener("message", (event) => {
  const urls = Array.isArray(event.data)
    ? event.data.filter((url) => isAsset(new URL(url, self.location.origin)))
    : [];
  const keep = async () => {
    const cache = await caches.open(store);
    const known = await Promise.all(urls.map((url) => cache.match(url)));
    await cache.addAll(urls.filter((_url, i) => known[i] === undefined));
  };
  event.waitUntil(keep());
});

/** A file that one downloads is opened like a page, and must not be kept as one. */
const isPage = (answer) => answer.ok && answer.headers.get("content-type")?.startsWith("text/html") === true;

const isAsset = (url) => url.origin === self.location.origin && url.pathname.startsWith("/assets/");

/** Hashed names never change their content. */
async function fromCache(request) {
  const cache = await caches.open(store);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** The newest page when there is a line, the last one otherwise. */
async function pageOrLast(request) {
  const cache = await caches.open(store);
  try {
    const answer = await fetch(request);
    if (isPage(answer)) await cache.put("/", answer.clone());
    return answer;
  } catch (error) {
    const last = await cache.match("/");
    if (last) return last;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isAsset(url)) event.respondWith(fromCache(event.request));
  else if (event.request.mode === "navigate") event.respondWith(pageOrLast(event.request));
});
