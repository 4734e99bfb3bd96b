// Keeps the chair pages of open drips on this tablet, for a browser that is started again while the server is away.
//
//   <div data-worker="/kestrel/drips/worker.js">    the service worker that gives them out; only there, and only with TLS
//   <section id="drip" data-keep-page>              this page may be kept; without it, it is forgotten
//   <body data-from-tablet>                         set in what is kept: the page knows that it is old from the first moment
//
// Kept is what stood on the screen, under the name of whoever was signed in; nothing that was typed, no id of a form.
// Forgotten: when the drip has ended, when somebody else is signed in, after half a day; leaving.js: at the lock, at sign-out.

import { actor } from "./actor.js";
import * as shelf from "./shelf.js";

const KEPT_MS = 43_200_000;
const MOST_PAGES = 16;
const SETTLED_MS = 1500;
let policy = "";
let timer = null;

function worker() {
  return document.querySelector("[data-worker]")?.dataset.worker ?? "";
}

function isKeepable() {
  return document.querySelector("[data-keep-page]") !== null;
}

// Nobody finds the pages that stood under another name.
function tidy() {
  const isKept = (page, place) => page.actor === actor() && place < MOST_PAGES && Date.now() - page.at < KEPT_MS;
  return shelf.tidyPages(isKept);
}

// What a person would see on reopening: numbers and times, every form empty, no line of the moment.
function picture() {
  const page = document.documentElement.cloneNode(true);
  const body = page.querySelector("body");
  for (const flag of ["stale", "clockSilent", "listenerSilent", "sounding"]) delete body.dataset[flag];
  body.dataset.fromTablet = "";
  page.querySelectorAll('[name="event_id"], [name="occurred_at"]').forEach((input) => input.setAttribute("value", ""));
  page.querySelectorAll("[data-sent-id]").forEach((form) => form.removeAttribute("data-sent-id"));
  page.querySelectorAll("[data-means]").forEach((button) => {
    button.name = button.dataset.means;
    button.setAttribute("aria-pressed", button.dataset.pressed);
  });
  page.querySelectorAll("[data-loud-when], [data-onetap-failed], [data-queued], [data-queued-echo]").forEach((part) => part.setAttribute("hidden", ""));
  page.querySelectorAll("#saved, [data-queued-lines], [data-queued-list]").forEach((part) => part.replaceChildren());
  page.querySelectorAll('meta[name="slowdrip-acknowledged"]').forEach((meta) => meta.remove());
  return `<!doctype html>${page.outerHTML}`;
}

// A page from the tablet obeys the same content security policy as one from the server.
async function policyOfThisHouse() {
  policy ||= (await fetch(worker(), { method: "HEAD" })).headers.get("Content-Security-Policy") ?? "";
  return policy;
}

async function keepPage() {
  // A screen that was closed meanwhile shows nobody's page any more.
  if ("stale" in document.body.dataset || "leaving" in document.body.dataset) return;
  if (!isKeepable()) {
    await shelf.remove("pages", location.pathname);
    return;
  }
  const security = await policyOfThisHouse();
  const page = { path: location.pathname, actor: actor(), at: Date.now(), html: picture(), policy: security };
  if (security && !("leaving" in document.body.dataset)) await shelf.put("pages", page);
}

function keepSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => keepPage().catch(() => {}), SETTLED_MS);
}

async function keepFile(path) {
  const response = await fetch(path);
  const mark = response.headers.get("ETag") ?? response.headers.get("Last-Modified") ?? "";
  if (!response.ok || (mark && (await shelf.get("files", path))?.mark === mark)) return;
  const body = await response.arrayBuffer();
  await shelf.put("files", { path, mark, type: response.headers.get("Content-Type") ?? "", body });
}

async function keepFiles() {
  const asked = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  const wanted = [...new Set(asked)].filter((path) => path.startsWith("/static/"));
  // One file that cannot be had (a style being replaced) must not cost the page.
  await Promise.allSettled(wanted.map(keepFile));
}

async function register() {
  await navigator.serviceWorker.register(worker(), { scope: worker().replace(/[^/]*$/, "") });
  await navigator.serviceWorker.ready;
  await keepFiles();
  // The page comes last: once it is on the shelf, all that it needs is there.
  await keepPage();
  document.addEventListener("htmx:afterSettle", keepSoon);
}

export function start() {
  if (!window.isSecureContext || !("serviceWorker" in navigator)) return;
  tidy().catch(() => {});
  if (!worker()) return;
  setTimeout(() => register().catch(() => {}), SETTLED_MS);
}
