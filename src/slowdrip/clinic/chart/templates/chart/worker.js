{% load i18n static %}// Gives out what a chair page needs while the server is away. Network first: nothing kept is shown while the server answers.
// It stands below the drips' own address, so it can see no other page. offline.js decides what is kept and when it is forgotten.

const SHELF = "slowdrip-shelf";
const ANSWER_WITHIN_MS = 6000;
const KEPT_MS = 43_200_000;
const SHELF_TRIES = 6;
const SHELF_AGAIN_MS = 250;
const CHAIR = /^\/[^/]+\/drips\/[0-9a-f-]{36}\/$/;
const AWAY = new Set([502, 503, 504]);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Reads one thing from the shelf that shelf.js fills; nothing where there is no shelf yet. Just after a browser was killed the
// shelf may still be held by what is left of it: it is tried again, as store.js does.
async function onShelf(store, path) {
  for (let left = SHELF_TRIES; left > 0; left -= 1) {
    const found = await lookedUp(store, path).catch(() => later(SHELF_AGAIN_MS).then(() => "held"));
    if (found !== "held") return found;
  }
  return undefined;
}

function lookedUp(store, path) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(SHELF);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => (opening.error?.name === "AbortError" ? resolve(undefined) : reject(opening.error));
    opening.onsuccess = () => {
      const request = opening.result.transaction(store, "readonly").objectStore(store).get(path);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      opening.result.close();
    };
  });
}

async function keptPage(path) {
  const page = await onShelf("pages", path);
  if (!page || Date.now() - page.at > KEPT_MS) return undefined;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": page.policy };
  return new Response(page.html, { headers });
}

// A form that was sent may have arrived, although no answer came back.
function awayPage(path, method) {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'" };
  const chair = path.match(/^\/[^/]+\/drips\/[0-9a-f-]{36}\//)?.[0] ?? "./";
  const text = method === "POST" ? `{% include "chart/away.html" with sent=True %}` : `{% include "chart/away.html" %}`;
  return new Response(text.replace("#chair", chair), { status: 503, headers });
}

function later(milliseconds) {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}

// A page that is kept does not wait long for a network that says nothing; every other page takes its time.
async function page(request, path) {
  const kept = request.method === "GET" && CHAIR.test(path) ? await keptPage(path) : undefined;
  const asked = fetch(request).catch(() => undefined);
  const answer = await (kept ? Promise.race([asked, later(ANSWER_WITHIN_MS)]) : asked);
  return answer && !AWAY.has(answer.status) ? answer : kept ?? awayPage(path, request.method);
}

async function file(request, path) {
  const answer = await fetch(request).catch(() => undefined);
  if (answer && !AWAY.has(answer.status)) return answer;
  const kept = await onShelf("files", path);
  return kept ? new Response(kept.body, { headers: { "Content-Type": kept.type } }) : answer ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, pathname));
  else if (event.request.method === "GET" && pathname.startsWith("{% get_static_prefix %}")) event.respondWith(file(event.request, pathname));
});
