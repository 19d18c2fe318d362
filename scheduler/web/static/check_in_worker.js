// Keeps the check-in page on the phone, so that it opens without a connection.

const KEPT = "check-in";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fromNetwork(request) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) {
      await cache.put(request, answer.clone());
    } else if (answer.status === 401 || answer.redirected || answer.type === "opaqueredirect") {
      await caches.delete(KEPT); // no longer this student's phone: nothing of theirs stays
    }
    return answer;
  } catch (gone) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw gone;
  }
}

async function fromPhone(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (pathname === "/check-in") event.respondWith(fromNetwork(event.request));
  else if (pathname.startsWith("/static/")) event.respondWith(fromPhone(event.request));
});
