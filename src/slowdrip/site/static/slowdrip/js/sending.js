// Keeps entries that got no answer and sends them again, in order and one at a time, until the server has said yes or no.
//
// The same id and the same moment go out each time; the server stores an id once. What another person tapped goes out with
// `captured_by` where the form had room for it; the rest waits for the hand of whoever is signed in now.

import { outcomeOf } from "./answer.js";
import { nowIso } from "./clock.js";
import * as queue from "./queue.js";

const LOOK_EVERY_MS = 3000;
const AT_MOST_EVERY_MS = 1500;
const CLOSED_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 10_000;
// Another tab's tap may still be under way; its own request gives up earlier than this.
const ASKED_ELSEWHERE_MS = 15_000;

const writing = new Map();
const underWay = new Set();
const tab = sessionStorage.getItem("slowdrip:tab") ?? String(Math.random());
sessionStorage.setItem("slowdrip:tab", tab);
let entries = [];
let closed = false;
let running = false;
let lastTry = 0;

export function actor() {
  return document.body.dataset.actor ?? "";
}

export function isClosed() {
  return closed;
}

function clinicOf(path) {
  return path.split("/")[1];
}

function isWaiting(entry) {
  if (underWay.has(entry.id)) return false;
  return entry.state !== "asked" || entry.tab === tab || Date.now() - entry.asked_at > ASKED_ELSEWHERE_MS;
}

// Everything that this browser keeps and nobody is answering just now.
export function kept() {
  return entries.filter(isWaiting);
}

export function keptHere() {
  return kept().filter((entry) => clinicOf(entry.action) === clinicOf(location.pathname));
}

// Whether it goes out by itself for whoever is signed in.
export function goesByItself(entry) {
  return entry.state !== "refused" && (entry.actor === actor() || entry.carries);
}

// While the server is away, or something waits before it, an entry goes behind what waits.
export function isHolding() {
  return "stale" in document.body.dataset || keptHere().some(goesByItself);
}

function tell(id) {
  const entry = entries.find((one) => one.id === id);
  if (entry) document.dispatchEvent(new CustomEvent("slowdrip:kept", { detail: entry }));
}

export async function refresh() {
  entries = await queue.all();
  document.dispatchEvent(new CustomEvent("slowdrip:queue"));
}

function write(id, work) {
  const done = (writing.get(id) ?? Promise.resolve()).then(work);
  writing.set(id, done.catch(() => {}));
  return done;
}

// Writes an entry while its own request goes out; nothing is said of it unless the answer stays away.
export function begin(entry) {
  underWay.add(entry.id);
  return write(entry.id, () => queue.put({ ...entry, state: "asked", asked_at: Date.now(), order: queue.nextOrder(), tab }));
}

// Takes an entry without asking the server first. Resolves when the entry is on the disk of this tablet.
export async function take(entry) {
  await write(entry.id, () => queue.put({ ...entry, state: "waiting", kept_at: nowIso(), order: queue.nextOrder(), tab }));
  await refresh();
  tell(entry.id);
  soon();
}

// The answer stayed away. Resolves when the entry is on the disk of this tablet.
export async function hold(id) {
  await write(id, () => queue.amend(id, { state: "waiting", kept_at: nowIso() }));
  underWay.delete(id);
  await refresh();
  if (!entries.some((entry) => entry.id === id)) throw new Error("not kept");
  tell(id);
  soon();
}

export async function drop(id) {
  await write(id, () => queue.remove(id)).catch(() => {});
  writing.delete(id);
  underWay.delete(id);
  await refresh();
}

function csrf() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}

function bodyOf(entry) {
  const captured = entry.carries && entry.actor !== actor() ? [["captured_by", entry.actor]] : [];
  return new URLSearchParams([["event_id", entry.id], ["occurred_at", entry.at], ...captured, ...entry.fields]);
}

async function ask(entry) {
  const headers = { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Current-URL": location.href, "X-Slowdrip-Live": "1" };
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const how = { method: "POST", headers, body: bodyOf(entry), credentials: "same-origin", redirect: "manual", signal };
  const response = await fetch(entry.action, how);
  return { response, text: await response.text() };
}

// Sends one entry; gives whether the next may follow.
async function send(entry) {
  const outcome = await ask(entry).then(outcomeOf, () => ({ is: "away" }));
  closed = outcome.is === "closed";
  if (outcome.is === "stored") await drop(entry.id);
  if (outcome.is === "refused") await write(entry.id, () => queue.amend(entry.id, { state: "refused", words: outcome.words }));
  if (outcome.is !== "stored") await refresh();
  return outcome.is === "stored" || outcome.is === "refused";
}

// What an earlier request of this page may still store is waited for: a resume must not pass its pause.
function next() {
  const first = entries.find((entry) => clinicOf(entry.action) === clinicOf(location.pathname) && goesByItself(entry));
  return first && isWaiting(first) ? first : undefined;
}

async function sendAll() {
  await refresh();
  for (let entry = next(); entry; entry = next()) {
    if (!(await send(entry))) return;
  }
}

function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("slowdrip:sending", { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

export async function flush() {
  const pause = closed ? CLOSED_EVERY_MS : AT_MOST_EVERY_MS;
  if (running || !actor() || !next() || Date.now() - lastTry < pause) return;
  running = true;
  lastTry = Date.now();
  await alone(sendAll).catch(() => {});
  running = false;
}

function soon() {
  setTimeout(flush, AT_MOST_EVERY_MS);
}

// A person sends one by hand: somebody else's, or one that was refused.
export async function sendNow(id) {
  const entry = entries.find((one) => one.id === id);
  if (entry) await send(entry);
}

export function start() {
  queue.onChangeElsewhere(refresh);
  refresh().then(flush, () => {});
  document.addEventListener("slowdrip:heard", flush);
  window.addEventListener("online", flush);
  window.addEventListener("pageshow", (event) => event.persisted && (underWay.clear(), refresh()));
  setInterval(flush, LOOK_EVERY_MS);
}
