// The patient's screen: asks for its few words every other second, and sends one call. It never sounds, moves or keeps anything.
//
//   <body data-now="…" data-server-now="ISO">   [data-said="clock|left|told"] are the words; body[data-lost] when nobody answers
//
// A key that may not work is worse than none: as soon as the server is not heard, the page says so and the key is off. A call that
// failed is not sent again by itself, the patient has called out by then; that it failed stands there until a call waits.

import { nowIso, syncTo } from "../slowdrip/js/clock.js";
import { freshId } from "../slowdrip/js/entry.js";
import * as shelf from "../slowdrip/js/shelf.js";

const ASK_EVERY_MS = 1500;
const PATIENCE_MS = 2500;
const LOST_AFTER_MS = 4500;
const form = document.querySelector("[data-call]");
const key = form.querySelector("button");
const lostWords = document.querySelector("[data-lost-words]");
const failedWords = document.querySelector("[data-failed-words]");
const FAILED = "slowdrip:call-failed";
const OPENS_WITHIN_MS = 10_000;
let heardWall = Date.now();
let heardMono = performance.now();
let isCalling = false;
let isLost = "lost" in document.body.dataset;
let hasFailed = Date.now() - Number(sessionStorage.getItem(FAILED)) < OPENS_WITHIN_MS;
let turns = 0; // Counts each call sent and each call answered: what was asked before the last of them may be old.

function show(words, isShown) {
  if (words.hidden === isShown) words.hidden = !isShown;
}

function draw() {
  if (isLost) document.body.dataset.lost = "";
  else delete document.body.dataset.lost;
  show(lostWords, isLost);
  show(failedWords, hasFailed && !isLost);
  key.disabled = isLost;
}

function setLost(now) {
  isLost = now;
  draw();
}

function say(words) {
  for (const place of document.querySelectorAll("[data-said]")) {
    const text = words[place.dataset.said];
    if (place.textContent !== text) place.textContent = text;
  }
  form.hidden = !words.may_call;
  syncTo(words.now);
}

// Throws when the answer is none: refused, too late, or another page (the screen was taken back or revoked).
async function ask(address, options = {}) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, {
      ...options, cache: "no-store", credentials: "same-origin", redirect: "manual", signal: impatience.signal,
      headers: { "X-Slowdrip-Live": "1" },
    });
    if (response.type === "opaqueredirect" || response.status === 403) location.reload();
    if (!response.ok) throw new Error(String(response.status));
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

function isThere() {
  heardWall = Date.now();
  heardMono = performance.now();
  setLost(false);
}

// A call that waits is one that arrived, whatever became of its answer; and without a visit there is nobody who called.
function heard(words) {
  if (words.waits || !words.may_call) {
    hasFailed = false;
    sessionStorage.removeItem(FAILED);
  }
  say(words);
  isThere();
}

async function look() {
  const asked = turns;
  const words = await ask(document.body.dataset.now).catch(() => null);
  if (words === null) setLost(true);
  else if (asked === turns) heard(words);
  else isThere();
}

async function lookAgain() {
  await look();
  setTimeout(lookAgain, ASK_EVERY_MS);
}

async function call(event) {
  event.preventDefault();
  if (isCalling || key.disabled) return;
  isCalling = true;
  form.elements.event_id.value = freshId();
  form.elements.occurred_at.value = nowIso();
  key.setAttribute("aria-busy", "true");
  turns += 1;
  const words = await ask(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  turns += 1;
  if (words === null) fail();
  else heard(words);
  key.removeAttribute("aria-busy");
  isCalling = false;
}

// The page may be opening anew, because the call was refused: it still says so when it is there, for whoever pressed the key.
function fail() {
  hasFailed = true;
  sessionStorage.setItem(FAILED, String(Date.now()));
  draw();
}

// Two clocks, because the wall clock may be set and the other may sleep with the tablet.
function watch() {
  const silentMs = Math.max(Date.now() - heardWall, performance.now() - heardMono);
  if (silentMs > LOST_AFTER_MS) setLost(true);
}

// Other tabs of this browser show what the staff left there: they open anew, and are led here. Kept chair pages go.
function takeTheRest() {
  localStorage.setItem("slowdrip:given", String(Date.now()));
  shelf.clear("pages").catch(() => {});
}

takeTheRest();
draw();
syncTo(document.body.dataset.serverNow);
form.addEventListener("submit", call);
document.addEventListener("visibilitychange", () => { watch(); look(); });
window.addEventListener("offline", () => setLost(true));
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
setInterval(watch, 1000);
lookAgain();
