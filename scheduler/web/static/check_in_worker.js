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

function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname === "/check-in") return fromNetwork(request);
  return pathname.startsWith("/static/") ? fromPhone(request) : null;
}

self.addEventListener("fetch", (event) => {
  const found = event.request.method === "GET" ? answer(event.request) : null;
  if (found) event.respondWith(found);
});

// The first page was there before this worker: it says of what it is made, and that is kept.
self.addEventListener("message", (event) => {
  event.waitUntil(Promise.allSettled(event.data.map((address) => answer(new Request(address)))));
});
