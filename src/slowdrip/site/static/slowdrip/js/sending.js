// Keeps entries that got no answer and sends them again, in order and one at a time, until the server has said yes or no.
//
// The same id and the same moment go out each time; the server stores an id once. What another person tapped goes out with
// `captured_by` where the form had room for it; the rest waits for the hand of whoever is signed in now.

import { actor } from "./actor.js";
import { outcomeOf } from "./answer.js";
import { ask } from "./asking.js";
import { nowIso } from "./clock.js";
import * as queue from "./queue.js";

const LOCK = "slowdrip:sending";
const LOOK_EVERY_MS = 3000;
const AT_MOST_EVERY_MS = 1500;
const CLOSED_EVERY_MS = 15_000;
// Another tab's tap may still be under way; its own request gives up earlier than this.
const ASKED_ELSEWHERE_MS = 15_000;

const writing = new Map();
const underWay = new Set();
const tab = sessionStorage.getItem("slowdrip:tab") ?? String(Math.random());
sessionStorage.setItem("slowdrip:tab", tab);
// What the server turned away as not for this screen, and what it did not answer when sent by hand: until the page is opened anew.
const barred = new Map();
const missed = new Set();
// Could not be written, or stands under the id of another entry.
const unwritten = new Set();
let entries = [];
// All that the server has not said yes to, also what is asked just now; undefined until the disk was read.
export let stored;
let closed = false;
let running = false;
let lastTry = 0;

export function isClosed() {
  return closed;
}

export function clinicOf(path) {
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

// Why a person has to decide about it; nothing where it waits for its turn or for its own person.
export function noTo(entry) {
  return entry.state === "refused" ? entry.words ?? "" : barred.get(entry.id);
}

export function isBarred(entry) {
  return barred.has(entry.id);
}

export function isMissed(entry) {
  return missed.has(entry.id);
}

// Whether it goes out by itself for whoever is signed in.
export function goesByItself(entry) {
  return noTo(entry) === undefined && (entry.actor === actor() || entry.carries);
}

// While the server is away, or something waits before it, an entry goes behind what waits.
export function isHolding() {
  return "stale" in document.body.dataset || keptHere().some(goesByItself);
}

function tell(id) {
  const entry = entries.find((one) => one.id === id);
  if (entry) document.dispatchEvent(new CustomEvent("slowdrip:kept", { detail: entry }));
}

async function refresh() {
  stored = entries = await queue.all();
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
  const whole = { ...entry, state: "asked", asked_at: Date.now(), order: queue.nextOrder(), tab };
  return write(entry.id, () => queue.put(whole).then(() => unwritten.delete(entry.id), () => unwritten.add(entry.id)));
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
  await write(id, () => unwritten.has(id) || queue.amend(id, { state: "waiting", kept_at: nowIso() }));
  underWay.delete(id);
  await refresh();
  if (unwritten.has(id) || !entries.some((entry) => entry.id === id)) throw new Error("not kept");
  tell(id);
  soon();
}

export async function drop(id) {
  await write(id, () => unwritten.delete(id) || queue.remove(id)).catch(() => {});
  writing.delete(id);
  underWay.delete(id);
  barred.delete(id);
  missed.delete(id);
  await refresh();
}

// Sends one entry; gives what the answer meant. After "away" and "closed" no other may follow.
async function send(entry) {
  const outcome = await ask(entry).then(outcomeOf, () => ({ is: "away" }));
  closed = outcome.is === "closed";
  if (outcome.is === "stored") await drop(entry.id);
  if (outcome.is === "refused") await write(entry.id, () => queue.amend(entry.id, { state: "refused", words: outcome.words }));
  if (outcome.is === "barred") barred.set(entry.id, outcome.words);
  if (outcome.is !== "stored") await refresh();
  return outcome.is;
}

// What an earlier request of this page may still store is waited for: a resume must not pass its pause.
function next() {
  const first = entries.find((entry) => clinicOf(entry.action) === clinicOf(location.pathname) && goesByItself(entry));
  return first && isWaiting(first) ? first : undefined;
}

async function sendAll() {
  await refresh();
  for (let entry = next(); entry; entry = next()) {
    if (["away", "closed"].includes(await send(entry))) return;
  }
}

// Waits for its turn: one page of this browser sends at a time, and it sends one entry at a time.
let turn = Promise.resolve();
function inTurn(work) {
  if (navigator.locks) return navigator.locks.request(LOCK, work);
  turn = turn.then(work, work);
  return turn;
}

function alone(work) {
  if (!navigator.locks) return inTurn(work);
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

async function flush() {
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
export function sendNow(id) {
  return inTurn(async () => {
    await refresh();
    const entry = entries.find((one) => one.id === id);
    if (!entry) return;
    missed.delete(id);
    if ((await send(entry)) === "away") missed.add(id);
    await refresh();
  });
}

export function start() {
  queue.onChangeElsewhere(refresh);
  refresh().then(flush, () => {});
  document.addEventListener("slowdrip:heard", flush);
  window.addEventListener("online", flush);
  window.addEventListener("pageshow", (event) => event.persisted && (underWay.clear(), refresh()));
  setInterval(flush, LOOK_EVERY_MS);
}
