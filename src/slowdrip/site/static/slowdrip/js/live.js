// Listens to the clinic's one event stream and refreshes what it concerns; turns the page loud when the stream falls silent.
//
//   <body data-stream="/kestrel/stream">                     one stream per page
//   <section data-live="board infusion:UUID" hx-get="…" hx-trigger="slowdrip:infusion, slowdrip:board">
//
// Message:   event: infusion   id: 812   data: {"topic":"infusion","id":"UUID"}     -> "slowdrip:infusion" on matching elements
// Beat:      event: beat       data: {"clock":"ok|silent","listener":"ok|silent","now":"ISO"}              each second
// Reset:     event: reset                                                           this page is too far behind: reload
// A browser resumes with the Last-Event-ID header; where we must reopen the stream ourselves it goes as ?last-event-id=.

import { syncTo } from "./clock.js";
import { isDown } from "./finger.js";
import { isUnderWay } from "./onetap.js";

export const STALE_AFTER_MS = 5000;
const GATHER_MS = 120;
const REOPEN_MS = 2000;
// A line can stay open and say nothing (a sleeping network, a server that lost its database): then we open anew.
const REOPEN_AFTER_MS = 10000;
const TYPING_MS = 10000;

let source = null;
let openedAt = 0;
let lastId = "";
let beatWall = Date.now();
let beatMono = performance.now();
const heard = new Set();
const waiting = new Map();
let gathering = null;

function isTyping(element) {
  const active = document.activeElement;
  return element.contains(active) && active.matches("input:not([type=hidden]), textarea") && active.value !== active.defaultValue;
}

// Asks for a fresh copy of the waiting elements. Where someone is in the middle of a word it waits for the field to be left,
// but never long: an old number is worse than a lost word, and keep.js brings the word back.
function refreshWaiting() {
  gathering = null;
  if (isBusy()) return;
  for (const [element, { topic, since }] of [...waiting]) {
    if (isTyping(element) && Date.now() - since < TYPING_MS) continue;
    waiting.delete(element);
    if (element.isConnected) element.dispatchEvent(new CustomEvent(`slowdrip:${topic}`));
  }
}

// No part of the page is replaced under a finger, nor while a tap waits for its answer.
function isBusy() {
  return isDown() || isUnderWay();
}

// A refresh that was asked for before a tap and comes back before the tap's answer is thrown away and asked for again.
function onSwap(event) {
  const element = event.detail.elt;
  if (!element?.matches?.("[data-live]") || !isBusy()) return;
  event.detail.shouldSwap = false;
  waiting.set(element, { topic: topicsOf(element)[0].split(":")[0], since: Date.now() });
}

function refreshSoon() {
  gathering ??= setTimeout(refreshWaiting, GATHER_MS);
}

function topicsOf(element) {
  return element.dataset.live.split(/\s+/).filter(Boolean);
}

function concerns(element, { topic, id }) {
  return topicsOf(element).some((token) => token === topic || token === `${topic}:${id}`);
}

function onMessage(event) {
  if (event.lastEventId) lastId = event.lastEventId;
  const message = JSON.parse(event.data);
  for (const element of document.querySelectorAll("[data-live]")) {
    if (!concerns(element, message)) continue;
    const since = waiting.get(element)?.since ?? Date.now();
    waiting.set(element, { topic: message.topic, since });
  }
  refreshSoon();
}

function onBeat(event) {
  beatWall = Date.now();
  beatMono = performance.now();
  const beat = JSON.parse(event.data);
  if (beat.now) syncTo(beat.now);
  show("clock", beat.clock === "silent");
  show("listener", beat.listener === "silent");
  show("stale", false);
  document.dispatchEvent(new CustomEvent("slowdrip:heard"));
}

const FLAGS = { stale: "stale", clock: "clockSilent", listener: "listenerSilent" };

// Sets body[data-stale], [data-clock-silent] or [data-listener-silent] and shows or hides the banner that carries the words.
function show(what, isLoud) {
  const flag = FLAGS[what];
  if (isLoud === flag in document.body.dataset) return;
  if (isLoud) document.body.dataset[flag] = "";
  else delete document.body.dataset[flag];
  document.querySelectorAll(`[data-loud-when="${what}"]`).forEach((banner) => { banner.hidden = !isLoud; });
}

// Two clocks, because the wall clock may be set and the other may sleep with the tablet.
function silentForMs() {
  return Math.max(Date.now() - beatWall, performance.now() - beatMono);
}

function watch(url) {
  if (silentForMs() > STALE_AFTER_MS) show("stale", true);
  if (silentForMs() > REOPEN_AFTER_MS && Date.now() - openedAt > REOPEN_AFTER_MS) open(url);
  if (waiting.size) refreshSoon();
}

function listenToNewTopics() {
  for (const element of document.querySelectorAll("[data-live]")) {
    for (const token of topicsOf(element)) listenTo(token.split(":")[0]);
  }
}

function listenTo(topic) {
  if (heard.has(topic)) return;
  heard.add(topic);
  source?.addEventListener(topic, onMessage);
}

function withLastId(url) {
  if (!lastId) return url;
  const address = new URL(url, location.href);
  address.searchParams.set("last-event-id", lastId);
  return address.href;
}

// The browser reconnects by itself after a broken line, but gives up after an error answer: then we open anew.
function onError(url) {
  if (source.readyState !== EventSource.CLOSED) return;
  setTimeout(() => open(url), REOPEN_MS);
}

function open(url) {
  source?.close();
  openedAt = Date.now();
  source = new EventSource(withLastId(url));
  heard.forEach((topic) => source.addEventListener(topic, onMessage));
  source.addEventListener("beat", onBeat);
  source.addEventListener("reset", () => location.reload());
  source.addEventListener("error", () => onError(url));
}

export function start() {
  const url = document.body.dataset.stream;
  if (!url) return;
  // A page that comes from the tablet has lost the server before it began.
  if ("fromTablet" in document.body.dataset) show("stale", true);
  listenToNewTopics();
  open(url);
  setInterval(() => watch(url), 1000);
  document.addEventListener("visibilitychange", () => watch(url));
  document.addEventListener("htmx:afterSettle", listenToNewTopics);
  document.addEventListener("htmx:beforeSwap", onSwap);
  document.addEventListener("htmx:afterRequest", () => waiting.size && refreshSoon());
  document.addEventListener("focusout", () => waiting.size && refreshSoon());
  document.addEventListener("pointerup", () => waiting.size && refreshSoon());
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && open(url));
}
